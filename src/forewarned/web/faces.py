"""The other faces of a page: the same rows as CSV, the same answer as JSON; and the day it is asked as at."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.utils.http import content_disposition_header, urlencode

from forewarned.errors import InputError
from forewarned.organisations.names import slug
from forewarned.reports.cells_out import cell
from forewarned.reports.questions.result import json_values
from forewarned.settings import settings

FIRST_DAY, LAST_DAY = date(1900, 1, 1), date(2199, 12, 31)


def read_day(text: str, option: str) -> date | None:
    """``YYYY-MM-DD`` as a date, blank as ``None``; raises InputError for anything else, and beyond any register."""
    if not text:
        return None
    try:
        found = date.fromisoformat(text)
        if FIRST_DAY <= found <= LAST_DAY:
            return found
    except ValueError:
        pass
    raise InputError(f"{option} is not a date", next_step="write it as YYYY-MM-DD, for example 2024-06-01")


def read_as_at(request: HttpRequest) -> date:
    """The day of ``?as_at=``, or today. Raises InputError when it is no date."""
    return read_day(request.GET.get("as_at", ""), "as_at") or settings().today()


def read_page(request: HttpRequest) -> int:
    """The number of ``?page=``, at least 1. Raises InputError when it is no number."""
    text = request.GET.get("page", "") or "1"
    if not text.isascii() or not text.isdigit() or len(text) > 6:
        raise InputError("page is not a number", next_step="write page=1 for the first page")
    return max(1, int(text))


def address_with(request: HttpRequest, **changed: str | int | None) -> str:
    """The path asked for with some of its query changed; ``None`` takes a part out."""
    kept = [(name, value) for name, values in request.GET.lists() if name not in changed for value in values]
    asked = [*kept, *((name, str(value)) for name, value in changed.items() if value is not None)]
    return f"{request.path}?{urlencode(asked)}" if asked else request.path


def as_csv(rows: Iterable[Mapping[str, Any]], name: str) -> HttpResponse:
    """``rows`` as a CSV file to keep, safe to open in a spreadsheet; ``name`` is made into its file name."""
    file = io.StringIO()
    writer = None
    for row in rows:
        if writer is None:
            writer = csv.writer(file, lineterminator="\n")
            writer.writerow(row)
        writer.writerow(cell(_flat(value)) for value in row.values())
    response = HttpResponse(file.getvalue(), content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = content_disposition_header(True, f"{slug(name) or 'forewarned'}.csv")
    return response


def _flat(value: Any) -> Any:
    """What one cell can hold: a list is joined."""
    if isinstance(value, (tuple, list)):
        return "; ".join(str(one) for one in value)
    plain = value is None or isinstance(value, (str, int, float, date))
    return value if plain else str(value)


def as_json(answer: Any) -> HttpResponse:
    """The whole answer as JSON, as ``--json`` prints it."""
    return JsonResponse(json_values(answer), safe=False, json_dumps_params={"ensure_ascii": False, "indent": 2})
