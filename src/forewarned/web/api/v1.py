"""Version 1 of the API: its addresses, its description, its errors."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.db import OperationalError
from django.http import HttpRequest, HttpResponse, HttpResponseBase, HttpResponseNotAllowed
from django.urls import URLPattern
from ninja import NinjaAPI, Router
from ninja.openapi.schema import OpenAPISchema
from ninja.operation import Operation

from forewarned import __version__
from forewarned.errors import ForewarnedError, NotFoundError, StorageError
from forewarned.web.api import lessons, proofs, register, review
from forewarned.web.api.limits import check_rate
from forewarned.web.api.problems import PROBLEM, Refused, answer_errors, problem
from forewarned.web.api.schemas import Problem

DESCRIPTION = (
    "The register of coroners' reports to prevent future deaths, and the duties to respond to them: the same "
    "questions and the same answers as the command line's `--json`. A field that is not known is `null`, never "
    "left out. No published response is not the same as no response. Every answer says under `cited` which files "
    "it rests on, and as at when."
)
METHODS = ["GET", "POST", "PUT", "PATCH", "DELETE", "OPTIONS", "TRACE"]
REFUSALS = {
    "401": "a token is needed",
    "403": "the token or its person may not",
    "404": "not there",
    "405": "not a method of this address",
    "409": "an import is running",
    "422": "a value cannot be used",
    "429": "too many calls",
    "503": "the store cannot be read",
}


class Api(NinjaAPI):
    """Our own errors for everything, calls counted, and both written into the OpenAPI document."""

    def get_openapi_schema(self, **options: Any) -> OpenAPISchema:
        document = super().get_openapi_schema(**options)
        document["components"]["schemas"]["Problem"] = Problem.model_json_schema()
        content = {PROBLEM: {"schema": {"$ref": "#/components/schemas/Problem"}}}
        for address in document["paths"].values():
            for method, operation in address.items():
                if method == "get":
                    operation["security"] = [*operation["security"], {}]  # none is needed for what is public
                for status, said in REFUSALS.items():
                    operation["responses"].setdefault(status, {"description": said, "content": content})
        return document

    def get_openapi_operation_id(self, operation: Operation) -> str:
        return operation.view_func.__name__

    def _get_urls(self) -> list[Any]:
        found = super()._get_urls()
        for pattern in found:
            if isinstance(pattern, URLPattern):
                pattern.callback = _counted(pattern.callback)
        return found


def _counted(view: Callable[..., HttpResponseBase]) -> Callable[..., HttpResponseBase]:
    """``view`` behind the limit of calls; HEAD asks it as GET does; a refused method is a problem like others."""

    @wraps(view)
    def counted(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        try:
            check_rate(request)
        except ForewarnedError as error:
            return problem(error)
        except OperationalError:
            return problem(StorageError("The store is busy or cannot be reached", next_step="try again in a minute"))
        method = request.method
        if method == "HEAD":
            request.method = "GET"
        response = view(request, *args, **kwargs)
        request.method = method
        if isinstance(response, HttpResponseNotAllowed):
            return _wrong_method(response.headers["Allow"])
        return response

    return counted


def _wrong_method(allowed: str) -> HttpResponse:
    response = problem(Refused(405, "This address does not answer this method", next_step=f"use {allowed}"))
    response.headers["Allow"] = allowed
    return response


api = Api(
    title="Forewarned",
    version=__version__,
    description=DESCRIPTION,
    docs_url=None,
    openapi_url="/openapi.json",
    urls_namespace="api",
)
answer_errors(api)
api.add_router("", register.router)
api.add_router("", lessons.router)
api.add_router("", proofs.router)
api.add_router("", review.router)


elsewhere = Router()


@elsewhere.api_operation(METHODS, "/{path:rest}", include_in_schema=False, url_name="nothing")
def nothing(request: HttpRequest, rest: str) -> HttpResponse:  # noqa: ARG001  ninja gives it by this name
    """What no address of the API answers."""
    return problem(NotFoundError("There is nothing at this address", where=rest[:100], next_step="see /api/v1/docs/"))


api.add_router("", elsewhere)  # the last, so that every other address is tried before it
