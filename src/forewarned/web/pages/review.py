"""Review: what a written name means, decided one at a time, each decision kept and reversible."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, QueryDict
from django.urls import reverse

from forewarned.errors import InputError
from forewarned.reports.actions.deciding import decide_name, split_name, undo_decision
from forewarned.reports.actions.merging import merge_bodies, undo_merger
from forewarned.reports.questions.decisions import Decided, ask_decisions, likely_pairs
from forewarned.reports.questions.evidence import NameEvidence, ask_review, candidates, queue
from forewarned.settings import settings
from forewarned.web.access import May
from forewarned.web.faces import address_with, as_csv, as_json, read_page
from forewarned.web.jinja import render
from forewarned.web.pages.duties import one_line
from forewarned.web.paths import Path
from forewarned.web.words import kind_of

A_PAGE = 50
BODY = "body:"
"""Before a key, in the value of an answer that names an organisation."""
PARTIES = {"person": "a private person", "redacted": "a redacted name", "not_an_organisation": "not an organisation"}


def review(request: HttpRequest) -> HttpResponse:
    """The next name to decide, with its evidence."""
    face = request.GET.get("format", "")
    if face == "csv":
        return as_csv([name.row() for name in queue()], "names to review")
    if face == "json":
        return as_json({"names": queue()})
    found = ask_review(_place(request.GET))
    return _page(request, found)


def _place(query: QueryDict) -> int:
    text = query.get("place", "1")
    if not (text.isascii() and text.isdigit() and len(text) <= 6):
        raise InputError("place is not a number", next_step="write place=1 for the first name")
    return int(text)


def _page(request: HttpRequest, found: NameEvidence | None, problem: InputError | None = None) -> HttpResponse:
    wanted = one_line(request.GET.get("find", ""), "find")[:200]
    last = next((one for one in ask_decisions(as_at=settings().today()).decisions if _own(one, request)), None)
    context: dict[str, Any] = {
        "page_title": f"What does “{found.name.as_written}” mean?" if found else "Which names wait for a decision?",
        "found": found,
        "problem": problem,
        "find": wanted,
        "offered": _offered(found, wanted),
        "last": last,
        "parties": PARTIES,
        "place": found.place if found else 1,
        "address": request.build_absolute_uri(reverse("review")),
        "csv": f"{reverse('review')}?format=csv",
        "json": f"{reverse('review')}?format=json",
    }
    return render(request, "review.jinja", context, status=400 if problem else 200)


def _own(one: Decided, request: HttpRequest) -> bool:
    return one.sort == "name" and one.undone_at is None and one.by == request.user.get_username()


def _offered(found: NameEvidence | None, wanted: str) -> list[dict[str, Any]]:
    """The answers that name an organisation: how it is read now, then those most like it, or those looked for."""
    if found is None:
        return []
    bodies = candidates(wanted) if wanted else found.candidates
    return [
        {
            "value": BODY + body.key,
            "name": body.name,
            "kind": kind_of(body.kind),
            "now": body.key == found.name.key,
            "score": body.score,
            "reasons": body.reasons,
        }
        for body in bodies
    ]


def decide(request: HttpRequest) -> HttpResponse:
    """One answer on one name. Without an answer, the page again with what is missing."""
    name, answer = request.POST.get("name", ""), request.POST.get("answer", "")
    reason, by, place = request.POST.get("reason", ""), request.user.get_username(), _place(request.POST)
    if "\x00" in name:  # a name may hold a line break, but no database text holds this
        raise InputError("This is no name", next_step="take a name from the review list")
    if not name.strip() or not answer:
        problem = InputError("Choose what the name means", next_step="choose one of the answers, then press Decide")
        return _page(request, ask_review(place), problem)
    if answer == "several":
        count = split_name(
            name=name,
            organisations=[one_line(part, "organisation") for part in request.POST.getlist("part")],
            reason=reason,
            by=by,
        )
        meant = "several organisations"
    elif answer.startswith(BODY):
        key = one_line(answer.removeprefix(BODY), "answer")
        count = decide_name(name=name, verdict="body", organisation=key, reason=reason, by=by)
        meant = "that organisation"
    elif answer in PARTIES:
        count = decide_name(name=name, verdict=answer, reason=reason, by=by)
        meant = PARTIES[answer]
    else:
        raise InputError("This is not one of the answers", next_step="go back and choose one of those shown")
    messages.info(request, f"Remembered: “{name}” is {meant}. {_reports(count)} read again.")
    return HttpResponseRedirect(f"{reverse('review')}?place={place}")


def _reports(count: int) -> str:
    return f"{count:,} report{'' if count == 1 else 's'}"


def decisions(request: HttpRequest) -> HttpResponse:
    """Every decision, newest first: who, when, why, and what was undone."""
    answer = ask_decisions(as_at=settings().today())
    face = request.GET.get("format", "")
    if face == "csv":
        return as_csv(answer.rows(), "decisions")
    if face == "json":
        return as_json(answer)
    page, last = read_page(request), max(1, -(-len(answer.decisions) // A_PAGE))
    page = min(page, last)
    return render(
        request,
        "review_decisions.jinja",
        {
            "page_title": "What was decided, by whom, and why?",
            "answer": answer,
            "shown": answer.decisions[(page - 1) * A_PAGE : page * A_PAGE],
            "page": page,
            "last": last,
            "pages_base": address_with(request, page=1)[: -len("1")],
            "csv": address_with(request, format="csv", page=None),
            "json": address_with(request, format="json", page=None),
            "address": request.build_absolute_uri(reverse("review_decisions")),
        },
    )


def undo(request: HttpRequest) -> HttpResponse:
    """Take a decision back; the ledger and the list keep both."""
    subject, by = request.POST.get("subject", "").replace("\x00", ""), request.user.get_username()
    if request.POST.get("sort") == "merger":
        count = undo_merger(body=subject, by=by)
    else:
        count = undo_decision(name=subject, by=by)
    messages.info(request, f"Undone: “{subject}”. {_reports(count)} read again without it.")
    return HttpResponseRedirect(reverse("review" if request.POST.get("back") == "review" else "review_decisions"))


def merge(request: HttpRequest) -> HttpResponse:
    """Two stored bodies that are one: pairs that look alike, or any two."""
    if request.method == "POST":
        body, into = (one_line(request.POST.get(name, ""), name) for name in ("body", "into"))
        if not body or not into:
            raise InputError("Two organisations are needed", next_step="name the one to merge and the one it is")
        count = merge_bodies(
            body=body, into=into, reason=request.POST.get("reason", ""), by=request.user.get_username()
        )
        messages.info(request, f"Merged. {_reports(count)} read again.")
        return HttpResponseRedirect(reverse("review_merge"))
    pairs = likely_pairs()
    if request.GET.get("format") == "json":
        return as_json({"pairs": pairs})
    return render(
        request,
        "review_merge.jinja",
        {
            "page_title": "Which stored organisations are one and the same?",
            "pairs": pairs[:A_PAGE],
            "total": len(pairs),
            "json": f"{reverse('review_merge')}?format=json",
            "address": request.build_absolute_uri(reverse("review_merge")),
        },
    )


PATHS = (
    Path("review/", review, name="review", may=May.REVIEW),
    Path("review/decide/", decide, name="review_decide", may=May.REVIEW, methods=("POST",)),
    Path("review/decisions/", decisions, name="review_decisions", may=May.REVIEW),
    Path("review/undo/", undo, name="review_undo", may=May.REVIEW, methods=("POST",)),
    Path("review/merge/", merge, name="review_merge", may=May.REVIEW, methods=("GET", "POST")),
)
