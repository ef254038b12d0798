"""The themes of a matter as they are kept: what the model found and nobody rejected, and what people added."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from forewarned.lessons.actions.judgements import Judged
from forewarned.lessons.models import Matter, Theme
from forewarned.lessons.values import ThemeFound


def themes_of(matter: Matter, found: Iterable[ThemeFound], decided: Judged) -> Iterator[Theme]:
    """Rows for the themes of a matter, those that people decided marked as theirs."""
    found = list(found)
    said = decided.themes(matter.key)
    for one in found:
        if said.get(one.code) != "reject":
            yield Theme(
                matter=matter,
                code=one.code,
                score=one.score,
                words=[list(span) for span in one.words],
                found_by=one.found_by,
                people=one.code in said,
            )
    known = {one.code for one in found}
    for code, verdict in sorted(said.items()):
        if verdict != "reject" and code not in known:
            yield Theme(matter=matter, code=code, score=1.0, words=[], found_by="people", people=True)
