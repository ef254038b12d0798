"""Imports: every file taken in or refused, with its log; and the form by which one more comes in."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse

from forewarned.errors import ForewarnedError
from forewarned.ledger.questions import prove
from forewarned.reports.actions.importing import Outcome, import_paths
from forewarned.reports.models import Import
from forewarned.reports.questions.remembered import cited_now
from forewarned.reports.questions.result import day
from forewarned.settings import settings
from forewarned.web.access import May, may
from forewarned.web.faces import address_with, as_csv, as_json, read_page
from forewarned.web.jinja import render
from forewarned.web.paths import Path
from forewarned.web.uploads import kept_while_read

A_PAGE = 50
COLUMNS = (
    "id", "kind", "name", "sha256", "status", "as_of", "by", "at", "rows", "new", "changed", "unchanged", "refused",
    "lost", "emptied", "accepted_loss", "messages", "ledger_entry",
)  # fmt: skip


def imports(request: HttpRequest) -> HttpResponse:
    """Every import, newest first."""
    rows = Import.objects.order_by("-id")
    status = request.GET.get("status", "")
    if status in Import.Status.values:
        rows = rows.filter(status=status)
    face = request.GET.get("format", "")
    if face == "csv":
        return as_csv([_columns(row) for row in rows], "imports")
    if face == "json":
        return as_json({"imports": [_columns(row) for row in rows]})
    page, total = read_page(request), rows.count()
    last = max(1, -(-total // A_PAGE))
    page = min(page, last)
    return render(
        request,
        "imports.jinja",
        {
            "page_title": "What was imported, and what became of it?",
            "total": total,
            "refused": Import.objects.filter(status=Import.Status.REFUSED).count(),
            "status": status,
            "rows": [_line(row) for row in rows[(page - 1) * A_PAGE : page * A_PAGE]],
            "page": page,
            "last": last,
            "pages_base": address_with(request, page=None, status=status or "all") + "&page=",
            "may_import": may(request, May.MANAGE_ACCOUNTS),
            "cited": cited_now(settings().today()),
            "csv": address_with(request, format="csv", page=None),
            "json": address_with(request, format="json", page=None),
            "address": request.build_absolute_uri(reverse("imports")),
        },
    )


def _columns(row: Import) -> dict[str, Any]:
    return {name: getattr(row, name) for name in COLUMNS}


def _line(row: Import) -> tuple[Any, ...]:
    return (
        {"text": row.name, "href": reverse("import", kwargs={"pk": row.id})}, row.kind, row.status,
        f"{day(row.at.date())}, by {row.by}",
        row.rows, row.new, row.changed, row.refused, row.lost,
    )  # fmt: skip


def one_import(request: HttpRequest, pk: int) -> HttpResponse:
    """One import with its log."""
    row = _import(pk)
    face = request.GET.get("format", "")
    if face == "csv":
        return as_csv([_columns(row)], f"import {pk}")
    if face == "json":
        return as_json(_columns(row))
    return render(
        request,
        "import.jinja",
        {
            "page_title": f"What became of {row.name}?",
            "row": row,
            "facts_of": _facts(row),
            "cited": cited_now(settings().today()),
            "csv": address_with(request, format="csv"),
            "json": address_with(request, format="json"),
            "address": request.build_absolute_uri(reverse("import", kwargs={"pk": pk})),
        },
    )


def _import(pk: int) -> Import:
    try:
        return Import.objects.get(pk=pk)
    except Import.DoesNotExist as error:
        raise Http404 from error


def _facts(row: Import) -> list[tuple[str, Any]]:
    names = ("rows", "new", "changed", "unchanged", "refused", "lost", "emptied")
    return [
        ("Kind", row.kind),
        ("Became", "taken in" if row.status == Import.Status.DONE else "refused: nothing of it was kept"),
        ("When", row.at),
        ("By", row.by),
        ("As of", row.as_of),
        *((name.capitalize() + (" rows" if name != "rows" else ""), getattr(row, name)) for name in names[:5]),
        ("Rows lost against the last of its kind", row.lost),
        ("Fields emptied against the last of its kind", row.emptied),
        ("Why a loss was accepted", row.accepted_loss or "no loss was accepted"),
        ("SHA-256 of the file", row.sha256),
        ("Ledger entry", "none" if row.ledger_entry is None else row.ledger_entry),
    ]


def proof(_request: HttpRequest, pk: int) -> HttpResponse:
    """The proof that the import's ledger entry is covered by the signed checkpoint; it verifies with nothing else."""
    row = _import(pk)
    if row.ledger_entry is None:
        raise Http404
    response = as_json(prove(row.ledger_entry).as_json())
    response["Content-Disposition"] = f'attachment; filename="ledger-entry-{row.ledger_entry}.json"'
    return response


def upload(request: HttpRequest) -> HttpResponse:
    """Take in one file: all of it or nothing, refused when it loses anything against the last of its kind."""
    who = request.user.get_username()
    try:
        with kept_while_read(request.FILES.get("file")) as path:
            result = import_paths(paths=[path], by=who, accept_loss=request.POST.get("accept_loss", ""))
    except ForewarnedError as error:
        return render(request, "import_refused.jinja", _refused(error), status=400)
    outcome = result.outcomes[0]
    if outcome.error is not None:
        return render(request, "import_refused.jinja", _refused(outcome.error), status=400)
    messages.info(request, _said(outcome, result.settled))
    row = Import.objects.filter(ledger_entry=outcome.ledger_entry).first() if outcome.ledger_entry is not None else None
    return HttpResponseRedirect(reverse("import", kwargs={"pk": row.pk}) if row else reverse("imports"))


def _refused(error: ForewarnedError) -> dict[str, Any]:
    return {"page_title": "The file was refused", "error": error}


def _said(outcome: Outcome, settled: int) -> str:
    if outcome.status == "unchanged":
        return f"{outcome.name} was imported before. Nothing changed."
    return (
        f"{outcome.name} is imported: {outcome.new:,} new, {outcome.changed:,} changed. "
        f"{settled:,} reports worked out again."
    )


PATHS = (
    Path("imports/", imports, name="imports", may=May.READ_IMPORTS),
    Path("imports/upload/", upload, name="import_upload", may=May.MANAGE_ACCOUNTS, methods=("POST",)),
    Path("imports/<int:pk>/", one_import, name="import", may=May.READ_IMPORTS),
    Path("imports/<int:pk>/proof.json", proof, name="import_proof", may=May.READ_IMPORTS),
)
