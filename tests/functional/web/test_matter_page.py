"""A matter's page: its own words, its themes with the words that carried them, what answers it, who decided what."""

from __future__ import annotations

import csv
import io
import re
from html import unescape
from typing import TYPE_CHECKING

import pytest
from tests.visitors import page_at, plain

if TYPE_CHECKING:
    from django.test import Client
    from tests.functional.web.conftest import SignedIn

    from forewarned.lessons.models import Matter


@pytest.fixture(autouse=True)
def _words(open_words: None) -> None:
    """Every test here reads the words of four reports and one response; the register is open."""


def matter(words: str = "Observations of patients", ref: str = "2019-0777") -> Matter:
    from forewarned.lessons.models import Matter

    return Matter.objects.get(text__startswith=words, report__ref=ref)


def page(client: Client, key: str, query: str = "") -> str:
    return page_at(client, f"/matters/{key}/{query}")


def codes(row: Matter) -> set[str]:
    return set(row.themes.values_list("code", flat=True))


def test_the_words_come_first_and_verbatim(client: Client) -> None:
    row = matter()
    text = page(client, row.key)
    quoted = re.search(r'<blockquote class="fw-verbatim[^>]*>(.*?)</blockquote>', text, re.S)
    assert quoted
    assert unescape(re.sub(r"<[^>]+>", "", re.sub(r"<small>.*?</small>", "", quoted[1]))) == row.text
    assert "What does matter 1 of report 2019-0777 warn of, and what answers it?" in plain(text)
    assert "116 123" in text and 'href="/reports/odalys-fernhollow/"' in text


def test_each_theme_shows_the_words_that_carried_it_what_found_it_and_its_score(client: Client) -> None:
    row = matter()
    text = plain(page(client, row.key))
    assert row.themes.count()
    for theme in row.themes.all():
        for start, end in theme.words:
            assert f"“{row.text[start:end]}”" in text
        assert f"by a model of themes ({theme.found_by}), score {theme.score:.2f}" in text
    assert "Nobody has checked it." in text


def test_what_answers_it_is_quoted_with_the_way_to_each_promise(client: Client) -> None:
    row = matter()
    text = page(client, row.key)
    assert "The one response that was read answers it, with 1 action taken and 1 promise." in plain(text)
    promise = next(one for one in row.report.texts_read.get(role="response").promises.all() if "1" in one.numbers)
    assert f'href="/promises/{promise.key}/"' in text and promise.text in unescape(text)


def test_without_a_response_it_says_what_is_not_known(client: Client) -> None:
    assert "No response to this report was read here, so it is not known" in plain(
        page(client, matter(ref="2022-0431").key)
    )


def test_a_response_that_leaves_it_out_is_said_neutrally(client: Client) -> None:
    from forewarned.lessons.models import Promise, TextRead

    Promise.objects.all().delete()
    TextRead.objects.filter(role="response").update(unanswered=["1", "2"])
    text = plain(page(client, matter().key))
    assert "No response that was read addresses it (1 response read)." in text
    assert "This response does not address it, as it was read." in text


def test_its_lesson_and_why_it_belongs_there(client: Client) -> None:
    row = matter()
    text = page(client, row.key)
    assert f'href="/lessons/{row.member.lesson.key}/"' in text
    assert "It shares a lesson with 1 other matter" in plain(text) and "likeness" in text


def test_before_the_report_was_public_there_is_no_page(client: Client) -> None:
    assert client.get(f"/matters/{matter().key}/?as_at=2001-01-01").status_code == 404
    assert client.get("/matters/m000/").status_code == 404


def test_csv_and_json_are_the_same_matter(client: Client) -> None:
    row = matter()
    answer = client.get(f"/matters/{row.key}/?format=json").json()
    assert answer["matter"]["text"] == row.text and answer["name"] == "1"
    assert answer["source"] == {"kind": "texts", "tidied_by_a_model": False}
    line = next(csv.DictReader(io.StringIO(page(client, row.key, "?format=csv"))))
    assert line["matter"] == row.key and line["responses_read"] == "1"


def test_only_reviewers_see_and_send_the_forms(client: Client, signed_in: SignedIn) -> None:
    row = matter()
    assert "<form method" not in page(client, row.key) and "These are right" not in page(client, row.key)
    reader = signed_in("analyst")
    assert "These are right" not in page(reader, row.key)
    sent = {"matter": row.key, "kind": "background"}
    assert reader.post("/lessons/review/judge/", sent).status_code == 403
    assert "These are right" in page(signed_in("reviewer"), row.key)


def test_a_reviewer_confirms_rejects_adds_and_takes_it_back(signed_in: SignedIn) -> None:
    from forewarned.ledger.models import Entry

    row, reviewer = matter(), signed_in("reviewer")
    before = codes(row)
    gone = min(before)
    sent = {"matter": row.key, "proposed": sorted(before), "theme": [*sorted(before - {gone}), "family", ""]}
    told = plain(reviewer.post("/lessons/review/judge/", sent | {"reason": "read twice"}, follow=True).content.decode())
    assert "Remembered" in told and "quill.reviewer" in told and "“read twice”" in told
    assert codes(row) == before - {gone} | {"family"}
    verdicts = {one.verdict for one in _judgements(row)}
    assert verdicts == {"reject", "add"} | ({"confirm"} if len(before) > 1 else set())
    assert Entry.objects.filter(action="theme.judged", subject=row.key).count() == len(before) + 1
    for one in _judgements(row):
        reviewer.post("/lessons/review/undo/", {"matter": row.key, "judgement": one.pk})
    assert codes(row) == before and not _judgements(row)


def _judgements(row: Matter) -> list:  # type: ignore[type-arg]
    from forewarned.lessons.models import Judgement

    return list(Judgement.objects.filter(subject=row.key, undone_at=None).order_by("id"))


def test_words_said_to_be_background_are_no_matter_until_that_is_undone(signed_in: SignedIn) -> None:
    row, reviewer = matter(), signed_in("reviewer")
    reviewer.post("/lessons/review/judge/", {"matter": row.key, "kind": "background"})
    text = plain(page(reviewer, row.key))
    assert "They were read as background, not as a matter of concern." in text
    assert "These words are background: quill.reviewer" in text
    assert _answering("1") == set(), "a response is read again with the matters that are left"
    reviewer.post("/lessons/review/undo/", {"matter": row.key, "judgement": _judgements(row)[0].pk})
    row.refresh_from_db()
    assert row.kind == "matter" and codes(row) and _answering("1")


def _answering(name: str) -> set[str]:
    """The promises of the one response that answer the matter of this name."""
    from forewarned.lessons.models import Promise

    return {one.key for one in Promise.objects.all() if name in one.numbers}


@pytest.mark.parametrize(
    "sent",
    [{}, {"matter": "m000", "kind": "background"}, {"kind": "nonsense"}, {"theme": "nonsense"}, {"matter": "a\x00b"},
     {"theme": ""}, {"kind": "background", "reason": "x" * 600}],
)  # fmt: skip
def test_a_form_that_makes_no_sense_changes_nothing(signed_in: SignedIn, sent: dict[str, str]) -> None:
    row, reviewer = matter(), signed_in("reviewer")
    before = codes(row)
    response = reviewer.post("/lessons/review/judge/", {"matter": row.key if sent else ""} | sent)
    assert response.status_code in (400, 404)
    row.refresh_from_db()
    assert row.kind == "matter" and codes(row) == before and not _judgements(row)


def test_hostile_words_stay_words(client: Client) -> None:
    from forewarned.lessons.models import Member

    row = matter()
    row.text = "<script>alert(1)</script>" + row.text[25:]
    row.save()
    row.report.deceased_name = "<script>alert(2)</script>"
    row.report.save()
    Member.objects.filter(matter=row).update(why="<script>alert(3)</script>")
    text = page(client, row.key)
    assert "<script>alert" not in text and text.count("&lt;script&gt;alert") >= 2
