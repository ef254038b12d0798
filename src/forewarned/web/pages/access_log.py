"""Who read what."""

from __future__ import annotations

from datetime import datetime, time, timedelta
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.utils import timezone

from forewarned.web.access import May
from forewarned.web.faces import address_with, as_csv, as_json, read_day, read_page
from forewarned.web.jinja import render
from forewarned.web.models import AccessLog
from forewarned.web.paths import Path
from forewarned.web.waiting import waiting

PAGE = 100
MOST = 50_000
"""Rows in one CSV or JSON."""


def access_log(request: HttpRequest) -> HttpResponse:
    rows = AccessLog.objects.order_by("-at", "-id")
    who, subject = request.GET.get("who", "").strip()[:150], request.GET.get("subject", "").strip()[:300]
    start, end = read_day(request.GET.get("from", ""), "from"), read_day(request.GET.get("to", ""), "to")
    if who:
        rows = rows.filter(who__iexact=who)
    if subject:
        rows = rows.filter(subject__icontains=subject)
    if start:
        rows = rows.filter(at__gte=datetime.combine(start, time(), timezone.get_current_timezone()))
    if end:
        rows = rows.filter(at__lt=datetime.combine(end + timedelta(days=1), time(), timezone.get_current_timezone()))
    wanted = request.GET.get("format", "")
    if wanted in ("csv", "json"):
        found = [_row(one) for one in rows[:MOST]]
        return as_csv(found, "access-log") if wanted == "csv" else as_json({"reads": found})
    number = read_page(request)
    count = rows.count()
    context: dict[str, Any] = {
        "page_title": "Who read what?",
        "rows": [[one.at, one.who, one.role or "none", one.page, one.subject, one.address]
                 for one in rows[(number - 1) * PAGE : number * PAGE]],
        "count": count, "number": number, "last": max(1, -(-count // PAGE)),
        "waiting": waiting(),
        "base": address_with(request, page=""),
        "csv": address_with(request, format="csv", page=None), "json": address_with(request, format="json", page=None),
        "who": who, "subject": subject, "start": start, "end": end,
    }  # fmt: skip
    return render(request, "access_log.jinja", context)


def _row(one: AccessLog) -> dict[str, Any]:
    names = ("at", "who", "role", "page", "subject", "address")
    return {name: getattr(one, name) for name in names}


PATHS = (Path("access-log/", access_log, name="access_log", may=May.READ_ACCESS_LOG, sensitive=True),)
