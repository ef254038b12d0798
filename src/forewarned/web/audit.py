"""Who read what: a row for every reading of a sensitive page by a signed-in person."""

from __future__ import annotations

from collections.abc import Mapping

from django.http import HttpRequest
from django.utils import timezone

from forewarned.web.access import role_of
from forewarned.web.waiting import write_read


def record_read(request: HttpRequest, page: str, arguments: Mapping[str, object], address: str = "") -> None:
    """Write the row, before the page is made: a page whose row cannot be written is not shown.

    ``address`` stands for the one asked for where that holds a secret.
    """
    if not request.user.is_authenticated:
        return
    role = role_of(request)
    write_read(
        {
            "at": timezone.now(),
            "who": request.user.get_username(),
            "role": role.value if role else "",
            "page": page,
            "subject": "; ".join(str(value) for _, value in sorted(arguments.items()))[:300],
            "address": (address or request.get_full_path())[:600],
        }
    )
