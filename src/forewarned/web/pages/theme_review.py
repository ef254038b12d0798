"""Review of themes: one matter at a time, the least sure first, one decision each, kept and reversible."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, QueryDict
from django.urls import reverse

from forewarned.errors import InputError
from forewarned.lessons.actions.judging import judge_matter, judge_themes, undo_judgements
from forewarned.lessons.counts import many
from forewarned.lessons.questions.matters import theme_name
from forewarned.lessons.questions.reviewing import ask_theme_review, in_force, last_decision, theme_queue
from forewarned.lessons.themes import codebook
from forewarned.web.access import May
from forewarned.web.faces import as_csv, as_json
from forewarned.web.jinja import render
from forewarned.web.matter_words import KINDS, VERDICTS
from forewarned.web.pages.duties import one_line
from forewarned.web.pages.matter import marked_words
from forewarned.web.paths import Path

MOST_NUMBER = 2**31 - 1


def theme_review(request: HttpRequest) -> HttpResponse:
    """The next matter to decide, with the words that carried each theme."""
    face = request.GET.get("format", "")
    if face == "csv":
        return as_csv([one.row() for one in theme_queue()], "themes to review")
    if face == "json":
        return as_json({"matters": theme_queue()})
    found = ask_theme_review(_number(request.GET, "place", "1"))
    context: dict[str, Any] = {
        "page_title": "What is this matter about?" if found else "Which themes wait for a decision?",
        "found": found,
        "nodes_found": marked_words(found.matter) if found else (),
        "last": last_decision(request.user.get_username()),
        "verdicts": VERDICTS,
        "kinds": KINDS,
        "book": codebook(),
        "csv": f"{reverse('theme_review')}?format=csv",
        "json": f"{reverse('theme_review')}?format=json",
    }
    return render(request, "theme_review.jinja", context)


def judge(request: HttpRequest) -> HttpResponse:
    """One decision on one matter: which themes it has, or that it is no matter of concern."""
    form, by = request.POST, request.user.get_username()
    matter, kind, reason = one_line(form.get("matter", ""), "matter"), form.get("kind", ""), form.get("reason", "")
    if not matter:
        raise InputError("This names no matter", next_step="take one from the review list")
    if kind:
        judge_matter(matter=matter, kind=kind, reason=reason, by=by)
        said = f"Remembered: these words are {KINDS[kind]}."
    else:
        said = _themes(matter, form, reason, by)
    messages.info(request, said)
    return _back(form, matter)


def _themes(matter: str, form: QueryDict, reason: str, by: str) -> str:
    """Confirm what is ticked, reject what was proposed and is not, add what was not proposed; what it came to."""
    ticked, proposed = (set(form.getlist(name)) - {""} for name in ("theme", "proposed"))
    if not ticked | proposed:
        raise InputError("No theme was chosen", next_step="go back, and tick a theme or say that it is no matter")
    wanted = dict.fromkeys(ticked & proposed, "confirm")
    wanted |= dict.fromkeys(ticked - proposed, "add") | dict.fromkeys(proposed - ticked, "reject")
    stands = in_force(matter)
    # A theme that a person added or confirmed before, and is still ticked, needs no second decision.
    new = {code: verdict for code, verdict in wanted.items() if (stands.get(code) == "reject") != (verdict == "reject")
           or code not in stands}  # fmt: skip
    if not new:
        return "Nothing was changed: all of it was decided before."
    judge_themes(matter=matter, verdicts=new, reason=reason, by=by)
    told = [f"{theme_name(code)} {VERDICTS[verdict]}" for code, verdict in sorted(new.items())]
    return f"Remembered: {'; '.join(told)}."


def undo(request: HttpRequest) -> HttpResponse:
    """Take a decision back; the ledger keeps both."""
    form = request.POST
    numbers = [_whole(text, "judgement") for text in form.getlist("judgement")]
    undo_judgements(judgements=numbers, by=request.user.get_username())
    messages.info(request, f"Undone: {many(len(numbers), 'judgement')}. What was read before stands again.")
    return _back(form, one_line(form.get("matter", ""), "matter"))


def _back(form: QueryDict, matter: str) -> HttpResponse:
    if form.get("back") == "review" or not matter:
        return HttpResponseRedirect(f"{reverse('theme_review')}?place={_number(form, 'place', '1')}")
    return HttpResponseRedirect(reverse("matter", kwargs={"key": matter}))


def _number(query: QueryDict, name: str, default: str) -> int:
    return _whole(query.get(name, "") or default, name)


def _whole(text: str, name: str) -> int:
    if not (text.isascii() and text.isdigit() and len(text) <= 10 and int(text) <= MOST_NUMBER):
        raise InputError(f"{name} is not a number", next_step=f"write {name}=1, for example")
    return int(text)


PATHS = (
    Path("lessons/review/", theme_review, name="theme_review", may=May.REVIEW),
    Path("lessons/review/judge/", judge, name="theme_review_judge", may=May.REVIEW, methods=("POST",)),
    Path("lessons/review/undo/", undo, name="theme_review_undo", may=May.REVIEW, methods=("POST",)),
)
