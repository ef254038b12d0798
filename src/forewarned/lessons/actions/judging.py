"""People's decisions on what was inferred: themes, what a stretch of words is, promises. Used at once, and undone."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from datetime import datetime

from django.db import transaction

from forewarned.errors import InputError, NotFoundError
from forewarned.ledger.actions import record
from forewarned.lessons.actions.judgements import judged
from forewarned.lessons.actions.responses import read_responses, responses_waiting
from forewarned.lessons.actions.theming import themes_of
from forewarned.lessons.models import Judgement, Matter, Promise, Theme
from forewarned.lessons.themes import ThemeModel, codebook
from forewarned.reports.actions.deciding import kept_reason
from forewarned.settings import settings
from forewarned.store.engines import engine

THEME_VERDICTS = ("confirm", "reject", "add")
KINDS = ("matter", "boilerplate", "background")
PROMISE_VERDICTS = ("confirm", "reject")


def judge_themes(*, matter: str, verdicts: Mapping[str, str], reason: str = "", by: str) -> list[int]:
    """Confirm, reject or add themes of a matter, as a reviewer decides them at once; returns the judgements' ids.

    All have one moment (``at``), by which they are known to be one decision. Raises NotFoundError for no such matter,
    InputError for no such theme or verdict, BusyError while an import runs.
    """
    for code, verdict in verdicts.items():
        _among(verdict, THEME_VERDICTS, "verdict")
        _among(code, tuple(codebook()), "theme")
    _hear([matter])
    with engine().one_import_at_a_time(), transaction.atomic():
        row, now = _matter(matter), settings().now()
        made = [_judge("theme", row.key, verdict, code, reason, by, now) for code, verdict in sorted(verdicts.items())]
        _themes_again(row)
        return made


def judge_matter(*, matter: str, kind: str, reason: str = "", by: str) -> int:
    """Say what a stretch of a concerns section is: a matter, boilerplate or background.

    The responses to its report are read again, since which matters it has decides what they answer.
    """
    _among(kind, KINDS, "kind")
    if kind == "matter":
        _hear([matter])
    with engine().one_import_at_a_time(), transaction.atomic():
        row = _matter(matter)
        made = _judge("matter", row.key, kind, "", reason, by)
        Matter.objects.filter(pk=row.pk).update(kind=kind)
        row.kind = kind
        _themes_again(row)
        _responses_again(row, by)
        return made


def judge_promise(*, promise: str, verdict: str, reason: str = "", by: str) -> int:
    """Say whether words that were read as a promise are one."""
    _among(verdict, PROMISE_VERDICTS, "verdict")
    with engine().one_import_at_a_time(), transaction.atomic():
        if not Promise.objects.filter(key=promise).exists():
            raise NotFoundError("No promise has this key", where=promise, next_step="see `forewarned promises --json`")
        return _judge("promise", promise, verdict, "", reason, by)


def undo_judgement(*, judgement: int, by: str) -> None:
    """Take back a judgement that is in force; what was inferred stands again."""
    undo_judgements(judgements=[judgement], by=by)


def undo_judgements(*, judgements: Collection[int], by: str) -> None:
    """Take back several at once, all or none. Raises NotFoundError unless every one is in force."""
    subjects = Judgement.objects.filter(pk__in=judgements, undone_at=None, about__in=("theme", "matter"))
    _hear(subjects.values_list("subject", flat=True))
    with engine().one_import_at_a_time(), transaction.atomic():
        rows = list(Judgement.objects.filter(pk__in=judgements, undone_at=None).exclude(about="lesson").order_by("id"))
        if not rows or len(rows) < len(set(judgements)):
            told = ", ".join(str(one) for one in sorted(judgements))
            raise NotFoundError("No judgement of this number is in force", where=told)
        for row in rows:
            undo(row, by)
        kinds = {row.subject for row in rows if row.about == "matter"}
        themes = {row.subject for row in rows if row.about == "theme"}
        for matter in Matter.objects.filter(key__in=kinds | themes).order_by("key"):
            if matter.key in kinds:
                matter.kind = _kind_as_read(matter.key)
                matter.save(update_fields=["kind"])
                _responses_again(matter, by)
            _themes_again(matter)


def undo(row: Judgement, by: str) -> None:
    """Mark it undone, with its ledger entry, in the transaction that is open."""
    now = settings().now()
    row.undone_by, row.undone_at = by, now
    row.save(update_fields=["undone_by", "undone_at"])
    record(by=by, action=f"{row.about}.undone", subject=row.subject, body={"judgement": row.pk}, at=now)


def keep(
    about: str, subject: str, verdict: str, value: str, reason: str, by: str, detail: str = "",
    at: datetime | None = None,
) -> int:  # fmt: skip
    """Write a judgement and its ledger entry, in the transaction that is open; returns its id."""
    now, reason = at or settings().now(), kept_reason(reason)
    body = {"verdict": verdict, "value": value, "detail": detail, "reason": reason}
    entry = record(by=by, action=f"{about}.judged", subject=subject, body=body, at=now)
    row = Judgement.objects.create(
        about=about, subject=subject, verdict=verdict, value=value, detail=detail, reason=reason, by=by, at=now,
        ledger_entry=entry.seq,
    )  # fmt: skip
    return row.pk


def _judge(about: str, subject: str, verdict: str, value: str, reason: str, by: str, at: datetime | None = None) -> int:
    for row in Judgement.objects.filter(about=about, subject=subject, value=value, undone_at=None):
        undo(row, by)
    return keep(about, subject, verdict, value, reason, by, at=at)


def _hear(matters: Iterable[str]) -> None:
    """Load the model of themes and have it read these matters before the store is locked for writing: it takes long.

    What it says is kept by the words, and the key of a matter is of its words, so that it fits whatever is written
    meanwhile. Where there is no such matter the decision will say so.
    """
    if texts := list(Matter.objects.filter(key__in=list(matters)).order_by("key").values_list("text", flat=True)):
        ThemeModel.load().hear(texts)


def _themes_again(row: Matter) -> None:
    Theme.objects.filter(matter=row).delete()
    if row.kind == "matter":
        decided = judged()
        Theme.objects.bulk_create(themes_of(row, ThemeModel.load().themes(row.text), decided))


def _responses_again(row: Matter, by: str) -> None:
    if waiting := responses_waiting(row.report_id):
        read_responses(waiting, by)


def _kind_as_read(key: str) -> str:
    """What the rules say that the stretch is, read again."""
    from forewarned.lessons.matters import split_concerns

    row = Matter.objects.select_related("reading").get(key=key)
    section = str(row.reading.values.get("concerns", ""))
    found = [one.kind for one in split_concerns(section) if (one.start, one.end) == (row.start, row.end)]
    return found[0] if found else row.kind


def _matter(key: str) -> Matter:
    row = Matter.objects.filter(key=key).select_related("reading").first()
    if row is None:
        raise NotFoundError(
            "No matter has this key", where=key, next_step="take it from `forewarned report REF --json`"
        )
    return row


def _among(given: str, known: tuple[str, ...], what: str) -> None:
    if given not in known:
        raise InputError(f"Not a {what}", where=given[:80], next_step=f"use one of {', '.join(known)}")
