"""Words as they come: Welsh, empty, in capitals, endless, with control characters, in answer to another report.

Each is read as far as it can be, or refused with the reason; nothing is made up and nothing breaks.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from tests.functional.conftest import Cli
from tests.functional.lessons.words import ANSWER, FERNHOLLOW, PEOPLE, QUILLSTONE, TRUST, lines, report, response

WELSH = report(
    "gwen-brynfadog",
    "2024-0501",
    "2024-03-04",
    investigation="Ar 4 Ionawr 2024 agorwyd cwest i farwolaeth Gwen Brynfadog, 44 oed.",
    circumstances="Roedd hi'n glaf ar y ward ac fe'i canfuwyd yn anymwybodol yn ei hystafell.",
    concerns="(1) Nid oedd y gwiriadau wedi'u cynnal bob awr fel y dylent.\n"
    "(2) Ni ddywedwyd wrth y teulu fod ei chyflwr wedi gwaethygu.",
)
CAPITALS = QUILLSTONE | {
    "report_url": QUILLSTONE["report_url"].replace("barnaby", "capitals"),
    "ref": "2024-0502",
    "concerns": QUILLSTONE["concerns"].upper(),
    "circumstances": QUILLSTONE["circumstances"].upper(),
}


def another(ref: str, **more: str) -> dict[str, Any]:
    """A report like the first, of its own address."""
    return FERNHOLLOW | {"report_url": FERNHOLLOW["report_url"].replace("odalys", ref), "ref": ref} | more


def verbatim() -> int:
    """Every span of the store is what it says; returns how many were checked."""
    from forewarned.lessons.models import Fact, Matter, Promise, Refusal, Theme
    from forewarned.lessons.questions.cases import load_sections

    checked = 0
    for row in Matter.objects.select_related("reading"):
        assert row.reading.values["concerns"][row.start : row.end] == row.text
        checked += 1
    for theme in Theme.objects.select_related("matter"):
        assert all(0 <= start < end <= len(theme.matter.text) for start, end in theme.words)
    sections = load_sections(None)
    for fact in Fact.objects.all():
        assert sections[fact.report_id][fact.section][fact.start : fact.end].strip()
        checked += 1
    said: list[Promise | Refusal] = [*Promise.objects.select_related("response__reading"), *Refusal.objects.all()]
    for words in said:
        assert words.response.reading is not None
        assert words.response.reading.values["response"][words.start : words.end] == words.text
        checked += 1
    return checked


def test_welsh_is_kept_as_it_stands_and_nothing_is_made_up(cli: Cli, tmp_path: Path) -> None:
    from forewarned.lessons.models import Matter

    cli("import", lines(tmp_path / "texts.jsonl", WELSH)).ok()
    assert verbatim()
    texts = list(Matter.objects.order_by("position").values_list("text", flat=True))
    assert any("gwiriadau" in text for text in texts) and any("teulu" in text for text in texts)
    told = cli("screen", "suicide or inpatient or custody", "--json").ok().json
    assert told["hits"] == [] and told["not_known"] == 1, "not known, never a no"
    assert cli("search", "gwiriadau", "--no-meaning", "--json").ok().json["hits"][0]["ref"] == WELSH["ref"]


def test_a_welsh_response(cli: Cli, tmp_path: Path) -> None:
    letter = response(FERNHOLLOW, "20 Gorffennaf 2019\n\nAnnwyl Grwner\n\nDiolch am eich adroddiad. Byddwn yn adolygu.")
    cli("import", lines(tmp_path / "t.jsonl", FERNHOLLOW), lines(tmp_path / "r.jsonl", letter)).ok()
    from forewarned.lessons.models import TextRead

    read = TextRead.objects.get(role="response")
    assert read.said_on_basis == "published", "its own day is not known: the day by which it was published stands in"
    cli("promises").ok()


@pytest.mark.parametrize("concerns", ["", "   \n\t  ", "None.", "(1)\n(2)\n(3)"])
def test_empty_sections(cli: Cli, tmp_path: Path, concerns: str) -> None:
    from forewarned.lessons.models import Matter, TextRead

    cli("import", lines(tmp_path / "texts.jsonl", another("2024-0503", concerns=concerns))).ok()
    verbatim()
    (read,) = TextRead.objects.all()
    matters = Matter.objects.filter(kind="matter").count()
    assert matters <= 1
    if not concerns.strip():
        assert read.notes == ["no concerns section is held"]
    elif not matters:
        assert read.notes == ["no matter of concern was found in its section"]


def test_all_capitals_are_read_like_the_rest(cli: Cli, tmp_path: Path) -> None:
    from forewarned.lessons.models import Matter, Theme

    cli("import", lines(tmp_path / "texts.jsonl", QUILLSTONE, CAPITALS)).ok()
    assert verbatim()
    numbers = {
        ref: list(Matter.objects.filter(report__ref=ref, kind="matter").values_list("number", flat=True))
        for ref in (QUILLSTONE["ref"], CAPITALS["ref"])
    }
    assert numbers[CAPITALS["ref"]] == numbers[QUILLSTONE["ref"]] == ["(1)", "(2)"]
    themes = set(Theme.objects.filter(matter__report__ref=CAPITALS["ref"]).values_list("code", flat=True))
    assert "observation" in themes


def test_a_paragraph_of_200_kilobytes(cli: Cli, tmp_path: Path) -> None:
    from forewarned.lessons.models import Matter

    endless = "I am concerned that observations were recorded although they had not been carried out, and that "
    long = another("2024-0504", concerns=(endless * 2100)[:200_000], circumstances=("She was a patient. " * 11_000))
    letter = response(long, "20 July 2019\n\nDear Coroner\n\n" + "We will review the policy and " * 7_000)
    cli("import", lines(tmp_path / "t.jsonl", long), lines(tmp_path / "r.jsonl", letter)).ok()
    assert verbatim()
    rows = list(Matter.objects.order_by("position"))
    assert sum(row.end - row.start for row in rows) > 199_000, "nothing of it is dropped"
    for asked in (("again",), ("promises",), ("screen", "inpatient"), ("search", "observations", "--no-meaning")):
        run = cli(*asked).ok()
        assert len(run.out) < 60_000, "a list shows the beginning of what is long"


@pytest.mark.parametrize("mark", ["\x07", "\x1b[31m", "\x0c", "\u2028", "\u200b", "\ufeff", "\u202e", "\x85"])
def test_control_characters(cli: Cli, tmp_path: Path, mark: str) -> None:
    """Kept as they stand in the text, so that offsets stay true."""
    concerns = FERNHOLLOW["concerns"].replace("Observations", f"Obser{mark}vations").replace(". The", f".{mark} The")
    one = another("2024-0505", concerns=concerns)
    cli("import", lines(tmp_path / "texts.jsonl", one)).ok()
    assert verbatim()
    assert cli("lessons", "list").ok().err == ""


def test_what_no_store_holds_is_refused_by_row(cli: Cli, tmp_path: Path) -> None:
    good = [another(f"2024-06{number:02d}") for number in range(20)]
    path = lines(tmp_path / "texts.jsonl", *good, another("2024-0506", concerns="a\x00b"))
    run = cli("import", path).ok()
    assert "a NUL or half a character" in run.out and not [name for name in PEOPLE if name in run.out + run.err]


class TestAResponseToAnotherReport:
    LETTER = response(
        QUILLSTONE,
        f"{TRUST}\n\n20 July 2019\n\nDear Coroner\n\nRegulation 28 report 2019-0777: Odalys Fernhollow\n\nThank you "
        "for your report dated 3 June 2019 on the death of Odalys Fernhollow.\n\nWe will train all staff by 1 May "
        "2020.\n",
    )

    def test_it_is_read_and_said(self, cli: Cli, tmp_path: Path) -> None:
        from forewarned.lessons.models import TextRead

        texts = lines(tmp_path / "t.jsonl", FERNHOLLOW, QUILLSTONE)
        cli("import", texts, lines(tmp_path / "r.jsonl", self.LETTER)).ok()
        notes = TextRead.objects.get(role="response").notes
        assert any("may answer another report" in note for note in notes), notes

    def test_a_file_of_no_report_is_refused(self, cli: Cli, tmp_path: Path) -> None:
        cli("import", lines(tmp_path / "t.jsonl", FERNHOLLOW)).ok()
        stray = tmp_path / "2031-0001-Response-from-Nobody.txt"
        stray.write_text("Dear Coroner, thank you for your report on a death.", encoding="utf-8")
        run = cli("import", stray)
        assert run.code == 5 and "which report this document belongs to" in run.err

    def test_a_letter_of_no_known_day(self, cli: Cli, tmp_path: Path) -> None:
        undated = ANSWER | {"response": ANSWER["response"].replace("20 July 2019\n", "")}
        cli("import", lines(tmp_path / "t.jsonl", FERNHOLLOW), lines(tmp_path / "r.jsonl", undated)).ok()
        told = cli("promises", "--json").ok().json["promises"]
        assert told and {one["said_on_basis"] for one in told} == {"published"}
        assert "published by 2026-02-01" in cli("promises").out
