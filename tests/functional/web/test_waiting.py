"""While an import holds the store, who is signed in goes on reading, and who read what is still written down."""

from __future__ import annotations

import html
import json
import os
import re
import subprocess
import sys
import time
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from tests.visitors import person, visitor

from forewarned.errors import StorageError
from forewarned.settings import settings
from forewarned.web.access import Role

READS = """
import json, sqlite3, sys, time
from forewarned.web.store import open_site
open_site()
from django.contrib.auth.models import Group, User
from django.test import Client
from allauth.mfa.models import Authenticator
from forewarned.organisations.models import Organisation
from forewarned.settings import settings
from forewarned.web.api.tokens import make_token
from forewarned.web.models import AccessLog
from forewarned.web import security, waiting

Organisation.objects.create(key="named:tarn", name="Tarn Fell Minders", kind="other")
user = User.objects.create_user("quill")
user.groups.add(Group.objects.get_or_create(name="administrator")[0])
Authenticator.objects.create(user=user, type=Authenticator.Type.TOTP, data={"secret": "x"})
made = make_token(user=user, name="x", scopes=["register:read"], days=7, by="tests")
client = Client(HTTP_HOST="127.0.0.1", raise_request_exception=False)
client.force_login(user, backend="allauth.account.auth_backends.AuthenticationBackend")
PAGE = "/organisations/named:tarn/"
found = {"before": client.get(PAGE).status_code}
security.WRITTEN_EVERY = -1  # the session's note is due with every page
importing = sqlite3.connect(settings().home / "forewarned.sqlite", isolation_level=None)
importing.execute("BEGIN IMMEDIATE")
began = time.monotonic()
found["during"] = [client.get(PAGE).status_code for _ in range(3)]
bearer = {"Authorization": f"Bearer {made.secret}"}
found["program"] = Client(HTTP_HOST="127.0.0.1").get("/api/v1/organisations/named:tarn", headers=bearer).status_code
page = client.get("/access-log/").content.decode()
found["seconds"] = time.monotonic() - began
found["said"] = "wait on disk" in page
found["waiting"], found["written"] = waiting.waiting(), AccessLog.objects.count()
importing.execute("ROLLBACK")
found["after"] = client.get("/access-log/").status_code
found["then_waiting"] = waiting.waiting()
found["pages"] = list(AccessLog.objects.order_by("id").values_list("page", flat=True))
found["in_order"] = list(AccessLog.objects.order_by("at").values_list("page", flat=True))
print(json.dumps(found))
"""


@pytest.fixture
def row() -> dict[str, Any]:
    return {
        "at": datetime(2026, 2, 1, 9, 30, 0, 123456, UTC), "who": "quill", "role": "reader", "page": "report",
        "subject": "wren-hollis", "address": "/reports/wren-hollis/",
    }  # fmt: skip


@pytest.mark.sqlite_only
def test_readers_go_on_while_an_import_writes_and_every_reading_is_kept(tmp_path: Path) -> None:
    """SQLite alone lets one write at a time; PostgreSQL's readers never meet an import."""
    environment = {**os.environ, "FOREWARNED_HOME": str(tmp_path / "home"), "FOREWARNED_ACCESS": "private"}
    done = subprocess.run(
        [sys.executable, "-c", READS], env=environment, capture_output=True, text=True, timeout=100, check=False
    )
    assert done.returncode == 0, done.stderr
    found = json.loads(done.stdout.splitlines()[-1])
    assert found["before"] == found["after"] == found["program"] == 200
    assert found["during"] == [200] * 3
    assert found["seconds"] < 15, "nobody waited for the import to end, which is 20 seconds"
    assert found["said"] and (found["waiting"], found["written"]) == (5, 1)
    assert found["then_waiting"] == 0
    assert found["in_order"] == [*["organisation"] * 4, "api:organisation", *["access_log"] * 2]
    assert sorted(found["pages"]) == sorted(found["in_order"])


def test_a_row_that_was_brought_in_before_a_crash_is_not_there_twice(
    db: None, row: dict[str, Any], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from forewarned.web import waiting
    from forewarned.web.models import AccessLog

    monkeypatch.setenv("FOREWARNED_HOME", str(tmp_path))
    settings.cache_clear()
    AccessLog.objects.create(**row)
    waiting._put_aside(row)
    waiting._put_aside(row | {"who": "wren"})
    waiting.bring_in()
    assert sorted(AccessLog.objects.values_list("who", flat=True)) == ["quill", "wren"]
    assert AccessLog.objects.get(who="wren").at == row["at"] and waiting.waiting() == 0


def test_a_reading_that_can_be_kept_nowhere_is_refused(
    row: dict[str, Any], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from forewarned.web import waiting

    monkeypatch.setenv("FOREWARNED_HOME", str(tmp_path / "gone"))
    settings.cache_clear()
    monkeypatch.setattr(waiting, "when_free", lambda _write: False)
    with pytest.raises(StorageError, match="could not be written down"):
        waiting.write_read(row)


def test_a_session_that_is_over_opens_nothing_also_while_an_import_writes(
    db: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    """It cannot be taken out of the store then: this page is a visitor's, and a later one ends it."""
    from django.contrib.sessions.models import Session

    from forewarned.web import waiting

    reader = visitor(person("quill", Role.READER))
    assert reader.get("/accounts/").status_code == 200
    later, usual = time.time() + 3700, waiting.when_free
    monkeypatch.setattr("forewarned.web.security.time.time", lambda: later)
    monkeypatch.setattr(waiting, "when_free", lambda _write: False)
    key = reader.cookies["forewarned-session"].value
    assert reader.get("/accounts/").status_code == 302 and Session.objects.filter(pk=key).exists()
    monkeypatch.setattr(waiting, "when_free", usual)
    reader.cookies["forewarned-session"] = key
    assert reader.get("/accounts/").status_code == 302 and not Session.objects.filter(pk=key).exists()


def test_what_was_sent_while_an_import_writes_is_not_lost(db: None, monkeypatch: pytest.MonkeyPatch) -> None:
    """The page that says so holds the form: its button sends the same again, values with marks in them too."""
    from django.contrib.auth.models import User
    from django.db import OperationalError

    from forewarned.ledger.models import Entry
    from forewarned.web import actions

    admin, name = visitor(person("quill", Role.ADMINISTRATOR), enforce_csrf_checks=True), 'o"<wren>@'
    usual = actions.create_account

    def busy(**_: object) -> None:
        raise OperationalError("database is locked")

    def inputs(page: str) -> dict[str, str]:
        found = re.findall(r'<input type="hidden" name="([^"]*)" value="([^"]*)">', page)
        return {one: html.unescape(value) for one, value in found}

    form = inputs(admin.get("/accounts/people/").content.decode()) | {"name": name, "role": "analyst"}
    monkeypatch.setattr(actions, "create_account", busy)
    answer = admin.post("/accounts/people/", form)
    page = answer.content.decode()
    assert answer.status_code == 503 and answer["Retry-After"] == "60"
    assert "it is not lost" in page and "press the button" in page and "<wren>" not in page
    assert 'action="/accounts/people/"' in page and inputs(page) == form
    seen: list[dict[str, Any]] = []

    def free(**sent: Any) -> User:
        seen.append(sent)
        return usual(**sent | {"name": "wren"})

    monkeypatch.setattr(actions, "create_account", free)
    assert admin.post("/accounts/people/", inputs(page)).status_code == 200
    assert seen[0]["name"] == name and Entry.objects.filter(action="account.created").count() == 1


@pytest.mark.parametrize(
    ("method", "sent", "said"),
    [
        ("POST", {"csrfmiddlewaretoken": "x", "password1": "seven grey otters"}, "go back and send the form again"),
        ("POST", {"List-Unsubscribe": "One-Click"}, "go back and send the form again"),
        ("GET", {"csrfmiddlewaretoken": "x"}, "try again in a minute"),
    ],
)
def test_no_page_repeats_a_secret_or_what_this_site_did_not_ask_for(
    method: str, sent: dict[str, str], said: str
) -> None:
    from django.test import RequestFactory

    from forewarned.web.refusals import busy_page

    page = busy_page(RequestFactory().generic(method, "/") if method == "GET" else RequestFactory().post("/", sent))
    text = page.content.decode()
    assert page.status_code == 503 and said in text and "<form" not in text and "otters" not in text


def test_a_store_that_fails_outside_a_page_is_said_plainly(db: None, monkeypatch: pytest.MonkeyPatch) -> None:
    from django.contrib.sessions.backends.db import SessionStore
    from django.db import OperationalError

    reader = visitor(person("quill", Role.READER))

    def fail(*_: object, **__: object) -> None:
        raise OperationalError("could not connect to 10.0.0.7")

    monkeypatch.setattr(SessionStore, "save", fail)
    answer = reader.get("/accounts/")
    assert answer.status_code == 503 and b"The store is busy" in answer.content and b"10.0.0.7" not in answer.content
