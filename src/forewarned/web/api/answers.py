"""A result as the answer to a call: the JSON of the command line's ``--json``, as at a day."""

from __future__ import annotations

import json
from datetime import date
from typing import Any

from django.http import HttpResponse

from forewarned.reports.questions.result import json_values
from forewarned.settings import settings


def answer(value: Any, **more: Any) -> HttpResponse:
    """``value`` as JSON, with what else stands beside its fields."""
    body = json_values(value) | more
    return HttpResponse(json.dumps(body, ensure_ascii=False, allow_nan=False), content_type="application/json")


def day_or_today(chosen: date | None) -> date:
    return chosen or settings().today()
