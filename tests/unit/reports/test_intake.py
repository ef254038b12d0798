"""Which files are taken: kinds told by content, archives never opened, links never followed."""

from __future__ import annotations

import os
import tempfile
import tracemalloc
import zipfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from tests import sheets

from forewarned.errors import InputError
from forewarned.reports.actions.intake import check_unchanged, find, sha256_of
from forewarned.world import failures


def refused(*paths: Path) -> InputError:
    with pytest.raises(InputError) as caught:
        find(paths)
    assert caught.value.exit_code == 5 and caught.value.where and caught.value.next_step
    return caught.value


@pytest.mark.parametrize(
    ("name", "start", "what"),
    [
        ("register.xlsx", b"PK\x03\x04\x14\0\x06\0", "a zip archive or spreadsheet"),
        ("register.csv", b"PK\x03\x04\x14\0\x06\0", "a zip archive or spreadsheet"),
        ("register.xls", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "an old spreadsheet"),
        ("register.csv.gz", b"\x1f\x8b\x08\0", "a gzip archive"),
        ("scan.png", b"\x89PNG\r\n\x1a\n", "a picture"),
        ("scan.jpg", b"\xff\xd8\xff\xe0", "a picture"),
        ("store.sqlite", b"SQLite format 3\0", "an SQLite database"),
        ("register.parquet", b"PAR1\x15\x04", "a Parquet file"),
        ("register.csv", b"", "an empty file"),
    ],
)
def test_a_wrong_kind_of_file_is_named(tmp_path: Path, name: str, start: bytes, what: str) -> None:
    path = tmp_path / name
    path.write_bytes(start + bytes(range(256)) * 40 if start else b"")
    error = refused(path)
    assert what in error.what and error.where == name
    assert refused(tmp_path).what == "Nothing in this folder can be imported"


@pytest.mark.parametrize(
    "content", [b"hello", b"a,b,c\n1,2,3\n", b"{}", b"\0" * 99, b'"', b"\xff\xfe", b"\xef\xbb\xbf"]
)
def test_what_is_of_no_kind_is_refused(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "thing.csv"
    path.write_bytes(content)
    assert "no kind" in refused(path).what


def test_a_zip_bomb_is_never_unpacked(tmp_path: Path) -> None:
    bomb = failures.zip_bomb(tmp_path / "register.csv").path
    assert zipfile.ZipFile(bomb).getinfo("register.csv").file_size == 200 * 1_048_576
    find([sheets.register(tmp_path / "warm.csv")])
    tracemalloc.start()
    try:
        assert "zip archive" in refused(bomb).what
        assert tracemalloc.get_traced_memory()[1] < 2_000_000
    finally:
        tracemalloc.stop()


@pytest.mark.parametrize("column", ["ref", "report_url", "date_of_report", "sent_to", "sent_to_scraped"])
def test_a_register_that_lacks_a_column_is_told_which(world_files: Path, tmp_path: Path, column: str) -> None:
    error = refused(failures.without_column(world_files / "register.csv", tmp_path / "r.csv", column).path)
    assert error.what == f"This looks like the shared register of reports but has no column {column}"
    assert error.where == "r.csv, row 1"


@pytest.mark.parametrize(("mark", "name"), [(";", "semicolons"), ("\t", "tabs")])
def test_other_separators_are_told(tmp_path: Path, mark: str, name: str) -> None:
    path = sheets.register(tmp_path / "r.csv")
    path.write_text(path.read_text().replace(",", mark), encoding="utf-8-sig")
    assert name in refused(path).what


def test_a_damaged_table_in_a_folder_is_not_passed_over(tmp_path: Path) -> None:
    sheets.register(tmp_path / "good.csv")
    sheets.write(tmp_path / "bad.csv", [], [name for name in sheets.COLUMNS if name != "sent_to"])
    assert refused(tmp_path).where == "bad.csv, row 1"


def test_unknown_and_hidden_files_and_links_in_a_folder(tmp_path: Path) -> None:
    folder = tmp_path / "given"
    (folder / "sub").mkdir(parents=True)
    sheets.register(folder / "sub" / "register.csv")
    sheets.register(folder / ".hidden.csv")
    (folder / "notes.txt").write_text("notes")
    (folder / "round").symlink_to(folder)
    (folder / "self").symlink_to(folder / "self")
    (folder / "link.csv").symlink_to(folder / "sub" / "register.csv")
    os.mkfifo(folder / "pipe.csv")
    found, aside = find([folder])
    assert [one.name for one in found] == ["register.csv"]
    assert sorted(path.name for path in aside) == ["link.csv", "notes.txt", "round", "self"]


def test_a_link_given_by_name_is_followed_and_a_circle_refused(tmp_path: Path) -> None:
    link, circle = tmp_path / "link.csv", tmp_path / "circle.csv"
    link.symlink_to(sheets.register(tmp_path / "register.csv"))
    assert [one.kind for one in find([link])[0]] == ["register"]
    circle.symlink_to(circle)
    assert "cannot be read" in refused(circle).what


def test_the_same_file_given_twice_is_taken_once(tmp_path: Path) -> None:
    path = sheets.register(tmp_path / "register.csv")
    assert len(find([path, path, tmp_path])[0]) == 1


@pytest.mark.parametrize(
    ("path", "what"),
    [
        (Path("/no/such/file.csv"), "There is no such file or folder"),
        (Path("/tmp/" + "x" * 5000), "This cannot be read"),
        (Path("/dev/null"), "a device or a pipe"),
    ],
)
def test_paths_that_are_no_files(path: Path, what: str) -> None:
    assert what in refused(path).what


def test_a_file_the_disk_cannot_give(tmp_path: Path) -> None:
    assert "cannot be read" in refused(Path("/proc/self/mem")).what


@contextmanager
def without_rights() -> Iterator[Path]:
    """A folder others may enter, and this process without root's right to read everything."""
    root = os.geteuid() == 0
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        folder.chmod(0o755)
        find([sheets.register(folder / "warm.csv")])  # what is imported on use is imported by now
        try:
            yield folder
        finally:
            if root:
                os.seteuid(0)


def test_permission_denied_is_told_for_a_file_and_for_a_folder_within() -> None:
    with without_rights() as folder:
        (folder / "shut").mkdir()
        sheets.register(folder / "register.csv").chmod(0)
        (folder / "shut").chmod(0)
        if os.geteuid() == 0:
            os.seteuid(65534)
        assert "Permission denied" in refused(folder / "register.csv").what
        assert "Permission denied" in refused(folder / "shut" / "register.csv").what
        assert "Permission denied" in refused(folder).what
        if os.getuid() == 0:
            os.seteuid(0)
        (folder / "shut").chmod(0o755)


def test_names_are_told_in_one_plain_line(tmp_path: Path) -> None:
    for name in (b"line\nbreak.csv", b"bytes\xff\xfe.csv", b"colour\x1b[31m.csv", "ümläut ’ .csv".encode()):
        path = tmp_path / os.fsdecode(name)
        sheets.register(path)
        (candidate,) = find([path])[0]
        assert candidate.name.isprintable() and candidate.name.encode()
        path.unlink()


def test_pages_of_one_name_are_told_apart_by_their_folders(world_files: Path, tmp_path: Path) -> None:
    pages = sorted((world_files / "pages").glob("*.html"))[:2]
    for page, sub in zip(pages, ("a", "b"), strict=True):
        (tmp_path / sub).mkdir()
        (tmp_path / sub / "index.html").write_bytes(page.read_bytes())
    assert [one.name for one in find([tmp_path])[0]] == ["a/index.html", "b/index.html"]


def test_organisation_codes_come_first_and_snapshots_last(world_files: Path) -> None:
    paths = [world_files / "snapshots.csv", world_files / "register.csv", world_files / "organisations"]
    kinds = [one.kind for one in find(paths)[0]]
    assert kinds == ["bodies", "ods", "ods", "register", "snapshots"]


def test_a_changed_or_vanished_file_is_told(tmp_path: Path) -> None:
    path = sheets.register(tmp_path / "register.csv")
    before = sha256_of(path)
    check_unchanged(path, before)
    sheets.register(path, rows=11)
    with pytest.raises(InputError, match="changed while it was being imported"):
        check_unchanged(path, before)
    path.unlink()
    with pytest.raises(InputError, match="cannot be read"):
        sha256_of(path)
