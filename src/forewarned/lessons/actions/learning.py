"""Themes learnt from people: their decisions move the model, and every matter is read with it at the next reading."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable

from django.db import transaction

from forewarned.ledger.actions import record
from forewarned.lessons.actions.judgements import judged
from forewarned.lessons.actions.theming import themes_of
from forewarned.lessons.models import Judgement, Learnt, Matter, Theme
from forewarned.lessons.rules import READ_BY, by_now, good
from forewarned.lessons.texts import hash_of
from forewarned.lessons.themes import Decision, ThemeModel
from forewarned.settings import settings

AT_ONCE = 500
Progress = Callable[[str, int, int], None]


def learnt_model() -> ThemeModel:
    """The packaged model, moved by every decision on a theme that is in force."""
    return ThemeModel.load().learn(_decisions())


def learn_themes(*, by: str, progress: Progress) -> None:
    """Read the themes of all matters again where people decided anything on themes since the last time."""
    decisions = _decisions()
    told = sorted((one.text, one.code, one.answer) for one in decisions)
    last = Learnt.objects.order_by("-id").first()
    # Words alone leave what the encoder was taught by the same decisions.
    if last.source in {hash_of([rules, told]) for rules in good(READ_BY)} if last else not decisions:
        return
    model, decided = learnt_model(), judged()
    source = hash_of([by_now(READ_BY), told])  # the model is loaded: whether its encoder works is known
    rows = list(Matter.objects.filter(kind="matter").order_by("id"))
    with transaction.atomic():
        for start in range(0, len(rows), AT_ONCE):
            progress("Learning from decisions on themes", start, len(rows))
            some = rows[start : start + AT_ONCE]
            found = model.themes_of_many([row.text for row in some])
            Theme.objects.filter(matter_id__in=[row.pk for row in some]).delete()
            Theme.objects.bulk_create(
                (theme for row, themes in zip(some, found, strict=True) for theme in themes_of(row, themes, decided)),
                batch_size=1000,
            )
        now = settings().now()
        Learnt.objects.create(source=source, decisions=len(decisions), at=now)
        record(by=by, action="themes.learnt", subject="", body={"source": source, "decisions": len(decisions)}, at=now)


def _decisions() -> list[Decision]:
    """Decisions on themes in force, oldest first, with the words they are about."""
    rows = list(
        Judgement.objects.filter(about="theme", undone_at=None)
        .order_by("id")
        .values_list("subject", "value", "verdict")
    )
    texts: dict[str, str] = defaultdict(str)
    texts.update(Matter.objects.filter(key__in={key for key, _, _ in rows}).values_list("key", "text"))
    return [Decision(texts[key], code, verdict) for key, code, verdict in rows if texts[key].strip()]
