"""Who may do what: roles (Django groups) and actions. Pages name an action; nothing else asks for a role."""

from __future__ import annotations

from enum import StrEnum
from typing import Any

from django.http import HttpRequest

from forewarned.settings import settings


class Role(StrEnum):
    """What an administrator makes of a person. Each may do all that those before it may."""

    READER = "reader"
    ANALYST = "analyst"
    REVIEWER = "reviewer"
    INVESTIGATOR = "investigator"
    ADMINISTRATOR = "administrator"


ROLES = tuple(Role)


class May(StrEnum):
    """Something a person may or may not do here."""

    OPEN = "open"
    """Anybody, also while the register is closed: signing in, being told of an error."""
    OWN_ACCOUNT = "own_account"
    """Whoever is signed in, with or without a role."""
    READ_REGISTER = "read_register"
    READ_IMPORTS = "read_imports"
    REVIEW = "review"
    ADD_EVIDENCE = "add_evidence"
    READ_ACCESS_LOG = "read_access_log"
    MANAGE_ACCOUNTS = "manage_accounts"
    USE_API = "use_api"


LOWEST: dict[May, Role] = {
    May.READ_REGISTER: Role.READER,
    May.USE_API: Role.READER,
    May.READ_IMPORTS: Role.ANALYST,
    May.REVIEW: Role.REVIEWER,
    May.ADD_EVIDENCE: Role.INVESTIGATOR,
    May.READ_ACCESS_LOG: Role.ADMINISTRATOR,
    May.MANAGE_ACCOUNTS: Role.ADMINISTRATOR,
}
"""The first role that may; roles after it may too."""
PUBLIC = frozenset({May.READ_REGISTER, May.USE_API})
"""What anybody may in public read-only mode."""


def is_public() -> bool:
    """Public read-only mode: by FOREWARNED_ACCESS, or, left to itself, while there are no accounts."""
    chosen = settings().access
    if chosen != "auto":
        return chosen == "public"
    from django.contrib.auth.models import User

    return not User.objects.exists()


def role_of_user(user: Any) -> Role | None:
    """The highest role among the user's groups; ``None`` for nobody, for a closed account, for no role."""
    if not (user.is_authenticated and user.is_active):
        return None
    held = set(user.groups.values_list("name", flat=True))
    return next((role for role in reversed(ROLES) if role in held), None)


def role_of(request: HttpRequest) -> Role | None:
    """The role this request acts with. One without a second proof of who it is has none (``security``)."""
    known: Role | None | str = getattr(request, "_forewarned_role", "unasked")
    if known == "unasked":
        known = role_of_user(request.user) if second_proof(request) else None
        request._forewarned_role = known  # type: ignore[attr-defined]
    return known  # type: ignore[return-value]


def second_proof(request: HttpRequest) -> bool:
    """A passkey, an authenticator app or the organisation's own sign-in stands behind this session.

    Whoever has one was asked for it at sign-in (django-allauth). A link or a password alone gives no role.
    """
    if not request.user.is_authenticated:
        return False
    from allauth.account.internal.flows.login import AUTHENTICATION_METHODS_SESSION_KEY
    from allauth.mfa.models import Authenticator

    used = request.session.get(AUTHENTICATION_METHODS_SESSION_KEY) or ()
    if any(one.get("method") == "socialaccount" for one in used):
        return True
    proofs = (Authenticator.Type.TOTP, Authenticator.Type.WEBAUTHN)
    return bool(Authenticator.objects.filter(user_id=request.user.pk, type__in=proofs).exists())


def may(request: HttpRequest, action: May | str) -> bool:
    """Whether this request may do ``action``."""
    action = May(action)
    if action is May.OPEN:
        return True
    if action is May.OWN_ACCOUNT:
        return request.user.is_authenticated
    role = role_of(request)
    if role is not None and ROLES.index(role) >= ROLES.index(LOWEST[action]):
        return True
    return action in PUBLIC and open_to_all(request)


def open_to_all(request: HttpRequest) -> bool:
    """``is_public``, asked once a request."""
    known: bool | None = getattr(request, "_forewarned_public", None)
    if known is None:
        known = is_public()
        request._forewarned_public = known  # type: ignore[attr-defined]
    return known
