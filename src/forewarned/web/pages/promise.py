"""One promise: its words in their place, what it answers, how strong it is, and what there is to show for it."""

from __future__ import annotations

from contextlib import nullcontext
from datetime import date
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse

from forewarned.errors import InputError, NotFoundError
from forewarned.lessons.actions.judging import judge_promise
from forewarned.lessons.actions.proving import add_proof, withdraw_proof
from forewarned.lessons.actions.undoing import undo_any
from forewarned.lessons.models import Judgement, Proof
from forewarned.lessons.promises.values import SAID_DONE
from forewarned.lessons.questions.promised import PromiseAnswer, ask_promise_whole
from forewarned.lessons.questions.promising import PromiseLine
from forewarned.reports.questions.remembered import remembered
from forewarned.settings import settings
from forewarned.web.access import May
from forewarned.web.faces import address_with, as_csv, as_json, read_as_at, read_day
from forewarned.web.fresh import kept
from forewarned.web.jinja import render
from forewarned.web.pages.promises import row_of
from forewarned.web.paths import Path
from forewarned.web.promise_words import RUNGS, SMART, TIERS, TIERS_SOURCE, VERDICTS
from forewarned.web.uploads import kept_while_read

MOST_NUMBER = 2**31 - 1


@kept
def promise(request: HttpRequest, key: str) -> HttpResponse:
    """One promise as at a day."""
    as_at = read_as_at(request)
    answer = _answer(key, as_at)
    face = request.GET.get("format", "")
    if face == "csv":
        return as_csv(answer.rows(), f"promise {key} {as_at}")
    if face == "json":
        return as_json(answer)
    return _page(request, answer)


def _answer(key: str, as_at: date) -> PromiseAnswer:
    return remembered(("promise", key, as_at), lambda: ask_promise_whole(key=key, as_at=as_at))


def question(line: PromiseLine, who: str) -> str:
    """The heading: whether a promise was kept, or whether what is said to be done was done."""
    if line.not_counted:
        return f"{who}: what became of this?"
    if line.status in SAID_DONE:
        return f"{who}: was this action taken?"
    return f"{who}: was this promise kept?"


def _page(request: HttpRequest, answer: PromiseAnswer, problem: InputError | None = None) -> HttpResponse:
    line, as_at = answer.promise, answer.as_at
    row = row_of(line)
    base = reverse("promise", kwargs={"key": line.key})
    context: dict[str, Any] = {
        "page_title": question(line, row["who"]),
        "answer": answer,
        "line": line,
        "row": row,
        "meaning": TIERS.get(line.strength, ("", "What it is of the hierarchy is not known."))[1],
        "tiers_source": TIERS_SOURCE,
        "rungs": [(one, *RUNGS[one.name]) for one in answer.ladder],
        "to_prove": {name: words for name, words in RUNGS.items() if name != "promised"},
        "rung_names": {name: words[0] for name, words in RUNGS.items()},
        "smart": [(SMART[name], line.smart.get(name)) for name in SMART],
        "verdicts": VERDICTS,
        "problem": problem,
        "said": request.POST,
        "today": settings().today(),
        "csv": address_with(request, format="csv") if request.method == "GET" else f"{base}?format=csv",
        "json": address_with(request, format="json") if request.method == "GET" else f"{base}?format=json",
        "address": request.build_absolute_uri(f"{base}?as_at={as_at}"),
    }
    return render(request, "promise.jinja", context, status=400 if problem else 200)


def prove(request: HttpRequest, key: str) -> HttpResponse:
    """Attach evidence. What cannot be taken is said on the page, with what was typed."""
    file = request.FILES.get("file")
    try:
        on = read_day(request.POST.get("on", ""), "The day of the evidence")
        if on is None:
            raise InputError("The evidence needs a day", next_step="give the date that stands on it")
        with kept_while_read(file) if file else nullcontext() as path:
            number = add_proof(
                promise=key,
                rung=request.POST.get("rung", ""),
                on=on,
                title=request.POST.get("title", ""),
                where=request.POST.get("where", ""),
                file=path,
                by=request.user.get_username(),
            )
    except InputError as error:
        return _page(request, _answer(key, settings().today()), error)
    messages.info(request, f"Attached as evidence {number}. Whoever looks at the promise sees it from now on.")
    return _back(key)


def withdraw(request: HttpRequest, key: str) -> HttpResponse:
    """Say that evidence counts no more; it stays on record."""
    number = _number(request.POST.get("proof", ""))
    if not Proof.objects.filter(pk=number, promise=key).exists():
        raise NotFoundError("This promise has no such evidence", next_step="go back and choose from its list")
    withdraw_proof(proof=number, by=request.user.get_username())
    messages.info(request, f"Evidence {number} is withdrawn. It stays on record and counts no more.")
    return _back(key)


def judge(request: HttpRequest, key: str) -> HttpResponse:
    """Say whether the words are a promise."""
    verdict, reason = request.POST.get("verdict", ""), request.POST.get("reason", "")
    try:
        judge_promise(promise=key, verdict=verdict, reason=reason, by=request.user.get_username())
    except InputError as error:
        return _page(request, _answer(key, settings().today()), error)
    gone = " It is left out of every list." if verdict == "reject" else ""
    messages.info(request, f"Remembered: {VERDICTS[verdict].lower()}.{gone}")
    return _back(key)


def undo(request: HttpRequest, key: str) -> HttpResponse:
    """Take a decision on the promise back; the ledger keeps both."""
    number = _number(request.POST.get("judgement", ""))
    if not Judgement.objects.filter(pk=number, about="promise", subject=key).exists():
        raise NotFoundError("There is no such decision on this promise", next_step="go back and choose from its list")
    undo_any(judgement=number, by=request.user.get_username())
    messages.info(request, "Undone. What was read stands again.")
    return _back(key)


def _number(text: str) -> int:
    if not (text.isascii() and text.isdigit() and int(text[:11]) <= MOST_NUMBER):
        raise InputError("This is not a number", next_step="go back and press a button of the page")
    return int(text)


def _back(key: str) -> HttpResponseRedirect:
    return HttpResponseRedirect(reverse("promise", kwargs={"key": key}))


PATHS = (
    Path("promises/<str:key>/", promise, name="promise", may=May.READ_REGISTER, sensitive=True),
    Path("promises/<str:key>/evidence/", prove, name="promise_prove", may=May.ADD_EVIDENCE, methods=("POST",)),
    Path("promises/<str:key>/withdraw/", withdraw, name="promise_withdraw", may=May.ADD_EVIDENCE, methods=("POST",)),
    Path("promises/<str:key>/judge/", judge, name="promise_judge", may=May.REVIEW, methods=("POST",)),
    Path("promises/<str:key>/undo/", undo, name="promise_undo", may=May.REVIEW, methods=("POST",)),
)
