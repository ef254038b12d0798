"""Words that a language model tidied before they came here are nowhere quoted as a coroner's exact words."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING

import pytest
from tests.functional.lessons.again_words import BODY, write_again
from tests.visitors import filled_once, seen

if TYPE_CHECKING:
    from django.test import Client
    from pytest_django.plugin import DjangoDbBlocker
    from tests.functional.conftest import Cli
    from tests.functional.web.conftest import SignedIn

    from forewarned.lessons.search import Hit

NOT_EXACT = "Not the coroner’s exact words: tidied by a language model."
SAID = "tidied by a language model: not the coroner’s exact words"


@pytest.fixture(scope="module")
def _tidied_once(
    django_db_setup: None, django_db_blocker: DjangoDbBlocker, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[None]:
    folder = tmp_path_factory.mktemp("files")

    def fill() -> None:
        from forewarned.lessons.actions.reading import read_lessons
        from forewarned.reports.actions.importing import import_paths

        paths = write_again(folder)
        texts = folder / "texts.jsonl"
        texts.write_text(texts.read_text(encoding="utf-8").replace('"tests"', '"pfd-toolkit"'), encoding="utf-8")
        assert import_paths(paths=paths, by="tests").error is None
        read_lessons(by="tests")

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("forewarned.lessons.meaning.kept.available", lambda: False)
        with filled_once(django_db_blocker, tmp_path_factory.mktemp("home"), fill):
            yield


@pytest.fixture(autouse=True)
def _tidied(_tidied_once: None, db: None, open_register: None) -> None:
    """A store in which every text of a report was tidied; the register is open."""


def pages() -> dict[str, str]:
    """Addresses of pages that quote what coroners said."""
    from forewarned.lessons.models import Lesson
    from forewarned.organisations.questions import find_organisation

    return {
        "lessons": "/lessons/",
        "lesson": f"/lessons/{Lesson.objects.filter(in_force=True).order_by('id')[0].key}/",
        "again": f"/organisations/{find_organisation(BODY).key}/again/",
        "screen": "/screen/?q=theme:observation",
        "similar": "/reports/bram-tolliver/similar/",
        "search": "/search?q=observations",
    }


@pytest.mark.parametrize("name", ["lessons", "lesson", "again", "screen", "similar", "search"])
def test_pages_that_quote_say_so(client: Client, name: str) -> None:
    text = seen(client, pages()[name])
    assert NOT_EXACT in text
    assert "words of one of the coroners" not in text and "coroner’s own words" not in text


def test_who_reviews_is_told(signed_in: SignedIn) -> None:
    assert NOT_EXACT in seen(signed_in("reviewer"), "/lessons/review/")


def test_commands_that_quote_say_so(cli: Cli) -> None:
    from forewarned.lessons.models import Lesson

    key = Lesson.objects.filter(in_force=True).order_by("id")[0].key
    for arguments in (
        ("lessons", "list"),
        ("lessons", "show", key),
        ("again", BODY),
        ("screen", "theme:observation"),
        ("similar", "2022-0731"),
        ("report", "2022-0731"),
    ):
        assert SAID in cli(*arguments).ok().out, arguments
    found = " ".join(cli("search", "observations", "--no-meaning").ok().out.split())
    assert "tidied by a language" in found


def test_programs_are_told(cli: Cli) -> None:
    again = cli("again", BODY, "--json").ok().json
    assert again["lessons"][0]["tidied"] and again["lessons"][0]["steps"][0]["matters"][0]["tidied"]
    assert again["possible"] and all(side["tidied"] for pair in again["possible"] for side in pair["sides"])
    (hit, *_) = cli("screen", "theme:observation", "--json").ok().json["hits"]
    assert "concerns" in hit["tidied"]
    found = cli("search", "observations", "--no-meaning", "--json").ok().json
    matters = [one["key"] for one in found["hits"] if one["kind"] == "matter"]
    assert matters and set(matters) <= set(found["tidied"])
    responses = [one["key"] for one in found["hits"] if one["kind"] in ("response", "promise")]
    assert responses and not set(responses) & set(found["tidied"])
    alike = cli("similar", "2022-0731", "--json").ok().json["found"][0]["shared"]
    assert alike and all(point["here_tidied"] and point["there_tidied"] for point in alike)


def test_a_page_of_few_hits_looks_up_once_which_are_tidied(monkeypatch: pytest.MonkeyPatch) -> None:
    from forewarned.lessons.questions import searching
    from forewarned.settings import settings
    from forewarned.web import found_words

    asked: list[int] = []

    def count(hits: Iterable[Hit]) -> frozenset[str]:
        asked.append(1)
        return look_up(hits)

    look_up = searching.tidied_hits
    monkeypatch.setattr(searching, "tidied_hits", count)
    monkeypatch.setattr(found_words, "tidied_hits", count)
    found = found_words.find_words("observations", found_words.read_choice("", ""), 1, settings().today())
    assert found.meaning and found.answer.tidied, "too few by words: looked for by meaning too"
    assert len(asked) == 1
