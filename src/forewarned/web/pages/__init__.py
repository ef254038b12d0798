"""One module a page. A new page is its module, its template, and its line here."""

from __future__ import annotations

PAGES: tuple[str, ...] = (
    "home",
    "search",
    "organisations",
    "again",
    "organisation",
    "report",
    "matter",
    "theme_review",
    "duties",
    "promises",
    "promise",
    "similar",
    "screen",
    "calendar",
    "missing",
    "review",
    "imports",
    "quality",
    "changes",
    "digest",
    "sign_in",
    "account",
    "access_log",
    "tokens",
    "api_docs",
    "lessons",
    "lesson",
)
"""Modules of this folder; each has ``PATHS``. Their order is the order in which addresses are tried.

``again`` stands before ``organisation``, whose key may hold a stroke; ``lesson`` last of all below ``lessons/``.
"""

MOUNTS: tuple[tuple[str, str], ...] = (("api/v1/", "forewarned.web.api.v1.api"),)
"""What brings its own addresses and its own checks: (prefix, dotted name of what has ``urls``)."""
