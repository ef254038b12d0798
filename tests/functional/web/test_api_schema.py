"""Schemathesis reads the OpenAPI document and calls every address with what fits it and what does not.

Checked for each call: no fault of the server, a status, type and shape that the document names, what fits is
taken, and what does not fit is refused.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

import pytest
import schemathesis
from django.core.signals import request_finished, request_started
from django.db import close_old_connections
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st
from schemathesis import GenerationMode
from tests.visitors import import_world, person, read_words, token_of

from forewarned.web.access import Role

EXAMPLES = 8
"""Calls made up for one address and one way of making them up."""
THERE = {
    "organisations": "ods:X9A", "reports": None, "entries": 0, "matters": None, "lessons": None, "promises": None,
}  # fmt: skip
"""Something that is in the store, by the part of the path that it stands after: else most calls would find nothing."""
DAYS = st.dates(date(1900, 1, 1), date(2199, 12, 31)).map(date.isoformat)
PRESET = settings(
    max_examples=EXAMPLES,
    derandomize=True,
    database=None,
    deadline=None,
    phases=[Phase.generate],
    suppress_health_check=list(HealthCheck),
)


@pytest.fixture
def headers(db: None, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> dict[str, str]:
    """A token that may do everything, in a store that holds a small world."""
    from forewarned.web.api import limits

    monkeypatch.setattr(limits, "WITH_TOKEN", 10**9)
    monkeypatch.setattr(limits, "WITHOUT", 10**9)
    import_world(tmp_path / "world")
    read_words(tmp_path)
    schemathesis.openapi.format("date", DAYS)
    token = token_of(person("rae", Role.ADMINISTRATOR), "register:read", "review:write")
    return {**token, "Accept-Encoding": "identity"}  # inside one process nothing undoes a compression


@pytest.fixture(autouse=True)
def _one_connection() -> Iterator[None]:
    """A call ends with its connection given up; here it is the test's own, as in Django's test client."""
    signals = (request_started, request_finished)
    for signal in signals:
        signal.disconnect(close_old_connections)
    yield
    for signal in signals:
        signal.connect(close_old_connections)


@pytest.fixture
def operations(headers: dict[str, str]) -> list[Any]:
    from django.core.wsgi import get_wsgi_application

    loaded = schemathesis.openapi.from_wsgi(
        "/api/v1/openapi.json", get_wsgi_application(), headers={"Accept-Encoding": "identity"}
    )
    found: list[Any] = [one.ok() for one in list[Any](loaded.get_all_operations())]
    return found


def ways(operation: Any) -> list[Any]:
    """How calls are made up: what fits, what fits of something that is there, what does not fit."""
    found = [operation.as_strategy(GenerationMode.POSITIVE)]
    if list(operation.iter_parameters()) or operation.body:
        found.append(operation.as_strategy(GenerationMode.NEGATIVE))
    if "{" in operation.path:
        before, _, name = operation.path.partition("/{")
        there = THERE[before.rpartition("/")[2]]
        known = {name.partition("}")[0]: _a_key(before.rpartition("/")[2]) if there is None else there}
        found.append(operation.as_strategy(GenerationMode.POSITIVE, path_parameters=known))
    return found


def _a_key(kind: str) -> str:
    from forewarned.lessons.models import Lesson, Matter, Promise
    from forewarned.reports.models import Report

    models: dict[str, Any] = {"reports": Report, "matters": Matter, "lessons": Lesson, "promises": Promise}
    rows = models[kind].objects.order_by("key")
    if kind == "reports":  # one whose words are held
        rows = rows.filter(texts_read__role="report")
    return str(rows[0].key)


def excluded(operation: Any) -> list[Any]:
    """Neither a query language nor that a text has words is what a schema can tell: both are refused by name."""
    told = operation.path in ("/api/v1/screen", "/api/v1/similar")
    return [schemathesis.checks.positive_data_acceptance] if told else []


def test_every_address_keeps_to_its_description(operations: list[Any], headers: dict[str, str]) -> None:
    statuses: dict[int, int] = {}
    for operation in operations:
        for way in ways(operation):

            @PRESET
            @given(case=way)
            def keeps(case: Any) -> None:
                response = case.call_and_validate(headers=headers, excluded_checks=excluded(case.operation))
                statuses[response.status_code] = statuses.get(response.status_code, 0) + 1

            keeps()
    # Not a check of luck: calls that fit and are found, that fit and are not, and that do not fit were all made.
    assert {200, 404, 422} <= set(statuses), statuses
    print(f"schemathesis: {sum(statuses.values())} calls of {len(operations)} operations, by status {statuses}")


def test_a_caller_without_a_token_is_refused_where_one_is_needed(operations: list[Any]) -> None:
    closed = [one for one in operations if {} not in one.definition.raw["security"]]
    for operation in closed:

        @PRESET
        @given(case=operation.as_strategy(GenerationMode.POSITIVE))
        def refused(case: Any) -> None:
            assert case.call().status_code == 401

        refused()
    assert len(closed) >= 2
