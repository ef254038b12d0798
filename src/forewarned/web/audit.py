"""Who read what: a row for every reading of a sensitive page by a signed-in person."""

from __future__ import annotations

from collections.abc import Mapping

from django.http import HttpRequest
from django.utils import timezone

from forewarned.web.access import role_of
from forewarned.web.models import AccessLog


def record_read(request: HttpRequest, page: str, arguments: Mapping[str, object]) -> None:
    """Write the row, before the page is made: a page whose row cannot be written is not shown."""
    if not request.user.is_authenticated:
        return
    role = role_of(request)
    AccessLog.objects.create(
        at=timezone.now(),
        who=request.user.get_username(),
        role=role.value if role else "",
        page=page,
        subject="; ".join(str(value) for _, value in sorted(arguments.items()))[:300],
        address=request.get_full_path()[:600],
    )
