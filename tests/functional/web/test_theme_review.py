"""The review of themes: least sure first, one decision each, skipped, undone, and nothing left of one that fails."""

from __future__ import annotations

import csv
import io
import re
from html import unescape
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from django.test import Client
    from tests.functional.web.conftest import SignedIn


@pytest.fixture(autouse=True)
def _words(words_held: Path) -> None:
    """Every test here reads the words of four reports and one response."""


@pytest.fixture
def reviewer(signed_in: SignedIn) -> Client:
    return signed_in("reviewer")


def waiting() -> list[str]:
    from forewarned.lessons.questions.reviewing import theme_queue

    return [one.matter for one in theme_queue()]


def form_of(text: str) -> dict[str, list[str]]:
    """What a browser sends when Enter is pressed on the first button."""
    form = re.search(r'<form method="post" action="/lessons/review/judge/".*?</form>', text, re.S)
    assert form
    sent: dict[str, list[str]] = {}
    for one in re.findall(r"<input[^>]*>", form[0]):
        named = dict(re.findall(r'(\w+)="([^"]*)"', one))
        if (named["type"] == "checkbox" and " checked" not in one) or "name" not in named:
            continue
        sent.setdefault(named["name"], []).append(unescape(named.get("value", "")))
    return sent | {"theme": [*sent.get("theme", []), ""]}


def test_the_least_sure_comes_first(reviewer: Client) -> None:
    from forewarned.lessons.models import Theme

    lowest = Theme.objects.order_by("score").first()
    assert lowest
    scores = [min(Theme.objects.filter(matter__key=key).values_list("score", flat=True)) for key in waiting()]
    assert scores == sorted(scores) and scores[0] == lowest.score
    text = reviewer.get("/lessons/review/").content.decode()
    assert f"Matter 1 of {len(waiting())} that wait" in text and f'href="/matters/{waiting()[0]}/"' in text


def test_what_is_no_more_than_a_few_words_comes_last(reviewer: Client) -> None:
    from forewarned.lessons.models import Matter

    scraps = waiting()[:3]
    whole = len(waiting())
    for key, text in zip(scraps, ("[REDACTED]", "(4) Police under-resourcing.", "• Was not documented;"), strict=True):
        Matter.objects.filter(key=key).update(text=text)
    assert waiting()[0] not in scraps and set(waiting()[-3:]) == set(scraps) and len(waiting()) == whole
    Matter.objects.filter(key=waiting()[0]).update(text="Staff on nights were not told of it.")
    assert set(waiting()[-3:]) == set(scraps)


def test_all_proposed_themes_are_ticked_and_enter_takes_them(reviewer: Client) -> None:
    from forewarned.lessons.models import Judgement, Matter

    text = reviewer.get("/lessons/review/").content.decode()
    first = waiting()[0]
    sent = form_of(text)
    themes = set(Matter.objects.get(key=first).themes.values_list("code", flat=True))
    assert set(sent["theme"]) - {""} == themes == set(sent["proposed"])
    buttons = re.findall(r"<button[^>]*>", text[text.index("/lessons/review/judge/") :])
    assert "autofocus" in buttons[0] and 'name="kind"' not in buttons[0], "Enter decides what is ticked"
    response = reviewer.post("/lessons/review/judge/", sent, follow=True)
    assert "Remembered" in response.content.decode() and "is right" in response.content.decode()
    assert first not in waiting()
    rows = Judgement.objects.filter(subject=first, undone_at=None)
    assert {one.verdict for one in rows} == {"confirm"} and len({one.at for one in rows}) == 1


def test_what_is_not_ticked_is_rejected(reviewer: Client) -> None:
    from forewarned.lessons.models import Theme

    sent = form_of(reviewer.get("/lessons/review/").content.decode())
    key = sent["matter"][0]
    reviewer.post("/lessons/review/judge/", sent | {"theme": ["training"]})
    assert list(Theme.objects.filter(matter__key=key).values_list("code", "people")) == [("training", True)]
    assert key not in waiting()


def test_none_of_them_leaves_the_queue_too(reviewer: Client) -> None:
    sent = form_of(reviewer.get("/lessons/review/").content.decode())
    reviewer.post("/lessons/review/judge/", sent | {"theme": [""]})
    assert sent["matter"][0] not in waiting()


def test_no_matter_of_concern_is_one_press(reviewer: Client) -> None:
    from forewarned.lessons.models import Matter

    sent = form_of(reviewer.get("/lessons/review/").content.decode())
    text = reviewer.post("/lessons/review/judge/", sent | {"kind": "boilerplate"}, follow=True).content.decode()
    assert "these words are words of the form" in text
    assert Matter.objects.get(key=sent["matter"][0]).kind == "boilerplate" and sent["matter"][0] not in waiting()


def test_skipping_shows_the_next_and_decides_nothing(reviewer: Client) -> None:
    text = reviewer.get("/lessons/review/").content.decode()
    skip = re.search(r'href="(/lessons/review/\?place=2)"[^>]*>Skip', text)
    assert skip
    assert f'href="/matters/{waiting()[1]}/"' in reviewer.get(skip[1]).content.decode()
    last = reviewer.get(f"/lessons/review/?place={len(waiting())}").content.decode()
    assert "/lessons/review/?place=1" in last
    assert reviewer.get("/lessons/review/?place=999").status_code == 200
    assert reviewer.get("/lessons/review/?place=x").status_code == 400


def test_the_last_decision_is_undone_whole(reviewer: Client) -> None:
    from forewarned.ledger.models import Entry
    from forewarned.lessons.models import Theme

    sent = form_of(reviewer.get("/lessons/review/").content.decode())
    key = sent["matter"][0]
    before = list(Theme.objects.filter(matter__key=key).values_list("code", "score"))
    text = reviewer.post("/lessons/review/judge/", sent | {"theme": ["training", "family"]}, follow=True)
    page = text.content.decode()
    assert "Undo the last" in page
    numbers = re.findall(r'name="judgement" value="(\d+)"', page)
    assert len(numbers) == len(set(sent["proposed"]) | {"training", "family"})
    undone = reviewer.post("/lessons/review/undo/", {"back": "review", "judgement": numbers}, follow=True)
    assert "Undone" in undone.content.decode() and "Undo the last" not in undone.content.decode()
    assert list(Theme.objects.filter(matter__key=key).values_list("code", "score")) == before and key in waiting()
    assert Entry.objects.filter(action="theme.undone", subject=key).count() == len(numbers)


def test_some_that_are_not_in_force_undo_nothing(reviewer: Client) -> None:
    from forewarned.lessons.models import Judgement

    sent = form_of(reviewer.get("/lessons/review/").content.decode())
    reviewer.post("/lessons/review/judge/", sent)
    real = Judgement.objects.values_list("id", flat=True)[0]
    for numbers, status in (([real, 999999], 404), ([], 404), (["x"], 400), (["9" * 30], 400)):
        assert reviewer.post("/lessons/review/undo/", {"judgement": numbers}).status_code == status
    assert Judgement.objects.filter(undone_at=None).count() == Judgement.objects.count()


def test_sending_it_again_decides_nothing_again(reviewer: Client) -> None:
    from forewarned.lessons.models import Judgement

    sent = form_of(reviewer.get("/lessons/review/").content.decode())
    reviewer.post("/lessons/review/judge/", sent)
    count = Judgement.objects.count()
    text = reviewer.post("/lessons/review/judge/", sent, follow=True).content.decode()
    assert "Nothing was changed" in text and Judgement.objects.count() == count


def test_a_failure_half_way_leaves_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    from forewarned.ledger.models import Entry
    from forewarned.lessons.actions import judging
    from forewarned.lessons.models import Judgement, Theme

    first = waiting()[0]
    (made,) = judging.judge_themes(matter=first, verdicts={"family": "add"}, by="tests")
    before = Entry.objects.count(), list(Judgement.objects.values()), list(Theme.objects.values("matter", "code"))

    def fail(*_: object) -> None:
        raise RuntimeError("the disk is full")

    monkeypatch.setattr(judging, "_themes_again", fail)
    with pytest.raises(RuntimeError):
        judging.judge_themes(matter=first, verdicts={"training": "add", "family": "reject"}, by="tests")
    with pytest.raises(RuntimeError):
        judging.undo_judgements(judgements=[made], by="tests")
    with pytest.raises(RuntimeError):
        judging.judge_matter(matter=first, kind="background", by="tests")
    assert before == (
        Entry.objects.count(), list(Judgement.objects.values()), list(Theme.objects.values("matter", "code"))
    )  # fmt: skip


def test_every_matter_can_be_cleared_and_then_none_waits(reviewer: Client) -> None:
    many = len(waiting())
    for _ in range(many):
        reviewer.post("/lessons/review/judge/", form_of(reviewer.get("/lessons/review/").content.decode()))
    assert not waiting()
    assert "No matter waits for a decision" in reviewer.get("/lessons/review/").content.decode()


def test_the_queue_for_a_program(reviewer: Client) -> None:
    rows = reviewer.get("/lessons/review/?format=json").json()["matters"]
    assert [one["matter"] for one in rows] == waiting()
    table = list(csv.DictReader(io.StringIO(reviewer.get("/lessons/review/?format=csv").content.decode())))
    assert [one["matter"] for one in table] == waiting() and table[0]["lowest"]


def test_the_two_queues_lead_to_each_other(reviewer: Client) -> None:
    assert 'href="/review/"' in reviewer.get("/lessons/review/").content.decode()
    assert 'href="/lessons/review/"' in reviewer.get("/review/").content.decode()


def test_without_a_token_of_the_form_nothing_is_decided(reviewer: Client) -> None:
    from django.test import Client

    from forewarned.lessons.models import Judgement

    strict = Client(enforce_csrf_checks=True)
    strict.cookies = reviewer.cookies
    assert strict.post("/lessons/review/judge/", {"matter": waiting()[0], "theme": "training"}).status_code == 403
    assert not Judgement.objects.exists()
