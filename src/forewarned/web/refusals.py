"""Pages for what went wrong: what it is and what to do next, never a value or a traceback."""

from __future__ import annotations

import sys
from typing import Any

from django.contrib import messages
from django.contrib.auth.views import redirect_to_login
from django.db import OperationalError
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect
from django.template.loader import render_to_string
from django.urls import reverse

from forewarned.web.access import second_proof
from forewarned.web.jinja import render

SECRET = ("password", "code", "credential", "login")
"""What stands in the name of a field that no page repeats."""


def error_page(request: HttpRequest, status: int, title: str, said: str, next_step: str = "") -> HttpResponse:
    return render(request, "error.jinja", {"page_title": title, "said": said, "next_step": next_step}, status=status)


def refused(request: HttpRequest) -> HttpResponseBase:
    """A visitor goes to the sign-in page and comes back after it; a person without the role is told so."""
    if not request.user.is_authenticated and request.method in ("GET", "HEAD"):
        return redirect_to_login(request.get_full_path(), reverse("account_login"))
    if request.user.is_authenticated and not second_proof(request):
        messages.info(request, "Before you go on, add a passkey or an authenticator app to your account.")
        return redirect("mfa_index")
    return error_page(
        request, 403, "You cannot open this page",
        "Your account does not have the role that this page needs.",
        "ask an administrator of this site for the role",
    )  # fmt: skip


def csrf_failed(request: HttpRequest, reason: str = "") -> HttpResponse:  # noqa: ARG001  Django gives it
    return error_page(
        request, 403, "This form could not be accepted",
        "It was open too long, or it was not sent from this site.",
        "go back, load the page again, and send the form again",
    )  # fmt: skip


def bad_request(request: HttpRequest, exception: Exception) -> HttpResponse:  # noqa: ARG001
    """Drawn without who asks and for which host: either may be what could not be read."""
    said = "The address or the form was not in a shape that this site takes. Nothing was changed."
    return plain_page(400, "This address or form cannot be read", said, "check the address, and try again")


def not_allowed(request: HttpRequest, exception: Exception) -> HttpResponse:  # noqa: ARG001
    return error_page(request, 403, "You cannot open this page", "", "ask an administrator of this site")


def not_found(request: HttpRequest, exception: Exception) -> HttpResponse:  # noqa: ARG001
    return error_page(
        request, 404, "There is no page at this address", "", "check the address, or search for what you need"
    )


def failed(request: HttpRequest) -> HttpResponse:  # noqa: ARG001
    """A fault of ours, or a store that was busy outside a view. Drawn without the store, which may be what failed."""
    if isinstance(sys.exception(), OperationalError):
        return busy_page()
    return plain_page(
        500, "Something went wrong", "This is a fault of the site, not of yours. Nothing was changed.",
        "try again in a minute; if it stays, tell whoever runs this site what you were doing and when",
    )  # fmt: skip


def busy_page(request: HttpRequest | None = None) -> HttpResponse:
    """``request``: one whose form came from this site and was not saved; the page holds it, to be sent again."""
    said, step = "An import is writing to it, or it cannot be reached.", "try again in a minute"
    form = _form(request) if request else None
    if form:
        said += " What you sent is not saved yet, and it is not lost: it waits in this page."
        step = "wait a minute or two, then press the button. It sends the same again"
    elif request and request.method == "POST":
        said += " What you sent is not saved."
        step = "wait a minute or two, then go back and send the form again"
    response = plain_page(503, "The store is busy", said, step, form)
    response.headers["Retry-After"] = "60"
    return response


def _form(request: HttpRequest) -> dict[str, Any] | None:
    """What was sent, to stand in a page again: never a file, which no page can hold, and nothing that is secret."""
    names = set(request.POST)
    if request.method != "POST" or request.FILES or "csrfmiddlewaretoken" not in names:
        return None
    if any(word in name for name in names for word in SECRET):
        return None
    fields = [(name, value) for name, values in request.POST.lists() for value in values]
    return {"action": request.get_full_path(), "fields": fields}


def plain_page(status: int, title: str, said: str, next_step: str, form: dict[str, Any] | None = None) -> HttpResponse:
    context = {"title": title, "said": said, "next_step": next_step, "form": form}
    return HttpResponse(render_to_string("failed.jinja", context, using="jinja"), status=status)
