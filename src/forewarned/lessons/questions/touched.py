"""What ledger entries say has changed among the things that a search finds, so that a decision costs only these.

Whatever changes what is found ends in the ledger. An entry of a kind that is not known here may have changed anything:
then everything is compared.
"""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import dataclass, field

from forewarned.ledger.models import Entry

MOST = 1_000
"""Things, or entries, beyond which everything is compared: that is quicker."""
NOTHING_FOUND = ("account.", "token.", "proof.", "lesson.")
"""Kinds of entry that change nothing that is found; what a decision on a lesson changes, ``lessons.grouped`` names."""


@dataclass(slots=True)
class Touched:
    """Keys of matters, promises and lessons, and ids of readings that hold responses."""

    matters: set[str] = field(default_factory=set)
    promises: set[str] = field(default_factory=set)
    lessons: set[str] = field(default_factory=set)
    responses: set[int] = field(default_factory=set)

    def __len__(self) -> int:
        return len(self.matters) + len(self.promises) + len(self.lessons) + len(self.responses)


def touched_since(seq: int, leaf: str) -> Touched | None:
    """What the entries after this one touched; ``None`` where it may be anything, or too much.

    ``leaf`` is that entry's hash: the ledger of another store, or of an older copy of this one, has no such entry.
    """
    if not Entry.objects.filter(seq=seq, leaf_hash=leaf).exists():
        return None
    rows = Entry.objects.filter(seq__gt=seq).order_by("seq").values_list("action", "subject", "body")
    return touched_by(rows[: MOST + 1])


def touched_by(entries: Iterable[tuple[str, str, str]]) -> Touched | None:
    """The same of entries given as action, subject and body."""
    found = Touched()
    for count, (action, subject, body) in enumerate(entries):
        if count >= MOST or not _take(found, action, subject, body) or len(found) > MOST:
            return None
    return found


def _take(found: Touched, action: str, subject: str, body: str) -> bool:
    """Add what one entry touched; whether its kind is known."""
    if action.startswith(NOTHING_FOUND):
        return True
    about, _, what = action.partition(".")
    if what in ("judged", "undone") and about in ("theme", "matter", "promise"):
        (found.promises if about == "promise" else found.matters).add(subject)
        return True
    if action not in ("lessons.grouped", "lessons.read"):
        return False
    said = json.loads(body)
    if action == "lessons.grouped" and isinstance(said.get("lessons"), list):  # a number, where all were joined
        found.lessons |= set(said["lessons"])
        return True
    if action == "lessons.read" and subject == "responses":
        found.responses |= {int(pk) for pk in said["responses"]}
        return True
    return False
