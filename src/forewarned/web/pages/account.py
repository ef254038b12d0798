"""One's own account; and, for administrators, everybody's: who has one, with which role."""

from __future__ import annotations

from typing import Any

from allauth.mfa.models import Authenticator
from django.contrib import messages
from django.contrib.auth.models import User
from django.db import transaction
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect
from django.urls import reverse

from forewarned.errors import InputError, NotFoundError
from forewarned.web import actions
from forewarned.web.access import LOWEST, ROLES, May, Role, role_of, role_of_user, second_proof
from forewarned.web.api.tokens import working_tokens
from forewarned.web.jinja import render
from forewarned.web.paths import Path

MEANS = {
    Role.READER: "reads the register when it is closed to the public",
    Role.ANALYST: "also sees imports and their logs",
    Role.REVIEWER: "also decides which organisation a written name means",
    Role.INVESTIGATOR: "also works on sensitive records, as they come",
    Role.ADMINISTRATOR: "also manages accounts and sees who read what",
}


def account(request: HttpRequest) -> HttpResponse:
    role = role_of(request)
    return render(
        request, "account.jinja",
        {"page_title": "What can I do with my account?", "role": role, "means": MEANS, "roles": ROLES,
         "proved": second_proof(request), "given": role_of_user(request.user)},
    )  # fmt: skip


def people(request: HttpRequest) -> HttpResponseBase:
    """Everybody with an account; a POST makes a new one."""
    context: dict[str, Any] = {"page_title": "Who has an account?", "roles": ROLES, "means": MEANS}
    if request.method == "POST":
        name, role = request.POST.get("name", "").strip(), read_role(request)
        try:
            with transaction.atomic():  # an account without its link would be nobody's
                user = actions.create_account(name=name, role=role or Role.READER, by=request.user.get_username())
                token = actions.make_link(user=user, by=request.user.get_username())
        except InputError as error:
            context |= {"problem": f"{error.what}: {error.next_step}.", "name": name}
            return render(request, "people.jinja", context | {"rows": _rows()}, status=400)
        return _link_page(request, user, token)
    return render(request, "people.jinja", context | {"rows": _rows()})


def person(request: HttpRequest, pk: int) -> HttpResponseBase:
    """One account; a POST gives it a role, closes it, reopens it, or makes a new sign-in link."""
    user = User.objects.filter(pk=pk).first()
    if user is None:
        raise NotFoundError("There is no such account", next_step="choose one from the list of accounts")
    by = request.user.get_username()
    if request.method == "POST":
        wanted = request.POST.get("do", "")
        if wanted == "link":
            return _link_page(request, user, actions.reset_sign_in(user=user, by=by))
        _change(request, user, wanted, by)
        return redirect(reverse("person", kwargs={"pk": pk}))
    context = {
        "page_title": f"What may {user.get_username()} do?", "person": user, "given": role_of_user(user),
        "roles": ROLES, "means": MEANS, "proofs": _proofs({user.pk}).get(user.pk, 0),
        "tokens": working_tokens(user),
    }  # fmt: skip
    return render(request, "person.jinja", context)


def _change(request: HttpRequest, user: User, wanted: str, by: str) -> None:
    if wanted == "role":
        actions.give_role(user=user, role=read_role(request), by=by)
        messages.success(request, "The role is changed.")
    elif wanted == "close":
        actions.close_account(user=user, by=by)
        messages.success(request, "The account is closed.")
    elif wanted == "reopen":
        actions.reopen_account(user=user, by=by)
        messages.success(request, "The account is open again.")
    else:
        raise InputError("This form cannot be read", next_step="go back, load the page again, and choose once more")


def read_role(request: HttpRequest) -> Role | None:
    """The role of the form; blank is none. Raises InputError for any other word."""
    word = request.POST.get("role", "")
    if word and word not in {role.value for role in ROLES}:
        raise InputError("There is no such role", next_step=f"choose one of {', '.join(ROLES)}")
    return Role(word) if word else None


def _link_page(request: HttpRequest, user: User, token: str) -> HttpResponse:
    """Shows the link once: it is not kept."""
    address = request.build_absolute_uri(reverse("sign_in_link", kwargs={"token": token}))
    context = {"page_title": "The link is ready", "name": user.get_username(), "address": address}
    return render(request, "link_made.jinja", context)


def _proofs(users: set[int]) -> dict[int, int]:
    kinds = (Authenticator.Type.TOTP, Authenticator.Type.WEBAUTHN)
    found: dict[int, int] = {}
    for user_id in Authenticator.objects.filter(user_id__in=users, type__in=kinds).values_list("user_id", flat=True):
        found[user_id] = found.get(user_id, 0) + 1
    return found


def _rows() -> list[list[Any]]:
    users = list(User.objects.order_by("username").prefetch_related("groups"))
    proofs = _proofs({user.pk for user in users})
    return [
        [
            {"text": user.get_username(), "href": reverse("person", kwargs={"pk": user.pk})},
            _role_shown(user),
            proofs.get(user.pk, 0),
            user.last_login,
        ]
        for user in users
    ]


def _role_shown(user: User) -> str:
    held = {group.name for group in user.groups.all()}
    role = next((one.value for one in reversed(ROLES) if one in held), "no role")
    return role if user.is_active else f"closed ({role})"


PATHS = (
    Path("accounts/", account, name="account", may=May.OWN_ACCOUNT),
    Path("accounts/people/", people, name="people", may=May.MANAGE_ACCOUNTS, methods=("GET", "POST")),
    Path("accounts/people/<int:pk>/", person, name="person", may=May.MANAGE_ACCOUNTS, methods=("GET", "POST")),
)
assert set(LOWEST.values()) <= set(MEANS)
