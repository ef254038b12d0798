"""The API described for people, from its own OpenAPI document: no script, nothing from elsewhere."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from typing import Any

from django.http import HttpRequest, HttpResponse

from forewarned.web.access import May
from forewarned.web.api.limits import WITH_TOKEN, WITHOUT
from forewarned.web.api.problems import KINDS, TITLES
from forewarned.web.api.v1 import REFUSALS, api
from forewarned.web.jinja import render
from forewarned.web.paths import Path


@dataclass(frozen=True, slots=True)
class Parameter:
    """What can be sent: its name, where it stands, what values it takes, and what it means."""

    name: str
    place: str
    takes: str
    said: str
    required: bool


@dataclass(frozen=True, slots=True)
class Operation:
    """One address with one method."""

    anchor: str
    method: str
    path: str
    summary: str
    said: str
    parameters: tuple[Parameter, ...]
    answers: str
    open_to_all: bool


def api_docs(request: HttpRequest) -> HttpResponse:
    operations, shapes = described()
    return render(
        request,
        "api_docs.jinja",
        {
            "page_title": "How does a program read this register?",
            "said": api.description,
            "operations": operations,
            "shapes": shapes,
            "problems": [(KINDS[int(status)], status, TITLES[int(status)], said) for status, said in REFUSALS.items()],
            "with_token": WITH_TOKEN,
            "without": WITHOUT,
        },
    )


@cache
def described() -> tuple[tuple[Operation, ...], tuple[tuple[str, str, tuple[tuple[str, str], ...]], ...]]:
    """Every operation, and every shape of an answer as (name, meaning, (field, type))."""
    document = api.get_openapi_schema()
    schemas = document["components"]["schemas"]
    operations = tuple(
        _operation(method, path, one, schemas)
        for path, methods in document["paths"].items()
        for method, one in methods.items()
    )
    shapes = tuple(
        (name, shape.get("description", ""), tuple((key, _type(one)) for key, one in shape["properties"].items()))
        for name, shape in sorted(schemas.items())
        if shape.get("properties")
    )
    return operations, shapes


def _operation(method: str, path: str, one: dict[str, Any], schemas: dict[str, Any]) -> Operation:
    sent = [
        Parameter(item["name"], item["in"], _type(item["schema"]), item.get("description", ""), item["required"])
        for item in one["parameters"]
    ]
    if "requestBody" in one:
        shape = one["requestBody"]["content"]["application/json"]["schema"]
        sent += _body([schemas[_type(option)] for option in shape.get("anyOf", [shape])])
    return Operation(
        anchor=one["operationId"],
        method=method.upper(),
        path=path,
        summary=one["summary"],
        said=one.get("description", ""),
        parameters=tuple(sent),
        answers=_type(one["responses"][200]["content"]["application/json"]["schema"]),
        open_to_all={} in one["security"],
    )


def _body(options: list[dict[str, Any]]) -> list[Parameter]:
    """What a body holds; where it may be of several shapes, all that any of them holds."""
    found: dict[str, Parameter] = {}
    for name in dict.fromkeys(name for option in options for name in option["properties"]):
        items = [option["properties"][name] for option in options if name in option["properties"]]
        takes = ", ".join(dict.fromkeys(_type(item) for item in items))
        required = all(name in option.get("required", ()) for option in options)
        found[name] = Parameter(name, "body", takes, items[0].get("description", ""), required)
    return list(found.values())


def _type(schema: dict[str, Any]) -> str:
    """A JSON schema in few words; the name alone where it is a shape of its own."""
    if "$ref" in schema:
        return str(schema["$ref"]).rpartition("/")[2]
    if "anyOf" in schema:
        return " or ".join(_type(one) for one in schema["anyOf"])
    if "const" in schema:
        return str(schema["const"])
    if "enum" in schema:
        return ", ".join(str(one) for one in schema["enum"])
    kind = schema.get("format") or schema.get("type") or "anything"
    if kind == "array":
        inside = schema.get("items") or {}
        return f"list of {_type(inside)}" if inside else "pair"
    bounds = [str(schema[name]) for name in ("minimum", "maximum") if name in schema]
    return f"{kind} from {' to '.join(bounds)}" if len(bounds) == 2 else str(kind)


PATHS = (Path("api/v1/docs/", api_docs, name="api_docs", may=May.OPEN),)
