"""The environment is read in one place, and a bad value is never passed over."""

from __future__ import annotations

from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from forewarned.errors import SettingsError
from forewarned.settings import read_settings


def test_an_empty_environment_needs_no_set_up(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    found = read_settings({})
    assert found.home == tmp_path / "forewarned-data"
    assert found.database_url == ""
    assert found.log_level == "warning"
    assert found.fixed_today is None
    assert found.actor


def test_a_home_is_taken_as_a_whole_path(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HOME", "/home/someone")
    assert read_settings({"FOREWARNED_HOME": "~/evidence"}).home == Path("/home/someone/evidence")


def test_a_fixed_day_makes_a_run_repeatable() -> None:
    found = read_settings({"FOREWARNED_TODAY": "2024-06-01"})
    assert found.today() == date(2024, 6, 1)
    assert found.now() == datetime(2024, 6, 1, 12, tzinfo=UTC)


def test_an_empty_value_is_no_value() -> None:
    names = ("HOME", "DATABASE_URL", "TODAY", "FETCH_CONTACT", "ACTOR")
    blank = read_settings({f"FOREWARNED_{name}": "" for name in names})
    assert blank == read_settings({})


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("FOREWARNED_DATABASE_URL", "mysql://localhost/forewarned"),
        ("FOREWARNED_DATABASE_URL", "/var/lib/forewarned.sqlite"),
        ("FOREWARNED_TODAY", "01/06/2024"),
        ("FOREWARNED_TODAY", "today"),
        ("FOREWARNED_LOG", "loud"),
    ],
)
def test_a_bad_value_fails_with_its_name_and_what_to_do(name: str, value: str) -> None:
    with pytest.raises(SettingsError) as caught:
        read_settings({name: value})
    assert name in caught.value.what
    assert caught.value.next_step
    assert caught.value.exit_code == 3


def test_an_address_in_an_error_never_shows_its_password() -> None:
    with pytest.raises(SettingsError) as caught:
        read_settings({"FOREWARNED_DATABASE_URL": "mysql://clerk:secret@db/forewarned"})
    assert "secret" not in str(caught.value)
