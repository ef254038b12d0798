"""An import that was stopped while its words were read: answers say what waits, and the same import goes on."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from datetime import date
from pathlib import Path

import pytest
from tests.functional.conftest import Cli, Shell
from tests.functional.lessons.conftest import read, take_in
from tests.functional.lessons.words import REPORTS

WAITING = """
import sys, time
from pathlib import Path
from forewarned.store import open_store
open_store(create=True)
from forewarned.lessons.actions import reading
here = Path(sys.argv[1])
def instead(**named):
    here.touch()
    time.sleep(60)
reading.group_lessons = instead
sys.argv = ["forewarned", *sys.argv[2:]]
from forewarned.cli import main
main()
"""


def rest() -> str:
    from forewarned.lessons.questions.rest import rest_of

    return rest_of(date(2025, 6, 1)).sentence()


def test_what_came_in_and_is_not_read_is_told_and_the_same_import_reads_it(
    cli: Cli, texts: Path, responses: Path
) -> None:
    take_in(texts, responses)
    said = cli("again").ok().out
    assert f"{len(REPORTS)} reports and 1 response wait to be read" in said and "lessons read" in said
    assert "The words of no report are held" not in said
    out = cli("import", texts, responses).ok().out
    assert "unchanged" in out and f"Read: the words of {len(REPORTS)} reports and 1 response." in out
    assert "wait to be" not in cli("again").ok().out
    assert "Read: " not in cli("import", texts, responses).ok().out


@pytest.mark.django_db
def test_read_but_not_joined_is_told(texts: Path) -> None:
    from forewarned.lessons.models import Grouped, Lesson, Matter, TextRead

    take_in(texts)
    assert f"{len(REPORTS)} reports wait to be read" in rest()
    read()
    assert "wait" not in rest()
    held = Matter.objects.filter(kind="matter").values("report").distinct().count()
    assert f"matters of concern stand in {held} of them" in rest()
    one = Lesson.objects.filter(in_force=True).order_by("id")[0].members.order_by("id")[0]
    one.delete()
    assert "Matters wait to be joined into lessons" in rest()
    Grouped.objects.all().delete()
    assert "Matters wait to be joined into lessons" in rest()
    TextRead.objects.filter(role="report").update(rules="older")
    assert f"{len(REPORTS)} reports wait to be read" in rest()


def test_stopped_by_ctrl_c_it_says_how_to_go_on_and_goes_on(shell: Shell, tmp_path: Path, texts: Path) -> None:
    here = tmp_path / "here"
    process = subprocess.Popen(
        [sys.executable, "-c", WAITING, str(here), "import", str(texts)],
        env={**os.environ, **shell.environment},
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )
    deadline = time.monotonic() + 60
    while not here.exists() and time.monotonic() < deadline:
        time.sleep(0.05)
    process.send_signal(signal.SIGINT)
    _, err = process.communicate(timeout=60)
    assert process.returncode == 130
    assert err.strip() == "Stopped. What was finished is kept; run the same command again to go on."
    assert "wait to be joined" in shell("lessons", "list").ok().out
    shell("import", texts).ok()
    told = shell("lessons", "list").ok().out
    assert "wait to be joined" not in told and "2 reports" in told


def test_a_register_alone_has_no_words_to_read(cli: Cli, tmp_path: Path) -> None:
    from tests import sheets

    assert "Read: " not in cli("import", sheets.register(tmp_path / "register.csv")).ok().out


def test_each_refused_file_comes_with_what_to_do_next(cli: Cli, tmp_path: Path, texts: Path) -> None:
    for name in ("one.pdf", "two.pdf"):
        (tmp_path / name).write_bytes(b"%PDF-1.4 broken")
    run = cli("import", texts, tmp_path / "one.pdf", tmp_path / "two.pdf")
    assert run.code == 5
    assert "two.pdf: refused: " in run.out and "Next: " in next(
        line for line in run.out.splitlines() if line.startswith("two.pdf: refused")
    )
    assert "one.pdf" in run.err and "Next: " in run.err
