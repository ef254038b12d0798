"""Files as they really come: read right, or refused with what, where and the next step. Never a name of the dead."""

from __future__ import annotations

import codecs
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from tests import sheets

from forewarned.errors import InputError
from forewarned.world import failures

if TYPE_CHECKING:
    from tests.functional.conftest import Cli, Run

Edit = Callable[[list[sheets.Row]], list[sheets.Row]]


def nothing_personal(run: Run) -> None:
    """No traceback, and none of the dead in anything printed or logged."""
    text = run.out + run.err
    assert "Traceback" not in text
    for name in sheets.PEOPLE:
        assert name not in text and name.split()[-1] not in text


def refused(cli: Cli, path: Path, code: int = InputError.exit_code) -> str:
    """Import ``path``, which must be refused with ``code`` and leave no reading; what was said of it."""
    from forewarned.reports.models import Reading

    before = Reading.objects.count()
    run = cli("import", path)
    nothing_personal(run)
    assert run.code == code, run.out + run.err
    assert "Error: " in run.err and "Where: " in run.err and "Next: " in run.err
    assert Reading.objects.count() == before
    return run.err


def taken(cli: Cli, path: Path) -> dict[str, object]:
    """Import ``path``, which must be taken; its outcome."""
    run = cli("import", path, "--json")
    nothing_personal(run)
    (outcome,) = run.ok().json["outcomes"]
    assert outcome["status"] == "done"
    return dict(outcome)


def names() -> list[str]:
    from forewarned.reports.models import Report

    return sorted(Report.objects.exclude(deceased_name="").values_list("deceased_name", flat=True))


WRONG: dict[str, bytes] = {
    "spreadsheet.xlsx": b"PK\x03\x04\x14\0\x06\0" + bytes(range(256)),
    "report.pdf": b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n1 0 obj",
    "register.csv.gz": b"\x1f\x8b\x08\0\0\0\0\0" + bytes(range(256)),
    "scan.png": b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR",
    "empty.csv": b"",
    "letter.txt": b"Dear sir, Wilfrid Quennelmoor, yours",
}


@pytest.mark.parametrize("name", WRONG)
def test_the_wrong_kind_of_file(cli: Cli, tmp_path: Path, name: str) -> None:
    path = tmp_path / name
    path.write_bytes(WRONG[name])
    assert f"Where: {name}" in refused(cli, path)


def test_a_folder_of_nothing_known(cli: Cli, tmp_path: Path) -> None:
    (tmp_path / "given").mkdir()
    for name, content in WRONG.items():
        if name != "report.pdf":  # by its first bytes a document, although a broken one
            (tmp_path / "given" / name).write_bytes(content)
    assert "Nothing in this folder can be imported" in refused(cli, tmp_path / "given")


def test_an_error_page_under_the_registers_name(cli: Cli, tmp_path: Path) -> None:
    refused(cli, failures.error_page(tmp_path / "register.csv").path)


def test_nothing_of_a_command_is_taken_when_a_path_of_it_is_wrong(cli: Cli, tmp_path: Path) -> None:
    from forewarned.reports.models import Import

    run = cli("import", sheets.register(tmp_path / "register.csv"), tmp_path / "absent.csv")
    assert run.code == InputError.exit_code == 5 and not Import.objects.exists()


DAMAGED: dict[str, tuple[Callable[[bytes], bytes], str]] = {
    "cut in a quoted cell": (lambda raw: raw + b'2024-0099,"cut', "stops being CSV"),
    "cut in a row": (lambda raw: raw + b"2024-0099,https://www.judiciary.uk/publications/jo-ne", "the header has 14"),
    "a cell too many": (lambda raw: raw.replace(b",2024-04-03,", b",2024-04-03,x,", 1), "row 3"),
    "a byte of no letter": (lambda raw: raw.replace(b"Isaura", b"Isa\x81ra", 1), "line 5"),
    "a nul": (lambda raw: raw.replace(b"Isaura", b"Isa\0ra", 1), "line 5"),
    "a very long cell": (lambda raw: raw.replace(b"Isaura", b"I" * 200_000, 1), "a field is too long"),
    "a repeated column": (lambda raw: raw.replace(b",coroner_name,", b",coroner_area,", 1), "Repeated column"),
    "a column gone": (lambda raw: raw.replace(b",sent_to,", b",sent,", 1), "has no column sent_to"),
    "semicolons": (lambda raw: raw.replace(b",", b";"), "separated by semicolons"),
    "a header and nothing else": (lambda raw: raw.split(b"\r\n")[0] + b"\r\n", "not one usable row"),
}


@pytest.mark.parametrize("damage", DAMAGED)
def test_a_damaged_register_is_refused_and_the_place_named(cli: Cli, tmp_path: Path, damage: str) -> None:
    change, said = DAMAGED[damage]
    path = sheets.register(tmp_path / "register.csv")
    path.write_bytes(change(path.read_bytes()))
    assert said in refused(cli, path)


def test_a_refusal_is_in_the_ledger_and_in_the_imports(cli: Cli, tmp_path: Path) -> None:
    from forewarned.ledger.models import Entry
    from forewarned.reports.models import Import

    path = sheets.register(tmp_path / "register.csv")
    path.write_bytes(path.read_bytes() + b'2024-0099,"cut')
    refused(cli, path)
    row, entry = Import.objects.get(), Entry.objects.get()
    assert (row.status, row.ledger_entry, entry.action) == ("refused", entry.seq, "import.refused")
    assert "stops being CSV" in row.messages[0] and row.sha256 in entry.body


ENCODED: dict[str, Callable[[str], bytes]] = {
    "utf-8": lambda text: text.encode(),
    "utf-8 with its mark": lambda text: codecs.BOM_UTF8 + text.encode(),
    "utf-16": lambda text: text.encode("utf-16"),
    "windows-1252": lambda text: text.encode("cp1252"),
    "lines of both": lambda text: b"\n".join(
        line.encode("cp1252" if place % 2 else "utf-8") for place, line in enumerate(text.split("\n"))
    ),
    "both in one line": lambda text: text.replace("Zoë", "Zo\xeb").encode().replace("Orlá".encode(), b"Orl\xe1"),
}


@pytest.mark.parametrize("encoding", ENCODED)
def test_names_come_through_every_encoding(cli: Cli, tmp_path: Path, encoding: str) -> None:
    rows = [sheets.report(1, deceased_name="Zoë Quill’s–Orlá"), sheets.report(2, deceased_name="Orlá O’Nemo Zoë")]
    path = sheets.write(tmp_path / "register.csv", rows)
    path.write_bytes(ENCODED[encoding](path.read_text(encoding="utf-8")))
    assert taken(cli, path)["new"] == 2
    assert names() == ["Orlá O’Nemo Zoë", "Zoë Quill’s–Orlá"]


def test_line_breaks_control_characters_and_long_cells_are_kept(cli: Cli, tmp_path: Path) -> None:
    from forewarned.reports.models import Reading

    odd = {
        "sent_to_scraped": "One Ltd\r\nTwo Ltd",
        "coroner_name": "Ada\x1b[31m\x07\x0b Quill",
        "pdf_url": "x" * 100_000,
    }
    taken(cli, sheets.write(tmp_path / "register.csv", [sheets.report(1, **odd)]))
    values = Reading.objects.get(event="state").values
    assert values["sent_to"] == "One Ltd\r\nTwo Ltd" and values["coroner_name_corrected"] == odd["coroner_name"]
    assert len(values["pdf_url"]) == 100_000


def test_fields_longer_than_their_columns_are_the_same_on_every_engine(cli: Cli, tmp_path: Path) -> None:
    long = dict.fromkeys(("ref", "deceased_name", "coroner_name", "coroner_area", "sent_to_scraped"), "Q" * 5000)
    assert taken(cli, sheets.write(tmp_path / "register.csv", [sheets.report(1, **long)]))["new"] == 1


def test_an_address_too_long_to_keep_is_a_row_refused(cli: Cli, tmp_path: Path) -> None:
    rows = [sheets.report(1), sheets.report(2, report_url=f"{sheets.SITE}/{'x' * 500}/")]
    outcome = taken(cli, sheets.write(tmp_path / "register.csv", rows))
    assert (outcome["new"], outcome["refused"]) == (1, 1) and "row 3, report_url" in str(outcome["messages"])


def test_rows_given_twice_count_once(cli: Cli, tmp_path: Path) -> None:
    good = sheets.register(tmp_path / "good.csv")
    outcome = taken(cli, failures.repeated_rows(good, tmp_path / "register.csv", every=4).path)
    assert (outcome["rows"], outcome["new"], outcome["refused"]) == (13, 10, 0)
    assert outcome["messages"] == ["3 rows repeat another word for word and counted once"]


def test_two_rows_of_one_page_that_differ_keep_the_first_and_tell(cli: Cli, tmp_path: Path) -> None:
    from forewarned.reports.models import Report

    rows = [
        sheets.report(1),
        sheets.report(2),
        sheets.report(1, deceased_name="Ottoline Varrowby", replies_2025_07_31="2"),
    ]
    outcome = taken(cli, sheets.write(tmp_path / "register.csv", rows))
    assert (outcome["rows"], outcome["new"], outcome["refused"]) == (3, 2, 1)
    assert str(outcome["messages"]).count("row 4, report_url: the same page as row 2") == 1
    assert Report.objects.get(ref="2024-0001").deceased_name == "Wilfrid Quennelmoor"


def test_blank_and_shared_references_leave_every_report_its_own(cli: Cli, tmp_path: Path) -> None:
    from forewarned.reports.models import Report

    rows = [sheets.report(n, ref="" if n < 3 else "2024-0009") for n in range(1, 6)]
    outcome = taken(cli, sheets.write(tmp_path / "register.csv", rows))
    assert Report.objects.count() == 5 and Report.objects.filter(ref="2024-0009").count() == 3
    assert "ref is blank in 2 rows" in str(outcome["messages"])
    assert "1 reference is shared by 3 rows (for example 2024-0009)" in str(outcome["messages"])


def test_rows_that_cannot_be_used_are_counted_and_too_many_refuse_the_file(cli: Cli, tmp_path: Path) -> None:
    rows = [sheets.report(number) for number in range(1, 41)]
    for place in (3, 7):
        rows[place]["report_url"] = rows[place]["deceased_name"]
    assert taken(cli, sheets.write(tmp_path / "some.csv", rows))["refused"] == 2
    for row in rows[:20]:
        row["report_url"] = row["deceased_name"]
    assert "20 of 40 rows cannot be used" in refused(cli, sheets.write(tmp_path / "many.csv", rows), code=6)


def test_columns_that_slipped_show_no_name_as_a_reference(cli: Cli, tmp_path: Path) -> None:
    rows = [sheets.report(number, ref=sheets.PEOPLE[number - 1]) for number in range(1, 6)]
    taken(cli, sheets.write(tmp_path / "register.csv", rows))
    for row in rows:
        row["sent_to"] = ""
    assert "sent_to_corrected emptied in 5" in refused(cli, sheets.write(tmp_path / "later.csv", rows), code=6)


def test_a_file_that_changes_while_it_is_read_is_refused(
    cli: Cli, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from forewarned.reports.actions import taking

    path, read = sheets.register(tmp_path / "register.csv"), taking.take

    def and_then(candidate: object) -> object:
        found = read(candidate)  # type: ignore[arg-type]
        sheets.register(path, rows=12)
        return found

    monkeypatch.setattr("forewarned.reports.actions.readings.take", and_then)
    assert "changed while it was being imported" in refused(cli, path)
    monkeypatch.undo()
    monkeypatch.setenv("FOREWARNED_HOME", str(cli.home))
    assert taken(cli, path)["new"] == 12


def test_a_file_that_vanishes_before_it_is_read_is_refused(
    cli: Cli, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from forewarned.reports.actions.intake import find

    path = sheets.register(tmp_path / "register.csv")

    def and_gone(paths: list[Path]) -> object:
        found = find(paths)
        path.unlink()
        return found

    monkeypatch.setattr("forewarned.reports.actions.importing.find", and_gone)
    assert "cannot be read (No such file or directory)" in refused(cli, path)


@pytest.mark.parametrize(
    "name", [b"line\nbreak.csv", b"bytes\xff.csv", b"\x1b[31mred.csv", b"-x [bold].csv", "ïß’.csv".encode()]
)
def test_files_of_strange_names(cli: Cli, tmp_path: Path, name: bytes) -> None:
    import os

    path = tmp_path / os.fsdecode(name)
    sheets.register(path)
    run = cli("import", path).ok()
    assert "\x1b" not in run.out
    assert taken(cli, sheets.register(tmp_path / "other.csv", rows=11))["new"] == 1


def test_the_command_prints_what_became_of_each_row(cli: Cli, tmp_path: Path) -> None:
    path = sheets.register(tmp_path / "register.csv")
    cli("import", path).ok()
    rows = sheets.read(path)[1]
    rows[0]["coroner_name"] = "Someone Else"
    rows += [sheets.report(11), sheets.report(12), sheets.report(13, report_url="")]
    run = cli("import", sheets.write(path, rows)).ok()
    (line,) = [line.split() for line in run.out.splitlines() if "register.csv   " in line]
    assert line == ["register.csv", "register", "done", "13", "2", "1", "9", "1"]
    assert "register.csv: row 14, report_url: no page address" in run.out
    assert "3 reports worked out again" in run.out


def test_the_json_of_an_import_is_stable(cli: Cli, tmp_path: Path) -> None:
    run = cli("import", sheets.register(tmp_path / "register.csv"), "--json").ok()
    assert run.json == {
        "outcomes": [
            {
                "name": "register.csv", "kind": "register", "status": "done", "rows": 10, "new": 10, "changed": 0,
                "unchanged": 0, "refused": 0, "lost": 0, "emptied": 0, "messages": [], "ledger_entry": 0, "error": None,
            }
        ],
        "aside": [],
    }  # fmt: skip


BODIES = "key,kind,services,opened,closed,names,aliases,into\r\n"


@pytest.mark.parametrize(
    ("row", "said"),
    [
        ("body:a,company,,,,Quillsteer\0 Ltd,,\r\n", "There is a NUL here"),
        (f"body:{'a' * 200},company,,,,Quillsteer Ltd,,\r\n", "A key has more than"),
        (f"body:a,company,,,,{'Q' * 200_000},,\r\n", "stops being CSV"),
        ("body:a,company,,soon,,Quillsteer Ltd,,\r\n", "A day is not written YYYY-MM-DD"),
        (",company,,,,Quillsteer Ltd,,\r\n", "A body has no key"),
    ],
)
def test_bodies_of_ones_own_that_cannot_be_used(cli: Cli, tmp_path: Path, row: str, said: str) -> None:
    path = tmp_path / "bodies.csv"
    path.write_text(BODIES + row, encoding="utf-8", newline="")
    assert said in refused(cli, path)
