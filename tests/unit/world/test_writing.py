"""A written world has the formats of the real sources, and the same bytes every time and everywhere."""

from __future__ import annotations

import csv
import hashlib
import io
import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from forewarned.errors import StorageError
from forewarned.world import generate
from forewarned.world.writing import files, write

SOURCE = Path(__file__).parents[3] / "src"
DIGEST = """
import hashlib
from forewarned.world import generate
from forewarned.world.writing import files
made = hashlib.sha256()
for name, content in files(generate(seed=7, reports=60), pages=PAGES):
    made.update(name.encode()); made.update(content)
print(made.hexdigest())
"""
WORLD_7 = "87acb0ba2c961c919816df63c494e1df9a90111a56505c0471bc8d6b1d98b605"
"""Digest of the world of seed 7 with 60 reports, pages left out. Change it only with the world."""
PYTHONS = sorted(Path.home().glob(".pyenv/versions/3.1[1-9]*/bin/python"))


def rows(content: bytes) -> list[list[str]]:
    return list(csv.reader(io.StringIO(content.decode("utf-8"), newline="")))


@pytest.fixture(scope="module")
def made() -> dict[str, bytes]:
    return dict(files(generate(reports=120)))


def digest(python: str, hash_seed: str, *, pages: bool) -> str:
    environment = {"PYTHONPATH": str(SOURCE), "PYTHONHASHSEED": hash_seed, "PATH": os.environ["PATH"]}
    run = subprocess.run(
        [python, "-B", "-c", DIGEST.replace("PAGES", str(pages))],
        env=environment, capture_output=True, text=True, check=True,
    )  # fmt: skip
    return run.stdout.strip()


def test_the_same_bytes_whatever_the_hash_seed() -> None:
    assert len({digest(sys.executable, seed, pages=True) for seed in ("0", "1", "4242")}) == 1


def test_the_same_bytes_on_every_python_here() -> None:
    """The digest was taken once; any Python that is installed must give it."""
    for python in [sys.executable, *map(str, PYTHONS)]:
        assert digest(python, "1", pages=False) == WORLD_7, python


def test_another_seed_is_another_world() -> None:
    def register(seed: int) -> str:
        content = dict(files(generate(seed=seed, reports=20), documents=False, pages=False))["register.csv"]
        return hashlib.sha256(content).hexdigest()

    assert register(1) == register(1) != register(2)


def test_what_is_written_is_what_files_gives(tmp_path: Path) -> None:
    world = generate(reports=20)
    paths = write(world, tmp_path)
    expected = dict(files(world))
    assert [path.as_posix() for path in paths] == sorted(expected)
    assert all((tmp_path / name).read_bytes() == content for name, content in expected.items())


def test_a_folder_that_cannot_be_written_is_a_clear_error(tmp_path: Path) -> None:
    (tmp_path / "taken").write_text("a file, not a folder")
    with pytest.raises(StorageError, match="taken"):
        write(generate(reports=20), tmp_path / "taken")


def test_csv_lines_end_as_in_the_real_files(made: dict[str, bytes]) -> None:
    for name, content in made.items():
        if name.endswith(".csv"):
            assert content.endswith(b"\r\n"), name
            assert len({len(row) for row in rows(content)}) == 1, name


def test_ods_files_have_27_columns_and_codes_no_real_body_bears(made: dict[str, bytes]) -> None:
    for name in ("organisations/etr.csv", "organisations/eccg.csv"):
        for row in rows(made[name]):
            assert len(row) == 27
            assert row[0].startswith("X9")
            assert row[9].startswith("ZZ99")


def test_the_register_lacks_what_was_withdrawn(made: dict[str, bytes]) -> None:
    world = generate(reports=120)
    addresses = {row[1] for row in rows(made["register.csv"])[1:]}
    assert addresses == {report.url for report in world.reports if not report.withdrawn}
    assert len(addresses) < len(world.reports)


def test_the_trackers_tables_differ_only_in_their_badge(made: dict[str, bytes]) -> None:
    plain, badges = rows(made["tracker/database.csv"]), rows(made["tracker/db_with_statuses.csv"])
    assert (plain[0][-1], badges[0][-1]) == ("URL", "Report URL")
    for left, right in zip(plain[1:], badges[1:], strict=True):
        assert left[1:] == right[1:]
        assert right[0].startswith("<div style=") and right[0].endswith(f">{left[0]}</div>")


def test_every_document_on_a_page_is_written(made: dict[str, bytes]) -> None:
    truth = json.loads(made["truth.json"])
    shown = {item["name"] for report in truth["reports"] for item in report["documents"] if item["published"]}
    assert {name.removeprefix("documents/") for name in made if name.endswith(".pdf")} == shown
    assert all(made[f"documents/{name}"].startswith(b"%PDF-1.4") for name in shown)


def test_every_promise_stands_in_its_letter_word_for_word(made: dict[str, bytes]) -> None:
    truth = json.loads(made["truth.json"])
    checked = 0
    for report in truth["reports"]:
        for response in report["responses"]:
            if not response["published"]:
                continue
            letter = made[f"documents/{response['documents'][0].removesuffix('.pdf')}.txt"].decode("utf-8")
            for promise in response["promises"]:
                assert promise["quote"] in letter
                checked += 1
    assert checked > 50


def test_no_slot_of_a_template_is_left_open(made: dict[str, bytes]) -> None:
    for name, content in made.items():
        if name.endswith(".txt"):
            assert b"{" not in content and b"}" not in content, name


def test_every_concern_stands_in_its_report_numbered(made: dict[str, bytes]) -> None:
    for report in json.loads(made["truth.json"])["reports"]:
        name = next(item["name"] for item in report["documents"] if item["kind"] == "report")
        text = made[f"documents/{name.removesuffix('.pdf')}.txt"].decode("utf-8")
        for concern in report["concerns"]:
            assert f"({concern['number']}) {concern['text']}" in text
        assert all(item["as_written"] in text for item in report["addressees"])


def test_the_columns_are_those_of_the_real_files(made: dict[str, bytes], shared_data: Path) -> None:
    for name in ("register.csv", "snapshots.csv"):
        with (shared_data / "pfd" / name).open(encoding="utf-8", newline="") as file:
            assert next(csv.reader(file)) == rows(made[name])[0]
    for name in ("etr.csv", "eccg.csv"):
        real = (shared_data / "organisations" / name).read_bytes()
        assert len(rows(real)[0]) == len(rows(made[f"organisations/{name}"])[0])
        codes = {row[0] for row in rows(real)}
        assert not codes & {row[0] for row in rows(made[f"organisations/{name}"])}


def test_no_name_of_the_world_is_a_real_trusts_or_commissioners(shared_data: Path) -> None:
    real = {
        row[1].casefold()
        for name in ("etr.csv", "eccg.csv")
        for row in rows((shared_data / "organisations" / name).read_bytes())
    }
    assert not {body.name.casefold() for body in generate(reports=10).bodies if not body.real} & real
