"""Tokens of the API: shown once, kept as a hash, never more than their person, ended for good."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from tests.visitors import import_world, person, token_of, visitor

from forewarned.errors import InputError, NotFoundError
from forewarned.ledger.models import Entry
from forewarned.reports.models import Duty
from forewarned.web.access import Role
from forewarned.web.api.models import ApiToken
from forewarned.web.api.tokens import LIFETIMES, MOST, make_token, revoke_token
from forewarned.web.models import AccessLog

pytestmark = pytest.mark.django_db
NAMES = "/api/v1/review/names"
DECIDE = "/api/v1/review/decisions"


def decide(headers: dict[str, str], **body: Any) -> Any:
    return visitor().post(DECIDE, body, content_type="application/json", headers=headers)


def test_a_token_is_shown_once_and_kept_as_a_hash() -> None:
    user = person("ada", Role.READER)
    browser = visitor(user)
    form = {"name": "Our dashboard", "scopes": ["register:read"], "days": "30"}
    page = browser.post("/accounts/tokens/", form)
    token = ApiToken.objects.get()
    assert page.status_code == 200 and page.headers["Cache-Control"].startswith(("no-store", "max-age=0"))
    secret = next(word for word in page.content.decode().split('"') if word.startswith("fwd_"))
    assert token.prefix == secret[:12] and secret not in str(vars(token))
    assert len(token.digest) == 64 and token.digest != secret
    again = browser.get("/accounts/tokens/").content.decode()
    assert secret not in again and token.prefix in again and "Our dashboard" in again
    assert [secret in (entry.body + entry.subject) for entry in Entry.objects.all()] == [False]
    assert visitor().get("/api/v1/missing", headers={"Authorization": f"Bearer {secret}"}).status_code == 200
    token.refresh_from_db()
    assert token.last_used_at is not None


def test_what_cannot_be_a_token_is_refused() -> None:
    user = person("ada", Role.READER)
    good: dict[str, Any] = {"user": user, "name": "x", "scopes": ["register:read"], "days": 30, "by": "ada"}
    wrong: tuple[dict[str, Any], ...] = (
        {"name": "  "}, {"name": "x" * 81}, {"scopes": []}, {"scopes": ["everything"]}, {"days": 3650},
    )  # fmt: skip
    for bad in wrong:
        with pytest.raises(InputError):
            make_token(**good | bad)
    assert visitor(user).post("/accounts/tokens/", {"name": "", "days": "x"}).status_code == 400
    for _ in range(MOST):
        make_token(**good)
    with pytest.raises(InputError, match="already"):
        make_token(**good)
    assert max(LIFETIMES) <= 366


def test_a_token_does_no_more_than_its_scope() -> None:
    reviewer = person("rae", Role.REVIEWER)
    reads, decides = token_of(reviewer, "register:read"), token_of(reviewer, "review:write")
    assert visitor().get("/api/v1/missing", headers=reads).status_code == 200
    assert visitor().get("/api/v1/missing", headers=decides).status_code == 403
    assert visitor().get(NAMES, headers=decides).status_code == 200
    assert visitor().get(NAMES, headers=reads).status_code == 403
    assert decide(reads, name="x", verdict="person").status_code == 403


def test_a_token_does_no_more_than_its_person_may_now() -> None:
    user = person("rae", Role.REVIEWER)
    headers = token_of(user, "review:write", "register:read")
    assert visitor().get(NAMES, headers=headers).status_code == 200
    user.groups.clear()
    assert visitor().get(NAMES, headers=headers).status_code == 403
    assert visitor().get("/api/v1/missing", headers=headers).status_code == 403, "accounts exist: not public"
    user.is_active = False
    user.save()
    assert visitor().get("/api/v1/missing", headers=headers).status_code == 401


@pytest.mark.parametrize(
    "header", ["Bearer", "Bearer fwd_wrong", "Basic YTpi", "", "fwd_x", "Bearer fwd_" + "x" * 5000, "Bearer fwd_é"]
)
def test_what_is_no_token_is_refused_even_where_none_is_needed(header: str) -> None:
    given = visitor().get("/api/v1/missing", headers={"Authorization": header})
    assert given.status_code == 401
    assert given.headers["WWW-Authenticate"].startswith("Bearer")


def test_ended_tokens_do_not_work() -> None:
    user = person("ada", Role.READER)
    for name, change in (("revoked_at", timedelta(0)), ("expires_at", timedelta(days=-1))):
        headers = token_of(user)
        token = ApiToken.objects.latest("id")
        setattr(token, name, token.created_at + change)
        token.save()
        assert visitor().get("/api/v1/missing", headers=headers).status_code == 401, name


def test_a_token_is_its_persons_own() -> None:
    ada, eve = person("ada", Role.READER), person("eve", Role.ADMINISTRATOR)
    headers = token_of(ada)
    token = ApiToken.objects.get()
    assert "a test" not in visitor(eve).get("/accounts/tokens/").content.decode()
    assert visitor(eve).post(f"/accounts/tokens/{token.id}/revoke/").status_code == 404
    with pytest.raises(NotFoundError):
        revoke_token(user=eve, token_id=token.id, by="eve")
    assert visitor().get("/api/v1/missing", headers=headers).status_code == 200
    assert visitor(ada).post(f"/accounts/tokens/{token.id}/revoke/").status_code == 302
    assert visitor().get("/api/v1/missing", headers=headers).status_code == 401
    assert list(Entry.objects.values_list("action", flat=True)) == ["token.made", "token.revoked"]


def test_who_has_not_given_a_second_proof_makes_no_token() -> None:
    user = person("ada", Role.ADMINISTRATOR, proved=False)
    form = {"name": "x", "scopes": ["register:read"], "days": "30"}
    assert visitor(user).post("/accounts/tokens/", form).status_code in (302, 403)
    assert not ApiToken.objects.exists()


def test_reading_by_token_is_written_down_as_the_persons(tmp_path: Path) -> None:
    import_world(tmp_path / "world")
    user = person("ada", Role.READER)
    assert visitor().get("/api/v1/organisations/ods:X9A", headers=token_of(user)).status_code == 200
    row = AccessLog.objects.get()
    assert (row.who, row.role, row.subject) == ("ada", "reader", "ods:X9A")
    assert row.page == "api:organisation"


def test_deciding_needs_a_token_never_a_cookie(tmp_path: Path) -> None:
    import_world(tmp_path / "world")
    reviewer = person("rae", Role.REVIEWER)
    cookie = visitor(reviewer).post(DECIDE, {"name": "x", "verdict": "person"}, content_type="application/json")
    assert cookie.status_code == 401
    headers = token_of(reviewer, "review:write")
    name = Duty.objects.filter(party="organisation").order_by("as_written")[0].as_written
    given = decide(headers, name=name, verdict="person", reason="a family member")
    assert given.status_code == 200 and given.json()["reports"] >= 1
    assert set(Duty.objects.filter(as_written=name).values_list("party", flat=True)) == {"person"}
    newest = Entry.objects.order_by("-seq")[0]
    assert (newest.by, newest.action) == ("rae", "organisation.decided")
    undone = visitor().post(f"{DECIDE}/undo", {"name": name}, content_type="application/json", headers=headers)
    assert undone.status_code == 200
    assert set(Duty.objects.filter(as_written=name).values_list("party", flat=True)) == {"organisation"}
    twice = visitor().post(f"{DECIDE}/undo", {"name": name}, content_type="application/json", headers=headers)
    assert twice.status_code == 404


@pytest.mark.parametrize(
    "body",
    [
        {"name": "x"},
        {"name": "", "verdict": "person"},
        {"name": "x", "verdict": "guilty"},
        {"name": "x", "verdict": "body"},
        {"name": "x", "verdict": "person", "organisation": "RMY"},
        {"name": "x", "verdict": "person", "by": "somebody else"},
        {"name": "x\u0000", "verdict": "person"},
        {"name": ["x"], "verdict": "person"},
        {"name": "x" * 301, "verdict": "person"},
        {"name": "x", "verdict": "person", "reason": "y" * 501},
    ],
)
def test_a_decision_that_cannot_be_is_refused_and_changes_nothing(body: dict[str, Any]) -> None:
    headers = token_of(person("rae", Role.REVIEWER), "review:write")
    before = Entry.objects.count()
    assert decide(headers, **body).status_code == 422
    assert Entry.objects.count() == before
