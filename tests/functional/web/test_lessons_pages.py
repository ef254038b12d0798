"""Lessons: those in more than one report, and one lesson with its matters, its reasons and people's decisions."""

from __future__ import annotations

import csv
import io
import re
from typing import TYPE_CHECKING, Any

import pytest
from tests.functional.lessons.again_words import BED, CRISIS, FAMILY, OBSERVATIONS, PLANS, RISK, RISK_AGAIN
from tests.visitors import plain, seen

if TYPE_CHECKING:
    from datetime import date

    from django.test import Client
    from tests.functional.web.conftest import SignedIn

    from forewarned.lessons.models import Lesson


@pytest.fixture
def again(again_held: None, open_register: None) -> None:
    """The reports of ``again_words``, open to the public."""


def lesson_of(words: str) -> Lesson:
    from forewarned.lessons.models import Lesson

    return Lesson.objects.filter(in_force=True, members__matter__text=words).distinct().get()


def matters_of(words: str) -> list[str]:
    from forewarned.lessons.models import Matter

    return list(Matter.objects.filter(text=words).order_by("report__date_of_report").values_list("key", flat=True))


def decide(client: Client, key: str, act: str, **more: Any) -> str:
    response = client.post(f"/lessons/{key}/decide/", {"act": act, **more}, follow=True)
    assert response.status_code == 200, response.content.decode()
    return plain(response.content.decode())


def test_the_list_says_how_many_and_what_it_leaves_out(client: Client, again: None) -> None:
    text = seen(client, "/lessons/")
    assert "3 lessons stand in more than one coroner’s report" in text
    assert "The words of 10 of 10 reports are held" in text
    assert "“The crisis line had no access to the records of the community team”" in text
    assert 'href="/lessons/"' in client.get("/").content.decode(), "it stands in the menu"


def test_the_list_says_when_lessons_were_last_joined_and_from_what(client: Client, again: None) -> None:
    from forewarned.lessons.models import Matter

    count = Matter.objects.filter(kind="matter").count()
    said = (
        f"Lessons were last joined on 1 February 2026, from {count} matters of concern in 10 reports, by same-lesson-2"
    )
    text = seen(client, "/lessons/")
    assert said in text and "You asked as at an earlier day" not in text
    text = seen(client, "/lessons/?as_at=2023-04-01")
    assert said in text, "the joining is of its own day, whatever day is asked as at"
    assert "the lessons are those that were joined on 1 February 2026" in text
    told = client.get("/lessons/?format=json").json()
    assert told["joined"] == {"on": "2026-02-01", "matters": count, "reports": 10, "by": told["grouped_by"]}


def test_where_nothing_was_joined_yet_it_says_so(client: Client, again: None) -> None:
    from forewarned.lessons.models import Grouped, Lesson

    Grouped.objects.all().delete()
    assert "No matters were joined into lessons yet." in seen(client, "/lessons/")
    Lesson.objects.all().delete()
    assert "No lesson is known here" in seen(client, "/lessons/?as_at=2025-01-01")


def test_a_joining_that_did_not_count_reports_says_none(client: Client, again: None) -> None:
    from forewarned.lessons.models import Grouped

    Grouped.objects.update(reports=0)
    text = seen(client, "/lessons/")
    assert "matters of concern, by same-lesson-2" in text and "in 0 reports" not in text


def test_the_filters_stand_in_the_address(client: Client, again: None) -> None:
    from forewarned.lessons.models import Lesson

    theme = next(code for one in Lesson.objects.filter(in_force=True, reports__gt=1) for code in one.themes)
    whole = client.get("/lessons/?format=json").json()["lessons"]
    some = client.get(f"/lessons/?theme={theme}&format=json").json()["lessons"]
    assert some == [one for one in whole if theme in one["themes"]] != []
    page = client.get(f"/lessons/?theme={theme}&order=a-z").content.decode()
    assert f'value="{theme}" selected' in page and 'value="a-z" selected' in page
    assert "Choose" not in plain(page) and f"theme={theme}" in page


@pytest.mark.parametrize("order", ["bodies", "reports", "a-z"])
def test_orders(client: Client, again: None, order: str) -> None:
    from forewarned.lessons.questions.grouped import ask_lessons
    from forewarned.settings import settings
    from forewarned.web.pages.lessons import ordered

    lines = ordered(ask_lessons(as_at=settings().today()).lessons, order)
    text = seen(client, f"/lessons/?order={order}")
    places = [text.index(f"“{one.name}”") for one in lines]
    assert places == sorted(places)


@pytest.mark.parametrize("query", ["theme=nonsense", "order=best", "page=x", "as_at=never"])
def test_what_no_address_can_ask(client: Client, again: None, query: str) -> None:
    assert client.get(f"/lessons/?{query}").status_code == 400


def test_the_list_as_files(client: Client, again: None) -> None:
    rows = list(csv.DictReader(io.StringIO(client.get("/lessons/?format=csv").content.decode())))
    assert len(rows) == 3 and {"lesson", "name", "reports", "deaths", "organisations", "themes"} <= rows[0].keys()
    assert [row["deaths"] for row in rows if row["name"].startswith("Observ") or "shift" in row["name"]] == ["2"]


def test_one_lesson_word_for_word_with_both_dates_and_the_reason(client: Client, again: None) -> None:
    row = lesson_of(CRISIS)
    text = seen(client, f"/lessons/{row.key}/")
    assert f"Who was warned of this: “{row.name}”?" in text
    assert "2 matters of concern, in 2 reports about 2 deaths" in text
    assert text.count(CRISIS) == 2
    assert "Died 5 May 2021 from the register" in text and "Reported 1 October 2022" in text
    assert text.index("Report 2022-0740") < text.index("Report 2023-0108"), "oldest first"
    why = "Why it belongs: likeness [01]\\.\\d\\d of 1 to the nearest other matter in it; both say “"
    assert re.search(why, text), text
    assert "No person has decided anything of this lesson" in text
    assert "Is this lesson right?" not in text, "a visitor is offered no decision"
    assert "Samaritans" in text


def test_the_same_death_reported_twice_counts_once(client: Client, again: None) -> None:
    text = seen(client, f"/lessons/{lesson_of(OBSERVATIONS).key}/")
    assert "3 matters of concern, in 3 reports about 2 deaths" in text
    assert "This is the same death as in report 2019-0701 : it counts once." in text


def test_one_lesson_as_files(client: Client, again: None) -> None:
    key = lesson_of(CRISIS).key
    rows = list(csv.DictReader(io.StringIO(client.get(f"/lessons/{key}/?format=csv").content.decode())))
    assert [row["text"] for row in rows] == [CRISIS, CRISIS] and rows[0]["why"]
    assert client.get(f"/lessons/{key}/?format=json").json()["lesson"]["key"] == key


def test_as_at_an_earlier_day_later_reports_are_left_out(client: Client, again: None) -> None:
    text = seen(client, f"/lessons/{lesson_of(CRISIS).key}/?as_at=2022-12-01")
    assert "Report 2022-0740" in text and "Report 2023-0108" not in text


def test_no_such_lesson(client: Client, again: None) -> None:
    assert client.get("/lessons/L-0000000000/").status_code == 404


def test_a_reader_of_one_lesson_is_written_down(again: None, signed_in: SignedIn) -> None:
    from forewarned.web.models import AccessLog

    key = lesson_of(CRISIS).key
    signed_in("reader").get(f"/lessons/{key}/")
    assert AccessLog.objects.filter(page="lesson", subject=key).count() == 1


def test_only_a_reviewer_decides(client: Client, again: None, signed_in: SignedIn) -> None:
    key = lesson_of(CRISIS).key
    for who in (client, signed_in("analyst")):
        assert who.post(f"/lessons/{key}/decide/", {"act": "lock"}).status_code == 403
    assert not lesson_of(CRISIS).locked


def test_lock_and_unlock(again: None, signed_in: SignedIn) -> None:
    reviewer, key = signed_in("reviewer"), lesson_of(CRISIS).key
    text = decide(reviewer, key, "lock", reason="read both")
    assert "Remembered: the lesson stays exactly as it is." in text
    assert "A person locked it" in text and "Unlock it to change what is in it" in text
    assert "quill.reviewer" in text and "the lesson stays exactly as it is. “read both”" in text
    assert "A person locked it" not in decide(reviewer, key, "unlock")


def test_a_matter_is_taken_out_and_put_back(again: None, signed_in: SignedIn) -> None:
    reviewer, row = signed_in("reviewer"), lesson_of(OBSERVATIONS)
    out = matters_of(OBSERVATIONS)[2]
    text = decide(reviewer, row.key, "remove", matter=out)
    assert "Remembered: a matter does not belong." in text and "in 2 reports about 1 death" in text
    assert "What you took out is in no lesson now" in text
    made = re.search(r'name="judgement" value="(\d+)"', reviewer.get(f"/lessons/{row.key}/").content.decode())
    assert made
    response = reviewer.post("/lessons/undo/", {"judgement": made[1], "lesson": row.key}, follow=True)
    assert "in 3 reports about 2 deaths" in plain(response.content.decode())


def test_some_matters_are_split_off_and_the_way_there_is_shown(again: None, signed_in: SignedIn) -> None:
    reviewer, row = signed_in("reviewer"), lesson_of(OBSERVATIONS)
    one, two, _ = matters_of(OBSERVATIONS)
    text = decide(reviewer, row.key, "split", matter=[one, two])
    assert "Remembered: some matters are another lesson." in text
    assert "2 matters of concern, in 2 reports about 1 death" in text, "of two parts the larger keeps the key"
    assert "What you took out is" in text
    assert decide(reviewer, row.key, "lock")  # what is left is still a page of its own


def test_all_matters_cannot_be_split_off(again: None, signed_in: SignedIn) -> None:
    reviewer, row = signed_in("reviewer"), lesson_of(CRISIS)
    response = reviewer.post(f"/lessons/{row.key}/decide/", {"act": "split", "matter": matters_of(CRISIS)})
    assert response.status_code == 400 and "not all of them" in plain(response.content.decode())


def test_a_merged_lesson_says_what_came_of_it(again: None, signed_in: SignedIn) -> None:
    from forewarned.lessons.models import Lesson

    reviewer, crisis, bed = signed_in("reviewer"), lesson_of(CRISIS), lesson_of(BED)
    page = reviewer.get(f"/lessons/{crisis.key}/?find=bed").content.decode()
    assert f'value="{bed.key}"' in page, "a lesson is offered by words of its name"
    decide(reviewer, crisis.key, "merge", other=["", bed.key], reason="one plan")
    ended = next(one for one in Lesson.objects.filter(key__in=[crisis.key, bed.key]) if not one.in_force)
    heir = next(one for one in Lesson.objects.filter(key__in=[crisis.key, bed.key]) if one.in_force)
    response = reviewer.get(f"/lessons/{ended.key}/")
    text = plain(response.content.decode())
    assert "This lesson is no more" in text and f'href="/lessons/{heir.key}/"' in response.content.decode()
    assert f"Matters came here from “{ended.name}”" in seen(reviewer, f"/lessons/{heir.key}/")


def test_lessons_to_merge_with_are_offered_by_likeness(again: None, signed_in: SignedIn) -> None:
    """Not by their names: each says how alike the rule finds it, the likest first; words looked for are names'."""
    from forewarned.lessons.actions.lessons import join_matters

    join_matters(matters=[*matters_of(RISK), *matters_of(RISK_AGAIN)], by="Ada")
    join_matters(matters=[*matters_of(PLANS), *matters_of(FAMILY)], by="Ada")
    reviewer = signed_in("reviewer")
    found = seen(reviewer, f"/lessons/{lesson_of(RISK).key}/")
    scores = [float(score) for score in re.findall(r"; likeness (\d\.\d\d)", found)]
    assert scores and scores == sorted(scores, reverse=True)
    assert "Those whose matters are most like this one’s" in found
    assert (
        "likeness" not in seen(reviewer, f"/lessons/{lesson_of(RISK).key}/?find=crisis").partition("same as another")[2]
    )


def test_a_name_is_words_of_a_matter(again: None, signed_in: SignedIn) -> None:
    reviewer, row = signed_in("reviewer"), lesson_of(OBSERVATIONS)
    text = decide(reviewer, row.key, "rename", words="recorded as  completed although they had not been carried out")
    assert "“recorded as completed although they had not been carried out”" in text
    refused = reviewer.post(f"/lessons/{row.key}/decide/", {"act": "rename", "words": "staff were lazy"})
    assert refused.status_code == 400 and "words that stand in one of its matters" in plain(refused.content.decode())


@pytest.mark.parametrize("form", [{"act": "burn"}, {"act": "merge"}, {"act": "remove", "matter": "m\x00"}, {}])
def test_forms_that_say_nothing(again: None, signed_in: SignedIn, form: dict[str, str]) -> None:
    from forewarned.lessons.models import Judgement

    before = Judgement.objects.count()
    response = signed_in("reviewer").post(f"/lessons/{lesson_of(CRISIS).key}/decide/", form)
    assert response.status_code == 400
    assert Judgement.objects.count() == before


@pytest.mark.parametrize(("number", "status"), [("x", 400), ("", 400), ("999999", 404)])
def test_nothing_to_undo(again: None, signed_in: SignedIn, number: str, status: int) -> None:
    assert signed_in("reviewer").post("/lessons/undo/", {"judgement": number}).status_code == status


def test_what_is_like_a_lesson_is_worked_out_once_until_the_register_changes(
    again: None, signed_in: SignedIn, monkeypatch: pytest.MonkeyPatch
) -> None:
    from forewarned.web.pages import lesson

    asked: list[str] = []

    def like(*, lesson: str, most: int) -> tuple[()]:
        asked.append(lesson)
        return ()

    monkeypatch.setattr(lesson, "lessons_like", like)
    reviewer, key = signed_in("reviewer"), lesson_of(CRISIS).key
    for day in ("2026-01-30", "2026-01-31"):
        assert reviewer.get(f"/lessons/{key}/?as_at={day}").status_code == 200
    assert asked == [key]
    decide(reviewer, key, "lock")
    assert asked == [key, key]


def test_lessons_of_a_theme_read_the_words_of_their_own_reports_once(
    again: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    from forewarned.lessons.questions.cases import load_sections
    from forewarned.lessons.questions.grouped import ask_lessons
    from forewarned.settings import settings

    loaded: list[int] = []

    def count(ids: set[int]) -> dict[int, dict[str, str]]:
        loaded.append(len(ids))
        return load_sections(ids)

    today = settings().today()
    whole = ask_lessons(as_at=today).lessons
    theme = next(code for one in whole for code in one.themes if any(code not in each.themes for each in whole))
    monkeypatch.setattr("forewarned.lessons.questions.deaths.load_sections", count)
    some = ask_lessons(as_at=today, theme=theme).lessons
    assert some == tuple(one for one in whole if theme in one.themes)
    assert len(loaded) == 1 and loaded[0] <= sum(one.reports for one in some)


def test_what_is_left_out_is_counted_once_for_all_questions(again: None, monkeypatch: pytest.MonkeyPatch) -> None:
    from forewarned.lessons.questions import rest
    from forewarned.lessons.questions.grouped import ask_lessons
    from forewarned.lessons.questions.screening import ask_screen
    from forewarned.reports.questions.remembered import _memory
    from forewarned.settings import settings

    counted: list[int] = []
    work_out = rest.rest_of

    def count(as_at: date) -> rest.Rest:
        counted.append(1)
        return work_out(as_at)

    _memory.clear()
    monkeypatch.setattr(rest, "rest_of", count)
    today = settings().today()
    assert ask_lessons(as_at=today).rest == ask_screen(query="theme:observation", as_at=today).rest
    assert len(counted) == 1
