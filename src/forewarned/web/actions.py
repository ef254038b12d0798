"""What an administrator does with accounts. Each writes its entry in the ledger, in its own transaction."""

from __future__ import annotations

import hashlib
import secrets
from datetime import timedelta

from allauth.mfa.models import Authenticator
from django.contrib.auth.models import Group, User
from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone

from forewarned.errors import InputError, NotFoundError
from forewarned.ledger.actions import record
from forewarned.settings import settings
from forewarned.web.access import ROLES, Role, role_of_user
from forewarned.web.api.tokens import revoke_all
from forewarned.web.models import SignInLink

LINK_LASTS = timedelta(hours=24)


@transaction.atomic
def create_account(*, name: str, role: Role, by: str) -> User:
    """A new account without a password: its first sign-in is by a link (``make_link``).

    Raises InputError for a name that is taken or cannot be one.
    """
    user = User(username=name)
    user.set_unusable_password()
    try:
        User._meta.get_field("username").clean(name, user)
    except ValidationError as error:
        raise InputError(
            "This cannot be the name of an account",
            next_step="use letters, digits and @ . + - _ only, at most 150 of them",
        ) from error
    if User.objects.filter(username__iexact=name).exists():
        raise InputError("There is an account of this name already", next_step="choose another name")
    user.save()
    user.groups.set([_group(role)])
    _record("account.created", user, by, {"role": role.value})
    return user


@transaction.atomic
def give_role(*, user: User, role: Role | None, by: str) -> None:
    """Make ``role`` the only role of the account; ``None`` leaves it without one.

    Raises InputError when nobody would be left who can give roles.
    """
    if role is not Role.ADMINISTRATOR:
        _keep_an_administrator(user)
    before = role_of_user(user)
    groups = Group.objects.filter(name__in=[one.value for one in ROLES])
    user.groups.remove(*groups)
    if role:
        user.groups.add(_group(role))
    _record(
        "account.role_given", user, by,
        {"before": before.value if before else "", "role": role.value if role else ""},
    )  # fmt: skip


@transaction.atomic
def close_account(*, user: User, by: str) -> None:
    """Nobody signs in to it any more, and whoever is signed in is signed out with the next page."""
    _keep_an_administrator(user)
    User.objects.filter(pk=user.pk).update(is_active=False)
    SignInLink.objects.filter(user=user, used_at=None).delete()
    _record("account.closed", user, by, {})


@transaction.atomic
def reopen_account(*, user: User, by: str) -> None:
    User.objects.filter(pk=user.pk).update(is_active=True)
    _record("account.reopened", user, by, {})


@transaction.atomic
def reset_sign_in(*, user: User, by: str) -> str:
    """For a person who lost what they sign in with: take all of it away, and make a link. Returns its token.

    Their tokens of the API and of the calendar end too: whoever found what they lost may have made or copied one.
    """
    Authenticator.objects.filter(user=user).delete()
    revoked = revoke_all(user=user, by=by)
    user.set_unusable_password()
    user.save(update_fields=["password"])
    _record("account.sign_in_reset", user, by, {"tokens_revoked": revoked})
    return make_link(user=user, by=by)


@transaction.atomic
def set_password(*, user: User, password: str, by: str) -> None:
    """Raises InputError for a password that the rules refuse."""
    from django.contrib.auth.password_validation import validate_password

    try:
        validate_password(password, user)
    except ValidationError as error:
        raise InputError("This password is too weak", next_step=" ".join(error.messages)) from error
    user.set_password(password)
    user.save(update_fields=["password"])
    _record("account.password_set", user, by, {})


@transaction.atomic
def make_link(*, user: User, by: str) -> str:
    """The token of a new link that signs ``user`` in once within a day; links made before stop working."""
    token = secrets.token_urlsafe(32)
    now = timezone.now()
    SignInLink.objects.filter(user=user, used_at=None).delete()
    SignInLink.objects.create(
        user=user, token_sha256=_digest(token), made_by=by, made_at=now, expires_at=now + LINK_LASTS
    )
    _record("account.link_made", user, by, {})
    return token


def find_link(token: str) -> SignInLink | None:
    """The link of this token, if it can still be used by somebody."""
    found = SignInLink.objects.filter(token_sha256=_digest(token), user__is_active=True).select_related("user").first()
    return found if found and found.open_at(timezone.now()) else None


@transaction.atomic
def use_link(*, token: str) -> User:
    """Whom the link signs in. It works once: of two requests at the same time one is refused (NotFoundError)."""
    link = find_link(token)
    used = link and SignInLink.objects.filter(pk=link.pk, used_at=None).update(used_at=timezone.now())
    if not (link and used):
        raise NotFoundError(
            "This sign-in link does not work any more", next_step="ask an administrator of this site for a new one"
        )
    _record("account.link_used", link.user, link.user.get_username(), {})
    return link.user


def find_user(name: str) -> User:
    """Raises NotFoundError when there is no account of this name."""
    found = User.objects.filter(username__iexact=name).first()
    if found is None:
        raise NotFoundError("There is no account of this name", next_step="`forewarned accounts list` names them all")
    return found


def administrators() -> int:
    """How many open accounts can give roles."""
    return User.objects.filter(is_active=True, groups__name=Role.ADMINISTRATOR.value).count()


def _keep_an_administrator(user: User) -> None:
    if role_of_user(user) is Role.ADMINISTRATOR and administrators() < 2:
        raise InputError("This is the only administrator", next_step="make another person an administrator first")


def _group(role: Role) -> Group:
    return Group.objects.get_or_create(name=role.value)[0]


def _digest(token: str) -> str:
    return hashlib.sha256(token.encode()).hexdigest()


def _record(action: str, user: User, by: str, body: dict[str, object]) -> None:
    record(by=by, action=action, subject=f"account:{user.get_username()}", body=body, at=settings().now())
