"""The shape of every answer, made from the result object itself, so that the two cannot drift apart.

``answer_schema(OrganisationAnswer)`` is a ninja Schema of the same fields in the same order, nothing more allowed,
as ``reports.questions.result.json_values`` writes them. A test holds real answers against them.
"""

from __future__ import annotations

import types
from dataclasses import fields, is_dataclass
from inspect import cleandoc
from typing import Annotated, Any, Union, get_args, get_origin, get_type_hints

from ninja import Schema
from pydantic import BaseModel, ConfigDict, Field, create_model

_made: dict[type, type[BaseModel]] = {}
_names: dict[str, type] = {}


class Shape(Schema):
    """What every shape shares: a field that is not written down here may not be there."""

    model_config = ConfigDict(extra="forbid")


def answer_schema(answer: type) -> type[BaseModel]:
    """The schema of a frozen dataclass and of all that it holds; made once."""
    if answer not in _made:
        hints = get_type_hints(answer)
        shapes: dict[str, Any] = {one.name: (_shape(hints[one.name]), ...) for one in fields(answer)}
        _made[answer] = create_model(_name(answer), __base__=Shape, __doc__=_doc(answer), **shapes)
    return _made[answer]


def _shape(hint: Any) -> Any:
    """A type hint of a result as one of a schema: dataclasses become schemas wherever they stand."""
    if is_dataclass(hint) and isinstance(hint, type):
        return answer_schema(hint)
    origin, inside = get_origin(hint), get_args(hint)
    if origin in (Union, types.UnionType):
        return Union[tuple(_shape(one) for one in inside)]  # noqa: UP007  made at run time
    if origin is tuple and inside[-1:] != (Ellipsis,):
        return tuple[tuple(_shape(one) for one in inside)]  # type: ignore[misc]
    if origin in (tuple, list):
        return list[_shape(inside[0])]  # type: ignore[misc]
    if origin is Annotated:
        return _shape(inside[0])
    if origin is not None and len(inside) == 2:
        return dict[str, _shape(inside[1])]  # type: ignore[misc]
    return hint


def _name(answer: type) -> str:
    """Its own name; with its module's before it where another answer bears the same (``MissingYear``)."""
    plain = answer.__name__
    if _names.setdefault(plain, answer) is answer:
        return plain
    return f"{answer.__module__.rpartition('.')[2].title()}{plain}"


def _doc(answer: type) -> str:
    """What its docstring says; a dataclass without one gets its signature from Python, which says nothing."""
    said = cleandoc(answer.__doc__ or "")
    return "" if said.startswith(f"{answer.__name__}(") else said


class Part(Shape):
    """Which part of a list this is."""

    total: int = Field(ge=0)
    page: int = Field(ge=1)
    pages: int = Field(ge=1)


def paged(answer: type, name: str) -> type[BaseModel]:
    """The schema of an answer of which a page is shown."""
    return create_model(name, __base__=(answer_schema(answer), Part))


class Problem(Schema):
    """What went wrong (RFC 9457), in the words of the command line: what, where, and what to do next."""

    type: str
    """The address of the page that explains this kind of problem, relative to this one."""
    title: str
    status: int
    detail: str
    """All of it in one text."""
    what: str
    where: str
    next_step: str
