"""One lesson: where it stands word for word, why each matter belongs, and what people decided of it."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from rapidfuzz import fuzz

from forewarned.errors import InputError
from forewarned.lessons.actions import lessons as actions
from forewarned.lessons.models import Lesson, Matter
from forewarned.lessons.questions.alike import lessons_like
from forewarned.lessons.questions.grouped import LessonAnswer, LessonLine, ask_lesson, lesson_lines
from forewarned.lessons.questions.matters import MatterLine, theme_name
from forewarned.reports.questions.remembered import remembered
from forewarned.web.access import May, may
from forewarned.web.again_rows import death_told_from, part_day
from forewarned.web.faces import address_with, as_csv, as_json, read_as_at
from forewarned.web.fresh import kept
from forewarned.web.jinja import render
from forewarned.web.lesson_words import VERDICTS, undoable
from forewarned.web.pages.duties import one_line
from forewarned.web.paths import Path

LIKELY = 6
"""Other lessons offered to merge with."""


@dataclass(frozen=True, slots=True)
class ReportRow:
    """One report of the lesson with its matters. ``again``: the first report of the same death, if not this one."""

    report: str
    ref: str
    deceased_name: str
    died: str
    died_from: str
    reported: str
    bodies: tuple[str, ...]
    matters: tuple[MatterLine, ...]
    again: str
    again_ref: str


@kept
def lesson(request: HttpRequest, key: str) -> HttpResponse:
    as_at = read_as_at(request)
    answer: LessonAnswer = remembered(("lesson", key, as_at), lambda: ask_lesson(key=key, as_at=as_at))
    asked = request.GET.get("format", "")
    if asked == "json":
        return as_json(answer)
    if asked == "csv":
        return as_csv(answer.rows(), f"lesson {key} {as_at}")
    judges = may(request, May.REVIEW)
    path = reverse("lesson", kwargs={"key": key})
    context: dict[str, Any] = {
        "page_title": f"Who was warned of this: “{answer.lesson.name}”?",
        "key": key,
        "answer": answer,
        "reports": reports_of(answer),
        "deaths": len({one.first_report for one in answer.deaths}),
        "years": _years(answer),
        "theme_name": theme_name,
        "verdicts": VERDICTS,
        "likely": _likely(answer, request.GET.get("find", "")[:200]) if judges and answer.in_force else [],
        "find": request.GET.get("find", "")[:200],
        "last_decision": undoable(request) if judges else None,
        "csv": address_with(request, format="csv", decided=None, find=None),
        "json": address_with(request, format="json", decided=None, find=None),
        "address": request.build_absolute_uri(f"{path}?as_at={as_at}"),
    }
    return render(request, "lesson.jinja", context)


def reports_of(answer: LessonAnswer) -> tuple[ReportRow, ...]:
    """The reports of a lesson, oldest first, each with its matters."""
    by_report: dict[str, list[MatterLine]] = {}
    for one in answer.matters:
        by_report.setdefault(one.report, []).append(one)
    refs = {key: lines[0].ref or "no reference" for key, lines in by_report.items()}
    rows = []
    for death in answer.deaths:
        lines = by_report[death.report]
        first = lines[0]
        again = death.first_report if death.first_report != death.report else ""
        rows.append(
            ReportRow(
                death.report, refs[death.report], first.deceased_name, part_day(death.date),
                death_told_from(death.known_from, death.other, death.other_from, death.opened),
                part_day(first.date_of_report.isoformat() if first.date_of_report else ""), first.organisations,
                tuple(lines), again, refs.get(again, ""),
            )
        )  # fmt: skip
    return tuple(rows)


def _years(answer: LessonAnswer) -> str:
    years = sorted({one.date_of_report.year for one in answer.matters if one.date_of_report})
    if not years:
        return ""
    return f"in {years[0]}" if len(years) == 1 else f"from {years[0]} to {years[-1]}"


def _likely(answer: LessonAnswer, find: str) -> list[tuple[LessonLine, float | None]]:
    """Lessons to merge with: those whose names hold the words looked for, else those most like this one, scored."""
    if not (wanted := find.strip().lower()):
        key = answer.lesson.key
        return list(remembered(("lessons like", key), lambda: lessons_like(lesson=key, most=LIKELY)))
    rows = Lesson.objects.filter(in_force=True).exclude(key=answer.lesson.key).order_by("key")
    scored = [(fuzz.token_set_ratio(wanted, row.name.lower()), row) for row in rows]
    best = sorted(scored, key=lambda one: (-one[0], one[1].key))[:LIKELY]
    return [(line, None) for line in lesson_lines(row for _, row in best)]


def decide(request: HttpRequest, key: str) -> HttpResponse:
    """One decision on a lesson; ``act`` says which."""
    act, post = request.POST.get("act", ""), request.POST
    by, reason = request.user.get_username(), post.get("reason", "")
    matters = [one_line(one, "matter")[:40] for one in post.getlist("matter")]
    others = [one_line(one, "lesson")[:40] for one in post.getlist("other") if one.strip()]

    def rename() -> int:
        words = " ".join(post.get("words", "").split())
        return actions.rename_lesson(lesson=key, matter=_holding(key, words), words=_as_written(key, words),
                                     reason=reason, by=by)  # fmt: skip

    acts: dict[str, Callable[[], int]] = {
        "merge": lambda: actions.merge_lessons(lesson=key, others=others, reason=reason, by=by),
        "split": lambda: actions.split_lesson(lesson=key, matters=matters, reason=reason, by=by),
        "remove": lambda: actions.remove_matter(lesson=key, matter="".join(matters[:1]), reason=reason, by=by),
        "lock": lambda: actions.lock_lesson(lesson=key, reason=reason, by=by),
        "unlock": lambda: actions.unlock_lesson(lesson=key, reason=reason, by=by),
        "rename": rename,
    }
    if act not in acts:
        raise InputError("This is not one of the decisions", next_step="go back and press one of the buttons")
    made = acts[act]()
    messages.info(request, f"Remembered: {VERDICTS[act]}.{_where(key, act, matters)}")
    return HttpResponseRedirect(f"{reverse('lesson', kwargs={'key': key})}?decided={made}")


def _where(key: str, act: str, matters: list[str]) -> str:
    """Where the matters that left are now."""
    if act not in ("split", "remove"):
        return ""
    row = Lesson.objects.filter(members__matter__key__in=matters, in_force=True).exclude(key=key).first()
    if row is not None:
        return f" What you took out is the lesson “{row.name}” now."
    return " What you took out is in no lesson now; the next reading may join it with others, but not with these."


def _texts(key: str) -> list[tuple[str, str]]:
    row = Lesson.objects.filter(key=key, in_force=True).first()
    held = dict(Matter.objects.filter(key__in=row.matters).values_list("key", "text")) if row else {}
    return [(one, held[one]) for one in (row.matters if row else []) if one in held]


def _place(text: str, words: str) -> tuple[int, int] | None:
    """Where a matter holds these words, whatever blanks and line breaks stand between them."""
    found = re.search(r"\s+".join(re.escape(part) for part in words.split()), text) if words else None
    return found.span() if found else None


def _holding(key: str, words: str) -> str:
    """The matter of the lesson that holds these words; blank for none, which the action refuses."""
    return next((one for one, text in _texts(key) if _place(text, words)), "")


def _as_written(key: str, words: str) -> str:
    """The words with the blanks and line breaks that they have in the matter."""
    for _, text in _texts(key):
        if place := _place(text, words):
            return text[slice(*place)]
    return words


def undo(request: HttpRequest) -> HttpResponse:
    """Take back a decision on a lesson; the ledger keeps both."""
    text, by = request.POST.get("judgement", ""), request.user.get_username()
    if not (text.isascii() and text.isdigit() and len(text) <= 9):
        raise InputError("This is no decision’s number", next_step="go back and press Undo")
    actions.undo_lesson_decision(judgement=int(text), by=by)
    messages.info(request, "Taken back. The matters are joined again without that decision.")
    return HttpResponseRedirect(_back(request))


def _back(request: HttpRequest) -> str:
    key = one_line(request.POST.get("lesson", ""), "lesson")[:40]
    organisation = one_line(request.POST.get("organisation", ""), "organisation")[:200]
    if key and Lesson.objects.filter(key=key).exists():
        return reverse("lesson", kwargs={"key": key})
    return reverse("organisation_again", kwargs={"key": organisation}) if organisation else reverse("lessons")


PATHS = (
    Path("lessons/undo/", undo, name="lesson_undo", may=May.REVIEW, methods=("POST",)),
    Path("lessons/<str:key>/decide/", decide, name="lesson_decide", may=May.REVIEW, methods=("POST",)),
    Path("lessons/<str:key>/", lesson, name="lesson", may=May.READ_REGISTER, sensitive=True),
)
"""``lessons/<key>/`` comes after every other address below ``lessons/`` (see ``PAGES``)."""
