"""The whole site against what is thrown at sites: every page it has, found by walking and from its own list."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import transaction
from django.test import Client
from django.urls import reverse
from tests.crawling import faults, fetch, walk
from tests.visitors import import_world, person, visitor

from forewarned.reports.models import Import
from forewarned.web.access import Role
from forewarned.web.urls import PATHS

HUGE = "99999999999999999999999999"
BY_TOKEN = {"digest_stop"}
"""A mail program posts here without a form of ours (RFC 8058): the token in the address is the permission."""
ARGUMENTS = {"key": "x", "pk": 1, "token_id": 1, "token": "x", "what": "undated", "provider_id": "x"}


@pytest.fixture
def world(db: None, tmp_path: Path) -> None:
    import_world(tmp_path / "world")


def starts() -> list[str]:
    plain = [f"/{one.route}" for one in PATHS if "<" not in one.route and "GET" in one.methods]
    return [address for address in plain if "sign-out" not in address]


def addresses(method: str) -> dict[str, str]:
    """By name, an address of each page that answers the method."""
    found = {}
    for one in PATHS:
        if method in one.methods:
            wanted = {name: value for name, value in ARGUMENTS.items() if f":{name}>" in one.route}
            found[one.name] = reverse(one.name, kwargs=wanted)
    return found


@pytest.mark.parametrize("role", [None, Role.ADMINISTRATOR], ids=["anybody", "administrator"])
def test_every_page_has_its_headers_and_nothing_written_into_it(role: Role | None, world: None) -> None:
    client = visitor(person("quill", role) if role else None)
    wrong: dict[str, Any] = {}
    pages = 0
    for seen in walk(client, [*starts(), "/nothing/here", "/imports/0/"], most=160):
        policy = seen.headers.get("Content-Security-Policy", "")
        kept = seen.headers.get("Cache-Control", "")
        found = [
            name
            for name, fine in {
                "policy": "default-src 'none'" in policy and "unsafe" not in policy and "*" not in policy,
                "nosniff": seen.headers.get("X-Content-Type-Options") == "nosniff",
                "frames": seen.headers.get("X-Frame-Options") == "DENY",
                "referrer": seen.headers.get("Referrer-Policy") == "same-origin",
                "opener": seen.headers.get("Cross-Origin-Opener-Policy") == "same-origin",
                "kept": role is None or "no-store" in kept,
                "status": seen.status in (200, 302, 403, 404, 405),
            }.items()
            if not fine
        ]
        if seen.is_page:
            pages += 1
            found += faults(seen)
        if found:
            wrong[seen.address] = [seen.status, *found]
    assert not wrong, json.dumps(wrong, indent=1)
    assert pages > 50


def test_every_form_needs_its_own_mark(world: None) -> None:
    """Cross-site request forgery: a post without the token of a page of ours is refused, whoever sends it."""
    client = visitor(person("quill", Role.ADMINISTRATOR), enforce_csrf_checks=True)
    posts = {name: address for name, address in addresses("POST").items() if name not in BY_TOKEN}
    answers = {name: client.post(address).status_code for name, address in posts.items()}
    assert set(answers.values()) == {403}, {name: status for name, status in answers.items() if status != 403}
    assert len(answers) > 20


def test_a_post_with_nothing_or_too_much_in_it_is_no_fault_of_ours(world: None) -> None:
    junk = dict.fromkeys(("name", "stop", "do", "role", "key", "organisation", "every", "days"), f"{HUGE}²\x00<é")
    wrong = []
    for name, address in addresses("POST").items():
        for body in ({}, junk, {**junk, "stop": "²", "every": "7", "due_within": HUGE}, {"stop": HUGE}):
            with transaction.atomic():
                if visitor(person("quill", Role.ADMINISTRATOR)).post(address, body).status_code >= 500:
                    wrong.append((name, body))
                transaction.set_rollback(True)
    assert not wrong, wrong


def test_numbers_that_no_database_holds_are_no_fault_of_ours(world: None) -> None:
    client = visitor(person("quill", Role.ADMINISTRATOR))
    asked = (
        f"/imports/{HUGE}/", f"/imports/{HUGE}/proof.json", f"/accounts/people/{HUGE}/", f"/duties/?page={HUGE}",
        f"/duties/?due_within={HUGE}", "/duties/?due_within=-1", "/duties/?due_within=²", f"/missing/?year={HUGE}",
        "/missing/?year=²", f"/changes/?page={HUGE}", "/changes/?since=0001-01-01", "/duties/?as_at=0001-01-01",
        "/duties/?as_at=9999-12-31", "/duties.ics?as_at=9999-12-31", "/organisations/ods:X9A/?as_at=0001-01-01",
        "/organisations/ods:X9A/?as_at=9999-12-31", "/changes/?since=9999-12-31&as_at=9999-12-31", "/?since=x",
        f"/api/v1/ledger/entries/{HUGE}/proof", f"/api/v1/duties?page={HUGE}", f"/access-log/?page={HUGE}",
        "/quality/?as_at=9999-12-31", "/missing/?as_at=0001-01-01", "/search?q=" + "x" * 3000, "/search?q=%00",
        "/organisations/?q=%00", "/organisations/%00/", "/reports/%00/", "/duties/?organisation=%00",
        f"/duties/?kind={'x' * 3000}", "/access-log/?who=%00", f"/review/?page={HUGE}", "/digest/preview.txt?kind=%00",
    )  # fmt: skip
    answers = {address: fetch(client, address).status for address in asked}
    assert set(answers.values()) <= {200, 400, 403, 404, 422}, {key: one for key, one in answers.items() if one >= 500}


@pytest.mark.parametrize(
    "address",
    [
        "/static/../settings.py", "/static/%2e%2e/settings.py", "/static/..%2f..%2fsecret", "/static//etc/passwd",
        "/organisations/..%2f..%2f..%2fetc%2fpasswd/", "/reports/..%2f..%2fetc%2fpasswd/", "/api/v1/../../etc/passwd",
        "/reports/%2e%2e/", "/quality/..%2fsecret/",
    ],
)  # fmt: skip
def test_no_address_leads_out_of_the_site(world: None, address: str) -> None:
    seen = fetch(visitor(), address)
    assert seen.status in (302, 400, 404), seen.status
    assert b"root:" not in seen.content and b"SECRET_KEY" not in seen.content


@pytest.mark.parametrize("host", ["evil.example", "127.0.0.1.evil.example", "127.0.0.1@evil.example", "127.0.0.1:80\t"])
def test_another_host_is_refused_and_not_repeated(world: None, host: str) -> None:
    given = Client(HTTP_HOST=host, raise_request_exception=False).get("/organisations/ods:X9A/")
    assert given.status_code == 400
    assert b"evil" not in given.content
    led = visitor().get("/organisations/ods:X9A/", headers={"X-Forwarded-Host": "evil.example"})
    assert b"evil" not in led.content


@pytest.mark.parametrize("to", ["https://evil.example/", "//evil.example", "/\\evil.example", "javascript:alert(1)"])
def test_no_address_sends_a_reader_elsewhere(world: None, to: str) -> None:
    user = person("quill", Role.READER)
    for client in (visitor(), visitor(user)):
        for address in ("/accounts/sign-in/", "/accounts/sign-out/", "/accounts/again/", "/search", "/"):
            for name in ("next", "url", "to", "q"):
                given = client.get(address, {name: to})
                assert not given.headers.get("Location", "/").startswith((to, "http", "//", "/\\")), (address, name)
    given = visitor(user).post("/accounts/sign-out/", {"next": to})
    assert given.headers.get("Location", "/").startswith("/") and "evil" not in given.headers.get("Location", "")


def test_an_upload_has_its_limits(world: None) -> None:
    """Who, how much, what, under which name: and a refused file leaves nothing behind."""
    upload, before = reverse("import_upload"), Import.objects.filter(status="done").count()
    table = b"ref,report_url,date_of_report,sent_to,sent_to_scraped\n"
    for role in (None, Role.READER, Role.ANALYST, Role.REVIEWER, Role.INVESTIGATOR):
        client = visitor(person(f"of-{role}", role))
        assert client.post(upload, {"file": SimpleUploadedFile("register.csv", table)}).status_code == 403
    client = visitor(person("quill", Role.ADMINISTRATOR))
    big = SimpleUploadedFile("register.csv", b"x" * (25 * 1024 * 1024 + 1))
    files = {
        "large": big,
        "program": SimpleUploadedFile("../../../tmp/evil.sh", b"#!/bin/sh\nrm -rf /\n"),
        "zeros": SimpleUploadedFile("register.csv", b"\0" * 4000),
        "empty": SimpleUploadedFile("register.csv", b""),
        "bomb": SimpleUploadedFile("register.csv", table + b'"' + b"a," * 200_000),
    }
    for what, file in files.items():
        given = client.post(upload, {"file": file})
        assert given.status_code in (200, 302, 400, 403, 413), (what, given.status_code)
    assert Import.objects.filter(status="done").count() == before
    assert not Path("/tmp/evil.sh").exists()
    assert not list(Import.objects.filter(name__contains="/"))
    two = {"file": SimpleUploadedFile("a.csv", table), "more": SimpleUploadedFile("b.csv", table)}
    assert client.post(upload, two).status_code == 400


def test_behind_https_cookies_go_over_nothing_else(tmp_path: Path) -> None:
    program = (
        "from django.conf import settings as s; print(s.SESSION_COOKIE_SECURE, s.CSRF_COOKIE_SECURE, "
        "s.SESSION_COOKIE_HTTPONLY, s.CSRF_COOKIE_HTTPONLY, s.SECURE_HSTS_SECONDS > 10**7, s.DEBUG, "
        "s.SESSION_COOKIE_NAME, s.CSRF_COOKIE_NAME, '*' in s.ALLOWED_HOSTS)"
    )
    environment = {
        **os.environ, "DJANGO_SETTINGS_MODULE": "forewarned.web.settings", "FOREWARNED_HOME": str(tmp_path),
        "FOREWARNED_HTTPS": "1", "FOREWARNED_HOSTS": "warnings.example.nhs.uk",
    }  # fmt: skip
    done = subprocess.run([sys.executable, "-c", program], env=environment, capture_output=True, text=True, check=True)
    assert done.stdout.split() == ["True"] * 5 + ["False", "__Host-session", "__Host-csrf", "False"]


def test_the_secret_of_the_site_is_its_owners_alone(tmp_path: Path) -> None:
    from forewarned.web.secret import read_secret

    first = read_secret(tmp_path)
    kept = [path for path in tmp_path.rglob("*") if path.is_file()]
    assert len(first) >= 40 and read_secret(tmp_path) == first
    assert [path.stat().st_mode & 0o077 for path in kept] == [0] * len(kept) and kept
