"""What `--json` prints, told from the classes of the answers themselves."""

from __future__ import annotations

import os
import types
from collections.abc import Iterator, Mapping
from dataclasses import fields, is_dataclass
from datetime import date, datetime
from enum import Enum
from importlib import import_module
from typing import Any, Union, get_args, get_origin, get_type_hints

ANSWERS = (
    ("forewarned organisation", "forewarned.reports.questions.organisation", "OrganisationAnswer", ""),
    ("forewarned report", "forewarned.reports.questions.report", "ReportAnswer", "reports"),
    ("forewarned duties", "forewarned.reports.questions.duties", "DutiesAnswer", ""),
    ("forewarned missing", "forewarned.reports.questions.missing", "MissingAnswer", ""),
    ("forewarned again NAME", "forewarned.lessons.questions.recurring", "AgainAnswer", ""),
    ("forewarned again, lessons list", "forewarned.lessons.questions.grouped", "LessonsAnswer", ""),
    ("forewarned lessons show", "forewarned.lessons.questions.grouped", "LessonAnswer", ""),
    ("forewarned promises", "forewarned.lessons.questions.promising", "PromisesAnswer", ""),
    ("forewarned screen", "forewarned.lessons.questions.screening", "ScreenAnswer", ""),
    ("forewarned similar", "forewarned.lessons.questions.likeness", "SimilarAnswer", ""),
    ("forewarned organisations review", "forewarned.reports.questions.review", "NameToReview", "names"),
    ("forewarned import", "forewarned.reports.actions.importing", "Outcome", "outcomes"),
)
"""Command, module and class of what it prints; and, where it prints a list under a name, that name."""
BESIDE = {
    "forewarned report": ("told", "forewarned.lessons.questions.told", "ReportTold", "what was read in its words")
}
"""Command, and a key that each of its answers has beside its own: its name, module and class, and what it is."""
HEAD = """\
# What `--json` holds

Written by `make docs` from the classes of the answers. An answer is one object, printed whole and with its
keys in this order; text, CSV and JSON come from the same object. A key is never given another meaning; new
ones may be added. Dates are `YYYY-MM-DD`, moments ISO 8601 in UTC, and `null` is *not known*: never *no*, and
never zero.
"""
SIMPLE = {
    str: "text",
    int: "whole number",
    float: "number",
    bool: "true or false",
    date: "date",
    datetime: "moment",
}


def set_up_django() -> None:
    """Make the questions' modules importable; no store is opened."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "forewarned.store.settings")
    import django

    django.setup()


def json_page() -> str:
    """The page, as Markdown."""
    set_up_django()
    parts, told = [HEAD], set[type]()
    for command, module, name, under in ANSWERS:
        answer = getattr(import_module(module), name)
        shape = f'`{{"{under}": [{name}, …]}}`' if under else f"one `{name}`"
        key, where, what, meaning = BESIDE.get(command, ("", "", "", ""))
        more = f" Each has `{key}` beside its own keys: {meaning}, a [{what}](#{what.lower()})." if key else ""
        parts.append(f"## {command}\n\nPrints {shape}.{more}\n")
        kinds = [*within(answer), *(within(getattr(import_module(where), what)) if key else ())]
        for kind in kinds:
            if kind not in told:
                told.add(kind)
                parts.append(section(kind))
    return "\n".join(parts)


def section(kind: type) -> str:
    """One class as a heading, its contract and a table of its keys."""
    contract = " ".join((kind.__doc__ or "").replace("``", "`").split())
    hints = get_type_hints(kind)
    rows = [f"| `{field.name}` | {said(hints[field.name])} |" for field in fields(kind)]
    return "\n".join([f"### {kind.__name__}", "", contract, "", "| key | value |", "|---|---|", *rows, ""])


def within(kind: type) -> Iterator[type]:
    """A dataclass, then those its fields hold, each once, in the order of the fields."""
    queue, seen = [kind], set[type]()
    while queue:
        one = queue.pop(0)
        if one in seen:
            continue
        seen.add(one)
        yield one
        hints = get_type_hints(one)
        queue += [inner for field in fields(one) for inner in held(hints[field.name])]


def held(annotation: Any) -> Iterator[type]:
    if isinstance(annotation, type) and is_dataclass(annotation):
        yield annotation
    for inner in get_args(annotation):
        yield from held(inner)


def said(annotation: Any) -> str:
    """A type as a reader of JSON says it."""
    origin, inner = get_origin(annotation), get_args(annotation)
    if origin in (Union, types.UnionType):
        named = [said(one) for one in inner if one is not type(None)]
        return " or ".join([*named, "null"] if type(None) in inner else named)
    if origin in (tuple, list, set, frozenset):
        items = [said(one) for one in inner if one is not Ellipsis]
        return f"list of {items[0]}" if len(set(items)) == 1 else f"list: {', '.join(items)}"
    if origin is not None and issubclass(origin, Mapping):
        return f"object: {said(inner[0])} → {said(inner[1])}"
    if isinstance(annotation, type) and issubclass(annotation, Enum):
        return " · ".join(f"`{one.value}`" for one in annotation)
    if isinstance(annotation, type) and is_dataclass(annotation):
        return f"[{annotation.__name__}](#{annotation.__name__.lower()})"
    if isinstance(annotation, type) and issubclass(annotation, Exception):
        return "text"
    return SIMPLE.get(annotation, "any value")
