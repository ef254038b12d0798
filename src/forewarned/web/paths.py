"""What a page module lists: its addresses, and who may open each."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from django.http import HttpResponseBase

from forewarned.web.access import May

View = Callable[..., HttpResponseBase]


@dataclass(frozen=True, slots=True)
class Path:
    """One address. ``urls`` puts the check of ``may`` around the view, and the audit of the read if ``sensitive``.

    ``route`` and ``name`` as in ``django.urls.path``. ``methods`` are those the view answers; HEAD comes with GET.
    """

    route: str
    view: View
    name: str
    may: May
    sensitive: bool = False
    methods: tuple[str, ...] = ("GET",)
