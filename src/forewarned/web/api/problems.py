"""Errors as ``application/problem+json`` (RFC 9457), in the words of the command line."""

from __future__ import annotations

import json
from typing import Any

from django.db import OperationalError
from django.http import Http404, HttpRequest, HttpResponse
from ninja import NinjaAPI
from ninja.errors import HttpError, ValidationError

from forewarned.errors import BusyError, ForewarnedError, InputError, LossError, NotFoundError, StorageError

PROBLEM = "application/problem+json"
STATUS: dict[type[ForewarnedError], int] = {NotFoundError: 404, InputError: 422, LossError: 409, BusyError: 409}
"""What is the caller's to mend, or only a matter of waiting. Anything else is ours: 503."""
UNAVAILABLE = 503
KINDS = {
    401: "no-token",
    403: "not-allowed",
    404: "not-found",
    405: "method",
    409: "busy",
    413: "too-large",
    422: "parameter",
    429: "too-many",
    503: "unavailable",
}
TITLES = {
    401: "A token is needed",
    403: "Not allowed",
    404: "Not found",
    405: "Not a method of this address",
    409: "Busy",
    413: "Too large",
    422: "A value cannot be used",
    429: "Too many requests",
    503: "Not available",
}


class Refused(ForewarnedError):
    """A call that may not be made: no token, or one without the right to it."""

    def __init__(self, status: int, what: str, *, next_step: str = "", wait: int = 0) -> None:
        super().__init__(what, next_step=next_step)
        self.status = status
        self.wait = wait


def problem(error: ForewarnedError) -> HttpResponse:
    """The answer for an error. Where something is on this machine is not the caller's to know."""
    status = error.status if isinstance(error, Refused) else STATUS.get(type(error), UNAVAILABLE)
    shown = error if status != UNAVAILABLE else ForewarnedError(error.what, next_step=error.next_step)
    body: dict[str, Any] = {
        "type": f"/api/v1/docs/#{KINDS[status]}",
        "title": TITLES[status],
        "status": status,
        "detail": str(shown),
        "what": shown.what,
        "where": shown.where,
        "next_step": shown.next_step,
    }
    response = HttpResponse(json.dumps(body, ensure_ascii=False), status=status, content_type=PROBLEM)
    if status == 401:
        response.headers["WWW-Authenticate"] = 'Bearer realm="Forewarned"'
    if isinstance(error, Refused) and error.wait:
        response.headers["Retry-After"] = str(error.wait)
    return response


def answer_errors(api: NinjaAPI) -> None:
    """Make every error of ``api`` a problem; what nobody expected goes on to Django, which shows no more than that."""

    def ours(_request: HttpRequest, error: Any) -> HttpResponse:
        return problem(error)

    def invalid(_request: HttpRequest, error: Any) -> HttpResponse:
        return problem(_said(error))

    def plain(_request: HttpRequest, error: Any) -> HttpResponse:
        if error.status_code == 400:  # a body that is no JSON at all
            return problem(InputError("The body is not JSON", where="body", next_step="send one JSON object"))
        return problem(Refused(error.status_code, TITLES.get(error.status_code, "Not allowed")))

    def unknown(_request: HttpRequest, _error: Any) -> HttpResponse:
        return problem(NotFoundError("There is nothing at this address", next_step="see /api/v1/docs/"))

    def busy(_request: HttpRequest, _error: Any) -> HttpResponse:
        return problem(StorageError("The store is busy or cannot be reached", next_step="try again in a minute"))

    api.add_exception_handler(OperationalError, busy)
    api.add_exception_handler(ForewarnedError, ours)
    api.add_exception_handler(ValidationError, invalid)
    api.add_exception_handler(HttpError, plain)
    api.add_exception_handler(Http404, unknown)


def _said(error: ValidationError) -> InputError:
    """Which parameters, and what is wrong with each; the values themselves are not repeated."""
    places, reasons = [], []
    for one in error.errors:
        named = [str(step) for step in one["loc"] if step not in ("chosen", "asked")]
        places.append(" ".join(named))
        reasons.append(f"{named[-1]}: {str(one['msg']).removeprefix('Value error, ')}")
    return InputError(
        "A value cannot be used",
        where="; ".join(dict.fromkeys(places)),
        next_step="; ".join(dict.fromkeys(reasons)),
    )
