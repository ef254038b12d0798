"""Logs count; they never quote."""

from __future__ import annotations

import json
import logging
import subprocess
import sys
from collections.abc import Iterator
from datetime import date

import pytest

from forewarned import log


@pytest.fixture
def configured(capsys: pytest.CaptureFixture[str]) -> Iterator[None]:
    """Events are written to the standard error that the test reads; logging is put back afterwards."""
    logger = logging.getLogger("forewarned")
    before = logger.handlers[:], logger.level, logger.propagate
    log.configure("info")
    yield
    logger.handlers[:], logger.level, logger.propagate = before


def logged(capsys: pytest.CaptureFixture[str]) -> list[dict[str, object]]:
    out, err = capsys.readouterr()
    assert out == "", "standard output is for answers"
    return [json.loads(line) for line in err.splitlines()]


@pytest.mark.usefixtures("configured")
def test_an_event_is_one_line_of_json(capsys: pytest.CaptureFixture[str]) -> None:
    log.event("import.done", kind="register", rows=5900, seconds=1.5, as_of=date(2025, 7, 31), entry=None)
    (line,) = logged(capsys)
    assert str(line.pop("at")).endswith("+00:00")
    assert line == {
        "level": "info",
        "event": "import.done",
        "kind": "register",
        "rows": 5900,
        "seconds": 1.5,
        "as_of": "2025-07-31",
        "entry": None,
    }


@pytest.mark.usefixtures("configured")
def test_a_level_below_the_chosen_one_is_not_written(capsys: pytest.CaptureFixture[str]) -> None:
    log.event("fetch.waited", level="debug", seconds=1)
    log.event("fetch.refused", level="warning", status=503)
    assert [line["event"] for line in logged(capsys)] == ["fetch.refused"]


WORDS = [
    "Orla Vantongeren",
    "2024-0001 and more",
    "x" * 65,
    "",
    "line\nbreak",
    "é",
    float("nan"),
    ["a"],
    b"a",
]


@pytest.mark.usefixtures("configured")
@pytest.mark.parametrize("value", WORDS)
def test_words_of_a_record_fail_a_test_and_are_withheld_outside_it(
    value: object, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    with pytest.raises(ValueError, match=r"^name: "):
        log.event("import.done", name=value)  # type: ignore[arg-type]
    monkeypatch.setattr(log, "strict", False)
    log.event("import.done", name=value)  # type: ignore[arg-type]
    (line,) = logged(capsys)
    assert line["name"] == "withheld"


def test_a_fact_is_checked_in_tests_even_when_nothing_is_written() -> None:
    with pytest.raises(ValueError, match="never a record's words"):
        log.event("import.done", level="debug", name="Orla Vantongeren")


@pytest.mark.parametrize("name", ["Import done", "", "x" * 65])
def test_an_event_has_a_short_code_for_a_name(name: str) -> None:
    with pytest.raises(ValueError, match="short code"):
        log.event(name)


def test_a_fact_cannot_take_the_place_of_what_every_event_has() -> None:
    with pytest.raises(ValueError, match="names that every event has"):
        log.event("import.done", at=1)


@pytest.mark.usefixtures("configured")
def test_a_message_not_made_here_shows_only_where_it_came_from(capsys: pytest.CaptureFixture[str]) -> None:
    try:
        raise RuntimeError("Orla Vantongeren")
    except RuntimeError:
        logging.getLogger("forewarned.reports").exception("could not read %s", "Orla Vantongeren")
    _, err = capsys.readouterr()
    assert "Vantongeren" not in err
    assert json.loads(err)["event"] == "unstructured"


def test_a_library_prints_nothing_until_it_is_asked() -> None:
    program = "from forewarned import log; log.event('import.done', level='error', rows=1)"
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    assert (done.stdout, done.stderr) == ("", "")
