"""The JSON API: the same answers as the command line, every parameter checked, errors in the same words."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from django.test import Client
from jsonschema_rs import validator_for
from tests.visitors import import_world, visitor

from forewarned.errors import BusyError, LedgerError, StorageError
from forewarned.reports.models import Report
from forewarned.reports.questions.changes import changes_since
from forewarned.reports.questions.missing import ask_missing
from forewarned.reports.questions.organisation import ask_organisation
from forewarned.reports.questions.report import ask_report
from forewarned.reports.questions.result import json_values
from forewarned.reports.questions.worklist import Show, Wanted, ask_worklist
from forewarned.web.api.problems import problem
from forewarned.web.pages.changes import INSIDE

TRUST = "ods:X9A"
PROBLEM = "application/problem+json"


@pytest.fixture
def client(db: None, tmp_path: Path) -> Client:
    import_world(tmp_path / "world")
    return visitor()


def document(client: Client) -> dict[str, Any]:
    found: dict[str, Any] = client.get("/api/v1/openapi.json").json()
    return found


def check_shape(client: Client, address: str, answer: Any) -> None:
    """``answer`` is of the shape that the OpenAPI document gives for a 200 of GET ``address``."""
    described = document(client)
    shape = described["paths"][address]["get"]["responses"]["200"]["content"]["application/json"]["schema"]
    validator_for({**shape, "components": described["components"]}).validate(answer)


def test_answers_are_those_of_the_questions(client: Client, today: date) -> None:
    report = Report.objects.exclude(ref="").order_by("key")[0]
    asked: tuple[tuple[str, str, Any], ...] = (
        ("/api/v1/organisations/{key}", f"/api/v1/organisations/{TRUST}", ask_organisation(name=TRUST, as_at=today)),
        ("/api/v1/reports/{key}", f"/api/v1/reports/{report.key}", ask_report(report=report, as_at=today)),
        ("/api/v1/missing", "/api/v1/missing?year=2018", ask_missing(as_at=today, year=2018)),
        (
            "/api/v1/duties",
            "/api/v1/duties?show=unanswered&size=7&page=2&as_at=2025-06-01",
            ask_worklist(Wanted(Show.UNANSWERED), as_at=date(2025, 6, 1), page=2, size=7),
        ),
    )
    for address, path, answer in asked:
        given = client.get(path)
        assert given.status_code == 200, (path, given.content)
        assert given.json() == json_values(answer), path
        check_shape(client, address, given.json())


def test_every_shape_is_the_one_described(client: Client) -> None:
    paths = {
        "/api/v1/organisations": "/api/v1/organisations?q=trust",
        "/api/v1/organisations/{key}/duties": f"/api/v1/organisations/{TRUST}/duties?size=3",
        "/api/v1/reports": "/api/v1/reports?ref=2018-0003",
        "/api/v1/changes": "/api/v1/changes?since=2025-01-01&size=200",
        "/api/v1/ledger/head": "/api/v1/ledger/head",
    }
    for address, path in paths.items():
        given = client.get(path)
        assert given.status_code == 200, (path, given.content)
        check_shape(client, address, given.json())


def test_pages_of_a_list_hold_every_row_once(client: Client, today: date) -> None:
    rows: list[Any] = []
    number = 1
    while True:
        given = client.get(f"/api/v1/changes?since=2020-01-01&size=50&page={number}").json()
        rows += given["changes"]
        if number == given["pages"]:
            break
        number += 1
    assert number > 1
    public = [one for one in changes_since(date(2020, 1, 1), today).changes if one.what not in INSIDE]
    assert rows == json_values(public)
    beyond = client.get(f"/api/v1/changes?since=2020-01-01&size=50&page={number + 1}")
    assert (beyond.status_code, beyond.json()["where"]) == (404, "page")
    assert client.get("/api/v1/duties?show=all&page=9999").status_code == 404


@pytest.mark.parametrize(
    ("path", "where"),
    [
        ("duties?as_at=1717200000", "as_at"),
        ("duties?as_at=2024-02-30", "as_at"),
        ("duties?as_at=2024-06-01T00:00:00", "as_at"),
        ("duties?as_at=9999-12-31", "as_at"),
        ("duties?as_at=٢٠٢٤-٠٦-٠١", "as_at"),
        ("duties?size=201", "size"),
        ("duties?size=0", "size"),
        ("duties?page=-1", "page"),
        ("duties?page=1e99", "page"),
        ("duties?show=everything", "show"),
        ("duties?kind=a%00b", "kind"),
        ("duties?organisation=" + "x" * 201, "organisation"),
        ("duties?unaswered=true", "query"),
        ("duties?kind=police&kind=fire", "kind"),
        ("missing?year=20188", "year"),
        ("reports", "ref"),
        ("reports?ref=%C2%85", "ref"),
        ("changes?since=", "since"),
        ("ledger/head?x=1", "query"),
    ],
)
def test_a_value_that_cannot_be_used_is_named_and_not_repeated(db: None, path: str, where: str) -> None:
    given = visitor().get(f"/api/v1/{path}")
    assert given.status_code == 422, given.content
    assert given.headers["Content-Type"] == PROBLEM
    said = given.json()
    assert where in said["where"]
    assert said["next_step"] and said["detail"].startswith(said["what"])
    assert "xxx" not in given.content.decode() and "errors.pydantic.dev" not in given.content.decode()


def test_what_is_not_there_is_said_in_the_words_of_the_command_line(client: Client) -> None:
    from forewarned.errors import NotFoundError
    from forewarned.organisations.questions import find_organisation

    with pytest.raises(NotFoundError) as raised:
        find_organisation("Nowhere Trust")
    given = client.get("/api/v1/organisations/Nowhere Trust")
    assert given.status_code == 404
    assert given.json()["detail"] == str(raised.value)
    for path in ("reports/nobody", "nothing/here", "ledger/entries/9999/proof/x", "duties/"):
        assert client.get(f"/api/v1/{path}").status_code == 404, path
        assert client.get(f"/api/v1/{path}").headers["Content-Type"] == PROBLEM


def test_a_refused_method_says_which_are_answered(db: None) -> None:
    given = visitor().delete("/api/v1/duties")
    assert (given.status_code, given.headers["Allow"], given.headers["Content-Type"]) == (405, "GET", PROBLEM)
    assert visitor().head("/api/v1/missing").status_code == 200


def test_a_fault_of_ours_does_not_say_where_on_the_machine() -> None:
    for error, status in (
        (StorageError("The store cannot be read", where="/srv/secret", next_step="wait"), 503),
        (LedgerError("The ledger does not verify", where="/srv/secret"), 503),
        (BusyError("An import is running"), 409),
    ):
        given = problem(error)
        assert given.status_code == status
        assert b"/srv/secret" not in given.content
        assert json.loads(given.content)["what"] == error.what


def test_a_store_that_cannot_be_reached_is_said_in_json(db: None, monkeypatch: pytest.MonkeyPatch) -> None:
    from django.db import OperationalError

    from forewarned.web.api import register

    def fail(**_: object) -> None:
        raise OperationalError("password authentication failed for user forewarned")

    monkeypatch.setattr(register, "ask_missing", fail)
    given = visitor().get("/api/v1/missing")
    assert (given.status_code, given.headers["Content-Type"]) == (503, PROBLEM)
    assert b"password" not in given.content


@pytest.mark.usefixtures("clock_stands")
def test_calls_are_counted_and_too_many_refused(db: None, monkeypatch: pytest.MonkeyPatch) -> None:
    from forewarned.web.api import limits

    monkeypatch.setattr(limits, "WITHOUT", 3)
    caller = visitor(REMOTE_ADDR="192.0.2.7")
    answers = [caller.get("/api/v1/missing") for _ in range(6)]
    refused = [one for one in answers if one.status_code == 429]
    assert len(refused) == 3
    assert 1 <= int(refused[-1].headers["Retry-After"]) <= 60
    assert visitor(REMOTE_ADDR="192.0.2.8").get("/api/v1/missing").status_code == 200


@pytest.mark.usefixtures("clock_stands")
def test_tokens_made_up_are_one_caller_and_push_no_other_count_out(db: None, monkeypatch: pytest.MonkeyPatch) -> None:
    """A new token with each call must not be a new caller each time, nor make room by pushing out other counts."""
    from django.core.cache import cache

    from forewarned.web.api import limits

    monkeypatch.setattr(limits, "WITHOUT", 3)
    cache.set("tries", 5)
    said = [
        visitor(REMOTE_ADDR="192.0.2.7").get("/api/v1/missing", headers={"Authorization": f"Bearer fwd_{one}"})
        for one in range(320)
    ]
    assert {one.status_code for one in said} == {401, 429}
    assert [one.status_code for one in said].count(401) == 3
    for address in range(400):
        visitor(REMOTE_ADDR=f"198.51.{address // 200}.{address % 200 + 1}").get("/api/v1/nothing")
    assert cache.get("tries") == 5


@pytest.mark.usefixtures("clock_stands")
@pytest.mark.parametrize(("https", "counted"), [("1", [200, 200]), ("", [200, 429])])
def test_behind_a_proxy_each_visitor_is_counted_alone(
    db: None, monkeypatch: pytest.MonkeyPatch, https: str, counted: list[int]
) -> None:
    """Only the address that the proxy itself added counts, and only where there is a proxy."""
    from django.conf import settings as site

    from forewarned.web.api import limits

    monkeypatch.setattr(limits, "WITHOUT", 1)
    monkeypatch.setattr(site, "ALLAUTH_TRUSTED_PROXY_COUNT", 1 if https else 0)
    found = [
        visitor(REMOTE_ADDR="127.0.0.1").get("/api/v1/missing", headers={"X-Forwarded-For": f"203.0.113.9, {last}"})
        for last in ("192.0.2.1", "192.0.2.2")
    ]
    assert [one.status_code for one in found] == counted


def test_the_docs_page_names_every_address_and_loads_nothing_from_elsewhere(db: None) -> None:
    page = visitor().get("/api/v1/docs/").content.decode()
    for path in document(visitor())["paths"]:
        assert path in page
    for kind in ("no-token", "not-found", "parameter", "too-many"):
        assert f'id="{kind}"' in page
    assert 'src="http' not in page
