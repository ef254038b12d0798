"""Was an organisation warned of the same thing more than once? By dates of death, and what a person has to decide."""

from __future__ import annotations

import csv
import io
import re
from datetime import date
from typing import TYPE_CHECKING

import pytest
from tests.functional.lessons.again_words import BODY, RISK, RISK_AGAIN
from tests.visitors import page_at, plain, seen

if TYPE_CHECKING:
    from django.test import Client
    from tests.functional.web.conftest import SignedIn


@pytest.fixture
def key(again_held: None, open_register: None) -> str:
    """The key of the body that was warned again; the register is open."""
    from forewarned.organisations.questions import find_organisation

    return find_organisation(BODY).key


def test_the_answer_comes_first_with_what_it_rests_on(client: Client, key: str) -> None:
    text = seen(client, f"/organisations/{key}/again/")
    assert f"Was {BODY} warned of the same thing more than once?" in text
    assert "Yes, 1 lesson: somebody died after an earlier report with the same lesson." in text
    assert "rests on the words of 10 of 10 reports" in text
    assert "Samaritans" in text


def test_strongest_first_and_a_death_before_the_report_says_nothing_of_learning(client: Client, key: str) -> None:
    text = seen(client, f"/organisations/{key}/again/")
    heads = (
        "A death after a promise was due, or said to be done Somebody", "Not known: the dates do not tell The dates",
        "A death before the earlier report The death",
    )  # fmt: skip
    places = [text.index(head) for head in heads]
    assert places == sorted(places)
    assert "so this says nothing about learning" in text
    assert "not learned" not in text.lower()


def test_both_dates_the_promise_between_and_what_is_missing(client: Client, key: str) -> None:
    text = seen(client, f"/organisations/{key}/again/")
    assert "Died 14 February 2022 from the register Reported 12 September 2022" in text
    assert "the death (14 February 2022) was after the earlier report (3 June 2019)" in text
    assert "Promised on report 2019-0701 before this death" in text
    assert "“Electronic recording of observations will be in use on all wards by 31 March 2020.”" in text
    assert "due 31 March 2020" in text
    assert "Died not known" in text
    assert "What would have to be known to tell: date of death of 2021-0400." in text
    assert "The same death was also reported in report 2019-0702 : it counts once." in text


def test_no_promise_is_named_by_its_key_where_its_day_or_that_of_the_death_is_not_known(
    client: Client, key: str
) -> None:
    from forewarned.lessons.models import Fact, Promise
    from forewarned.lessons.questions.recurring import ask_again
    from forewarned.reports.models import Report

    Promise.objects.update(score=0.97)
    Report.objects.filter(ref="2022-0731").update(date_of_death=None)
    Fact.objects.filter(report__ref="2022-0731", name="date_of_death").update(value="2020-03", score=1.0)
    lessons = ask_again(name=BODY, as_at=date(2026, 2, 1), possible=False).lessons
    missing = [one for lesson in lessons for step in lesson.steps for one in step.missing]
    assert any(one.startswith("day by which p") for one in missing), "a promise due in the month of the death"
    assert not re.search(r"day by which|\bp[0-9a-f]{12,}\b", seen(client, f"/organisations/{key}/again/"))


def test_a_pair_that_may_be_one_lesson_names_no_promise_by_its_key() -> None:
    from forewarned.lessons.questions.possible import _missing
    from forewarned.lessons.recurrence import Promised, Relation, Warned, classify

    earlier, later = Warned("earlier", "2019-06-03"), Warned("later", "2022-09-12", "2020-03")
    relation = classify(earlier, later, [Promised("p1", "2020-03-31"), Promised("p2")])
    assert len(relation.missing) == 2 and _missing(relation) == ()
    kept = Relation(relation.kind, "", (*relation.missing, "date of death of later"), earlier, later)
    assert _missing(kept) == ("date of death of later",)


def test_pairs_that_were_cut_off_are_at_least_so_many(
    client: Client, key: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    from forewarned.lessons.questions import possible, recurring
    from forewarned.web.pages import again

    def told() -> str:
        return recurring.ask_again(name=BODY, as_at=date(2026, 2, 1)).sentence()

    assert "of matters may be one lesson" in told() and "t least" not in told()
    monkeypatch.setattr(possible, "MOST", 1)
    monkeypatch.setattr(recurring, "MOST", 1)
    assert "At least " in told() and "so, in at least " in told()
    monkeypatch.setattr(again, "PAIRS", 1)
    assert "Here are the first 1 of at least " in seen(client, f"/organisations/{key}/again/")


def test_the_drawing_has_a_table_behind_it_and_ids_of_its_own(client: Client, key: str) -> None:
    found = page_at(client, f"/organisations/{key}/again/")
    assert found.count("<svg") >= 6, "two widths a lesson"
    ids = re.findall(r'\bid="([^"]+)"', found)
    assert len(ids) == len(set(ids))
    assert "Deaths and reports of lesson 1" in found
    assert "2: death after an earlier report with the same lesson 14 Feb 2022" in plain(found) or "2: death" in found


def test_one_kind_by_the_address(client: Client, key: str) -> None:
    text = seen(client, f"/organisations/{key}/again/?kind=same_era")
    assert "Nan Hathersedge" in text and "Bram Tolliver" not in text
    assert "No lesson here is of this kind" in seen(client, f"/organisations/{key}/again/?kind=recurrence")
    assert client.get(f"/organisations/{key}/again/?kind=worst").status_code == 400


def test_what_may_be_one_lesson_says_what_the_dates_would_say_and_that_nobody_confirmed_it(
    client: Client, key: str
) -> None:
    from forewarned.web.again_rows import HOW_OFTEN

    text = seen(client, f"/organisations/{key}/again/")
    apart = text[text.index("May be the same lesson") :]
    assert "No person has said that these are the same lesson" in apart
    assert "If it is the same lesson: the death came after the warning." in apart
    assert "The death (1 June 2017) was after the earlier report (1 February 2017)." in apart
    assert "Not confirmed by a person." in apart
    assert HOW_OFTEN not in apart, "pairs found by words alone were not read"
    assert "If it is the same lesson" not in text[: text.index("May be the same lesson")]


def test_files(client: Client, key: str) -> None:
    rows = list(csv.DictReader(io.StringIO(page_at(client, f"/organisations/{key}/again/?format=csv"))))
    assert {"lesson_kind", "date_of_death", "date_of_report", "against", "also_reported"} <= rows[0].keys()
    assert [row["also_reported"] for row in rows if row["ref"] == "2019-0701"] == ["2019-0702"]
    pairs = list(csv.DictReader(io.StringIO(page_at(client, f"/organisations/{key}/again/?format=csv&part=possible"))))
    assert any(row["text"] == RISK and row["other_text"] == RISK_AGAIN for row in pairs)
    whole = client.get(f"/organisations/{key}/again/?format=json").json()
    assert whole["possible"] and len(whole["lessons"]) == 3


def test_a_name_leads_to_its_address_and_the_organisations_own_page_still_opens(client: Client, key: str) -> None:
    assert client.get(f"/organisations/{BODY}/again/").headers["Location"] == f"/organisations/{key}/again/"
    assert client.get("/organisations/Nobody%20Ever/again/").status_code == 404
    assert page_at(client, f"/organisations/{key}/")


def test_what_may_be_one_lesson_is_shown_to_all_and_decided_by_reviewers(
    client: Client, key: str, signed_in: SignedIn
) -> None:
    found = page_at(client, f"/organisations/{key}/again/")
    text = plain(found)
    assert "May be the same lesson: for a person to decide" in text
    assert "Both say" in text and "Likeness 0." in text and "by a model of what is alike (same-lesson-2" in text
    assert "<mark>incident</mark>" in found or "<mark>incidents</mark>" in found
    assert "A reviewer decides." in text and "Yes, one lesson" not in text
    assert "Yes, one lesson" in seen(signed_in("reviewer"), f"/organisations/{key}/again/")
    assert client.post("/lessons/join/", {"answer": "yes"}).status_code == 403


def pair() -> list[str]:
    from forewarned.lessons.models import Matter

    return [Matter.objects.get(text=words).key for words in (RISK, RISK_AGAIN)]


@pytest.mark.parametrize(("answer", "said"), [("yes", "these are one lesson"), ("no", "these are not one lesson")])
def test_one_press_decides_and_one_takes_it_back(key: str, signed_in: SignedIn, answer: str, said: str) -> None:
    from forewarned.lessons.models import Judgement

    reviewer = signed_in("reviewer")
    before = seen(reviewer, f"/organisations/{key}/again/")
    form = {"answer": answer, "matter": pair(), "organisation": key}
    response = reviewer.post("/lessons/join/", form, follow=True)
    address, _ = response.redirect_chain[-1]
    assert address.startswith(f"/organisations/{key}/again/?decided=") and address.endswith("#possible")
    text = plain(response.content.decode())
    assert f"Remembered: {said}" in text and "Your last decision:" in text
    assert (RISK in text) == (answer == "yes")
    row = Judgement.objects.get(about="lesson")
    assert (row.verdict, row.by) == ("merge" if answer == "yes" else "split", "quill.reviewer")
    reviewer.post("/lessons/undo/", {"judgement": row.pk, "organisation": key})
    after = seen(reviewer, f"/organisations/{key}/again/")
    assert after.replace(" Taken back. The matters are joined again without that decision.", "") == before


@pytest.mark.parametrize("form", [{"answer": "maybe"}, {"answer": "yes"}, {"answer": "no"}, {}])
def test_forms_that_say_nothing(key: str, signed_in: SignedIn, form: dict[str, str]) -> None:
    assert signed_in("reviewer").post("/lessons/join/", form | {"organisation": key}).status_code == 400


def test_the_organisations_page_counts_them_and_leads_here(client: Client, key: str) -> None:
    found = page_at(client, f"/organisations/{key}/")
    text = plain(found)
    assert "3 lessons stand in reports of more than one death, of the 10 reports whose words are held" in text
    assert "1: death after a promise was due or said to be done" in text
    assert f'href="/organisations/{key}/again/"' in found
    assert f'href="/promises/?organisation={key.replace(":", "%3A")}"' in found
    assert "promises were read in its responses" in text
    assert "1 death came after an earlier report with the same lesson." in text, "the timeline says so"
    assert "promised action due, or said to be done: 31 March 2020" in text, "the table behind it too"


def test_days_as_far_as_they_are_known() -> None:
    from forewarned.web.again_rows import in_words, part_day, pieces, stretch

    assert [part_day(one) for one in ("2021-03-04", "2021-03", "2021", "", "Lent 2021")] == [
        "4 March 2021", "March 2021", "2021", "not known", "not known",
    ]  # fmt: skip
    assert in_words("The death (2021-03) was after 2019-05-01.") == "The death (March 2021) was after 1 May 2019."
    text = "alpha beta " * 100 + "gamma delta " * 3
    start, end = stretch(text, [(1100, 1105), (1112, 1117)])
    assert start <= 1100 and end >= 1117 and text[start:end].startswith("beta")
    assert "".join(words for words, _ in pieces(text, [(0, 5), (6, 10)])) == text


def test_how_often_pairs_are_right_is_said_only_of_the_model_whose_pairs_were_read() -> None:
    from forewarned.web.again_rows import HOW_OFTEN, READ_IN_USE, how_often

    assert how_often([READ_IN_USE, READ_IN_USE]) == HOW_OFTEN
    assert how_often([READ_IN_USE, "same-lesson-2 (words)"]) == "" == how_often(["same-lesson-3 (meaning)"])
