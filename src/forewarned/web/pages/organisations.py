"""Every organisation that is known to have been warned: A to Z, by kind, by name. Nothing is ranked."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from django.http import HttpRequest, HttpResponse
from django.urls import reverse

from forewarned.errors import InputError
from forewarned.organisations.models import Organisation
from forewarned.reports.questions.organisations import NO_LETTER, OrganisationLine, ask_organisations, keys_written_like
from forewarned.reports.questions.remembered import remembered
from forewarned.web.access import May
from forewarned.web.faces import address_with, as_csv, as_json, read_as_at, read_page
from forewarned.web.fresh import kept
from forewarned.web.jinja import render
from forewarned.web.paths import Path
from forewarned.web.words import KINDS, kind_of

A_PAGE = 100
LETTERS = (*"ABCDEFGHIJKLMNOPQRSTUVWXYZ", NO_LETTER)


@kept
def organisations(request: HttpRequest) -> HttpResponse:
    as_at = read_as_at(request)
    answer = remembered(("organisations", as_at), lambda: ask_organisations(as_at=as_at))
    words = request.GET.get("q", "").strip()[:200]
    kind, letter = _kind(request), _letter(request)
    warned = [line for line in answer.organisations if line.reports]
    of_kind = [line for line in (_named(answer.organisations, words) if words else warned) if kind in ("", line.kind)]
    found = [line for line in of_kind if letter in ("", line.letter)]
    asked = request.GET.get("format", "")
    if asked == "json":
        return as_json({"as_at": as_at, "organisations": found, "cited": answer.cited})
    if asked == "csv":
        return as_csv([line.row() for line in found], f"organisations {as_at}")
    page, last = read_page(request), max(1, -(-len(found) // A_PAGE))
    page = min(page, last)
    context = {
        "page_title": "Which organisations were warned?",
        "as_at": as_at,
        "cited": answer.cited,
        "warned": len(warned),
        "sent": sum(1 for line in warned if line.reports_own),
        "words": words,
        "kind": kind,
        "letter": letter,
        "kinds": _kinds(request, warned),
        "letters": _letters(request, of_kind),
        "kind_words": kind_of,
        "found": found[(page - 1) * A_PAGE : page * A_PAGE],
        "total": len(found),
        "page": page,
        "last": last,
        "pages_base": address_with(request, page=None, as_at=as_at.isoformat()) + "&page=",
        "csv": address_with(request, format="csv", page=None),
        "json": address_with(request, format="json", page=None),
        "address": request.build_absolute_uri(f"{reverse('organisations')}?as_at={as_at}"),
    }
    return render(request, "organisations.jinja", context)


def _named(lines: Sequence[OrganisationLine], words: str) -> list[OrganisationLine]:
    """Those ever written like this, with or without a report."""
    keys = keys_written_like(words)
    return [line for line in lines if line.key in keys]


def _kind(request: HttpRequest) -> str:
    kind = request.GET.get("kind", "")
    if kind and kind not in KINDS and not Organisation.objects.filter(kind=kind).exists():
        raise InputError("There is no such kind of organisation", next_step="choose one from the list of kinds")
    return kind


def _letter(request: HttpRequest) -> str:
    letter = request.GET.get("letter", "").upper()
    if letter and letter not in LETTERS:
        raise InputError("letter is not a letter", next_step="write letter=A for names that begin with A")
    return letter


def _kinds(request: HttpRequest, lines: Sequence[OrganisationLine]) -> list[tuple[str, str, int, str]]:
    """Each kind: its word, its name, how many, its address."""
    count = Counter(line.kind for line in lines)
    named = sorted((KINDS.get(kind, ("", kind.replace("_", " ")))[1], kind) for kind in count)
    return [(kind, name, count[kind], address_with(request, kind=kind, page=None, letter=None)) for name, kind in named]


def _letters(request: HttpRequest, lines: Sequence[OrganisationLine]) -> list[tuple[str, int, str]]:
    count = Counter(line.letter for line in lines)
    return [(letter, count[letter], address_with(request, letter=letter, page=None)) for letter in LETTERS]


PATHS = (Path("organisations/", organisations, name="organisations", may=May.READ_REGISTER),)
