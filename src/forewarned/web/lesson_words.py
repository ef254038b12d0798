"""Words of the pages on lessons for what people decided, and the decision that can be taken back at once."""

from __future__ import annotations

from dataclasses import dataclass

from django.http import HttpRequest

from forewarned.lessons.models import Judgement

VERDICTS = {
    "merge": "these matters are one lesson",
    "split": "some matters are another lesson",
    "remove": "a matter does not belong",
    "lock": "the lesson stays exactly as it is",
    "unlock": "the lesson may change again",
    "rename": "it is called by these words",
}
"""What a person said, after their name."""


@dataclass(frozen=True, slots=True)
class Undoable:
    """A decision of this person that is in force."""

    judgement: int
    says: str


def undoable(request: HttpRequest) -> Undoable | None:
    """The decision that ``?decided=`` names, if it is this person's own and in force."""
    text = request.GET.get("decided", "")
    if not (text.isascii() and text.isdigit() and len(text) <= 9):
        return None
    row = Judgement.objects.filter(pk=int(text), about="lesson", undone_at=None, by=request.user.get_username()).first()
    return Undoable(row.pk, VERDICTS.get(row.verdict, row.verdict)) if row else None
