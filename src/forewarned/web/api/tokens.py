"""Making, finding and revoking tokens: actions, each with its entry in the ledger."""

from __future__ import annotations

import hashlib
import secrets
from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.db import transaction
from django.db.models import QuerySet

from forewarned.errors import InputError, NotFoundError
from forewarned.ledger.actions import record
from forewarned.settings import settings
from forewarned.web.api.models import ApiToken
from forewarned.web.waiting import when_free

MARK = "fwd_"
"""How every token starts, so that a scanner for leaked secrets can know it."""
SHOWN = 12
"""Characters of a token that stay visible: the mark and eight more."""
LIFETIMES = (7, 30, 90, 365)
"""Days a token may be made for."""
MOST = 20
"""Tokens that work at one time, a person."""
USED_EVERY = timedelta(minutes=1)
"""The last use is written down at most this often, and not while an import writes."""


@dataclass(frozen=True, slots=True)
class Made:
    """A new token. ``secret`` is the only time that it can be read."""

    token: ApiToken
    secret: str


@transaction.atomic
def make_token(*, user: Any, name: str, scopes: Collection[str], days: int, by: str) -> Made:
    """A token of ``user`` that works for ``days``. Raises InputError for what cannot be."""
    said = " ".join(name.split())
    if not said or len(said) > 80 or not said.isprintable():
        raise InputError("A token needs a name of up to 80 letters", where="name", next_step="say what it is for")
    wanted = sorted(set(scopes))
    if not wanted or not set(wanted) <= set(ApiToken.Scope.values):
        raise InputError("A token needs a scope", where="scopes", next_step=f"use {', '.join(ApiToken.Scope.values)}")
    if days not in LIFETIMES:
        raise InputError(
            "A token cannot be made for so long", where="days", next_step=f"use one of {', '.join(map(str, LIFETIMES))}"
        )
    now = settings().now()
    if _working(user, now).count() >= MOST:
        raise InputError(f"You have {MOST} tokens already", where="tokens", next_step="revoke one that is not used")
    secret = MARK + secrets.token_urlsafe(32)
    token = ApiToken.objects.create(
        user=user, name=said, prefix=secret[:SHOWN], digest=_digest(secret), scopes=wanted, created_at=now,
        expires_at=now + timedelta(days=days),
    )  # fmt: skip
    body = {"scopes": wanted, "expires_at": token.expires_at.isoformat()}
    record(by=by, action="token.made", subject=token.prefix, body=body, at=now)
    return Made(token, secret)


@transaction.atomic
def revoke_token(*, user: Any, token_id: int, by: str) -> ApiToken:
    """End a token of ``user``, for good. Raises NotFoundError when it is not this person's, or ended already."""
    token = ApiToken.objects.select_for_update().filter(id=token_id, user=user, revoked_at=None).first()
    if token is None:
        raise NotFoundError("You have no such token", next_step="see the list of your tokens")
    token.revoked_at = settings().now()
    token.save(update_fields=["revoked_at"])
    record(by=by, action="token.revoked", subject=token.prefix, body={}, at=token.revoked_at)
    return token


@transaction.atomic
def revoke_all(*, user: Any, by: str) -> int:
    """End every token of ``user`` that works still, each with its entry in the ledger. Returns how many there were."""
    now = settings().now()
    found = list(_working(user, now).select_for_update())
    for token in found:
        token.revoked_at = now
        token.save(update_fields=["revoked_at"])
        record(by=by, action="token.revoked", subject=token.prefix, body={}, at=now)
    return len(found)


def working_tokens(user: Any) -> int:
    """How many tokens act for ``user`` now."""
    return _working(user, settings().now()).count()


def _working(user: Any, now: datetime) -> QuerySet[ApiToken]:
    return ApiToken.objects.filter(user=user, revoked_at=None, expires_at__gt=now)


def find_token(secret: str) -> ApiToken | None:
    """The token that works now and is this text, its person's account open; its use is noted."""
    if not secret.startswith(MARK) or len(secret) > 100:
        return None
    token = ApiToken.objects.select_related("user").filter(digest=_digest(secret)).first()
    now = settings().now()
    if token is None or not token.works_at(now) or not token.user.is_active:
        return None
    if token.last_used_at is None or now - token.last_used_at >= USED_EVERY:
        when_free(lambda: ApiToken.objects.filter(id=token.id).update(last_used_at=now))
    return token


def _digest(secret: str) -> str:
    return hashlib.sha256(secret.encode("utf-8", "surrogatepass")).hexdigest()
