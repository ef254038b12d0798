"""The environment is read in one place, and a bad value is never passed over."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
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
    names = ("HOME", "DATABASE_URL", "TODAY", "FETCH_CONTACT", "ACTOR", "ACCESS", "HOSTS", "HTTPS", "OIDC_SERVER")
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
        ("FOREWARNED_ACCESS", "open"),
        ("FOREWARNED_HOSTS", "https://warnings.example"),
        ("FOREWARNED_HTTPS", "yes"),
        ("FOREWARNED_OIDC_SERVER", "https://sign-in.example"),
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


def test_the_site_is_open_to_the_public_until_there_are_accounts() -> None:
    found = read_settings({})
    assert (found.access, found.hosts, found.https, found.sign_in) == ("auto", (), False, None)


def test_an_organisations_own_sign_in_is_by_https_or_on_this_machine() -> None:
    rest = {"FOREWARNED_OIDC_CLIENT": "forewarned", "FOREWARNED_OIDC_SECRET": "s"}
    found = read_settings({"FOREWARNED_OIDC_SERVER": "https://sign-in.example", **rest}).sign_in
    assert found and found.name == "your organisation" and found.client == "forewarned"
    assert read_settings({"FOREWARNED_OIDC_SERVER": "http://127.0.0.1:9", **rest}).sign_in
    with pytest.raises(SettingsError):
        read_settings({"FOREWARNED_OIDC_SERVER": "http://sign-in.example", **rest})


def test_several_names_of_the_site() -> None:
    assert read_settings({"FOREWARNED_HOSTS": "A.example, b.example"}).hosts == ("a.example", "b.example")


class Watched(Mapping[str, str]):
    """An empty environment that remembers what it was asked for."""

    def __init__(self) -> None:
        self.asked: set[str] = set()

    def __getitem__(self, name: str) -> str:
        self.asked.add(name)
        raise KeyError(name)

    def __iter__(self) -> Iterator[str]:
        return iter(())

    def __len__(self) -> int:
        return 0


def test_every_variable_that_is_read_is_in_the_reference() -> None:
    environment = Watched()
    read_settings(environment)
    page = (Path(__file__).parents[2] / "docs" / "reference" / "settings.md").read_text(encoding="utf-8")
    own = {name for name in environment.asked if name.startswith("FOREWARNED_")}
    assert len(own) > 10 and not own - set(re.findall(r"FOREWARNED_[A-Z_]+", page))
