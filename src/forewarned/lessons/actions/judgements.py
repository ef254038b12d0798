"""What people decided of inferred things, as reading and grouping take it up."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass

from forewarned.lessons.models import Judgement


@dataclass(frozen=True, slots=True)
class Judged:
    """Judgements in force by what they are about, then by subject: value to verdict."""

    by_subject: Mapping[str, Mapping[str, Mapping[str, str]]]

    def themes(self, matter: str) -> Mapping[str, str]:
        """Code to ``confirm``, ``reject`` or ``add``."""
        return self.by_subject.get("theme", {}).get(matter, {})

    def kind(self, matter: str) -> str:
        """What a person said that a stretch is: ``matter``, ``boilerplate``, ``background``; blank when nobody did."""
        return next(iter(self.by_subject.get("matter", {}).get(matter, {}).values()), "")

    def promise(self, key: str) -> str:
        """``confirm`` or ``reject``; blank when nobody did."""
        return next(iter(self.by_subject.get("promise", {}).get(key, {}).values()), "")


def judged() -> Judged:
    """Every judgement in force."""
    found: dict[str, dict[str, dict[str, str]]] = defaultdict(lambda: defaultdict(dict))
    rows = Judgement.objects.filter(undone_at=None).order_by("id").values_list("about", "subject", "value", "verdict")
    for about, subject, value, verdict in rows:
        found[about][subject][value] = verdict
    return Judged(found)
