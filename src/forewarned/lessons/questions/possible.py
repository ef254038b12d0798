"""Matters to one organisation that may be the same lesson: likely enough to ask a person, not to join without one."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from threading import Lock

from forewarned.lessons.actions.grouping import decisions_in_force
from forewarned.lessons.meaning.kept import kept_embedder
from forewarned.lessons.models import Lesson, Matter
from forewarned.lessons.recurrence import LessonDecision, LessonMatter, PairModel, Side
from forewarned.lessons.recurrence.candidates import candidates
from forewarned.lessons.recurrence.clustering import PROMISING
from forewarned.lessons.recurrence.rulings import Rulings
from forewarned.lessons.recurrence.values import SharedPart, Span

MOST = 100
"""Pairs in one answer, the likeliest first: what a person can ever look at."""
SHARED = 8
PARTS_AT_MOST = 4
"""Spans of one shared word on a side."""


@dataclass(frozen=True, slots=True)
class PossibleSide:
    """One matter of a pair, and the words in it that the other shares: offsets into ``text``."""

    matter: str
    text: str
    shared: tuple[Span, ...]
    lesson: str
    lesson_name: str
    lesson_size: int
    """Matters in the lesson it belongs to, which come along when the two are joined; 0 where it belongs to none."""
    report: str
    ref: str
    report_url: str
    date_of_report: date | None
    date_of_death: str


@dataclass(frozen=True, slots=True)
class PossibleLine:
    """Two matters in reports of different deaths that may be one lesson. ``sides``: the earlier report first."""

    score: float
    sides: tuple[PossibleSide, PossibleSide]
    words: tuple[str, ...]
    """What both say, heaviest first, as the earlier one says it."""
    found_by: str

    def row(self) -> dict[str, object]:
        """For CSV."""
        one, two = self.sides
        return {
            "score": self.score, "matter": one.matter, "ref": one.ref, "date_of_report": one.date_of_report,
            "date_of_death": one.date_of_death, "text": one.text, "lesson": one.lesson, "other_matter": two.matter,
            "other_ref": two.ref, "other_date_of_report": two.date_of_report, "other_date_of_death": two.date_of_death,
            "other_text": two.text, "other_lesson": two.lesson, "both_say": "; ".join(self.words),
            "found_by": self.found_by,
        }  # fmt: skip


def possible_of(
    rows: Sequence[Matter], same_death: Mapping[str, str], dates: Mapping[int, tuple[str, str]]
) -> tuple[PossibleLine, ...]:
    """Pairs of these matters that the model calls the same lesson and did not join, likeliest first.

    Left out: two of one lesson, two of one death, what a person parted, and what is locked into a lesson. Of two
    lessons, or a lesson and a matter, the likeliest pair stands for all.
    """
    rows = sorted(rows, key=lambda row: (row.report.date_of_report or date.max, row.key))
    with _one_at_a_time:
        pairs = list(_scored(rows, same_death))
        best: dict[frozenset[str], tuple[float, Matter, Matter]] = {}
        for score, one, two in sorted(pairs, key=lambda pair: (-pair[0], pair[1].key, pair[2].key)):
            best.setdefault(frozenset((_home(one), _home(two))), (score, one, two))
        open_ones = _undecided(best.values())[:MOST]
        sizes = _sizes(open_ones)
        return tuple(_line(score, one, two, sizes, dates) for score, one, two in open_ones)


_one_at_a_time = Lock()
"""The model keeps what it has read; readers take turns, each being done in less than a second."""
_kept: list[tuple[object, PairModel]] = []


def _model() -> PairModel:
    """The packaged model, read once a process for the embedder at hand."""
    embedder = kept_embedder()
    if not _kept or _kept[0][0] is not embedder:
        _kept[:] = [(embedder, PairModel.load(embedder))]
    return _kept[0][1]


def _scored(rows: Sequence[Matter], same_death: Mapping[str, str]) -> Iterator[tuple[float, Matter, Matter]]:
    """Pairs in reports of different deaths that reach the model's threshold, by words first, then in full."""
    model = _model()
    free = [row for row in rows if model.reading(Side(row.text)).says_a_failing]
    vectors = [model.reading(Side(row.text)).vector for row in free]
    near = []
    for at, other in candidates(vectors, [frozenset({"here"})] * len(free)):
        one, two = free[at], free[other]
        if _home(one) == _home(two) or _death(one, same_death) == _death(two, same_death):
            continue
        if model.quick(Side(one.text), Side(two.text)) >= PROMISING:
            near.append((one, two))
    model.prepare([Side(row.text) for row in {row.pk: row for pair in near for row in pair}.values()])
    for one, two in near:
        if (score := model.score(Side(one.text), Side(two.text))) >= model.weights.threshold:
            yield score, one, two


def _home(row: Matter) -> str:
    """The lesson that a matter belongs to, or itself."""
    return f"lesson {row.member.lesson_id}" if hasattr(row, "member") else row.key


def _death(row: Matter, same_death: Mapping[str, str]) -> str:
    return same_death.get(row.report.key, row.report.key)


def _undecided(
    pairs: Iterable[tuple[float, Matter, Matter]],
) -> list[tuple[float, Matter, Matter]]:
    """Those that no person parted or locked: by any matter of either lesson, as joining reads decisions."""
    pairs = list(pairs)
    ids = {row.member.lesson_id for _, *two in pairs for row in two if hasattr(row, "member")}
    lessons = {row.pk: row for row in Lesson.objects.filter(pk__in=ids)}
    rulings = _rulings(decisions_in_force())

    def whole(row: Matter) -> list[str]:
        return lessons[row.member.lesson_id].matters if hasattr(row, "member") else [row.key]

    def locked(row: Matter) -> bool:
        return hasattr(row, "member") and lessons[row.member.lesson_id].locked

    return [
        (score, one, two)
        for score, one, two in pairs
        if not (locked(one) or locked(two)) and not rulings.apart(whole(one), whole(two))
    ]


def _rulings(decisions: Sequence[LessonDecision]) -> Rulings:
    """What is parted, read without the texts of matters: no name is asked of it."""
    parting = [one for one in decisions if one.kind in ("merge", "split", "remove")]
    named = {key for one in parting for key in (*one.matters, *one.others)}
    return Rulings(parting, {key: LessonMatter(key, "", "") for key in named})


def _sizes(pairs: Iterable[tuple[float, Matter, Matter]]) -> dict[int, Lesson]:
    ids = {row.member.lesson_id for _, *two in pairs for row in two if hasattr(row, "member")}
    return {row.pk: row for row in Lesson.objects.filter(pk__in=ids)}


def _line(
    score: float, one: Matter, two: Matter, lessons: Mapping[int, Lesson], dates: Mapping[int, tuple[str, str]]
) -> PossibleLine:
    reading = _model().explain(Side(one.text), Side(two.text), SHARED)
    sides = (
        _side(one, [part.earlier for part in reading.parts], lessons, dates),
        _side(two, [part.later for part in reading.parts], lessons, dates),
    )
    return PossibleLine(round(score, 3), sides, _words(one.text, reading.parts), reading.found_by)


def _words(text: str, parts: Iterable[SharedPart]) -> tuple[str, ...]:
    spans = [whole_words(text, *part.earlier[0]) for part in parts if part.earlier]
    said = (" ".join(text[start:end].split()) for start, end in spans)
    return tuple({word.lower(): word for word in reversed(list(said)) if word}.values())[::-1]


def whole_words(text: str, start: int, end: int) -> Span:
    """A span, wider where it begins or ends inside a word: a slot may be of the beginning of one."""
    while start > 0 and text[start - 1].isalnum() and text[start].isalnum():
        start -= 1
    while end < len(text) and text[end - 1].isalnum() and text[end].isalnum():
        end += 1
    return start, end


def _side(
    row: Matter,
    parts: Iterable[Sequence[Span]],
    lessons: Mapping[int, Lesson],
    dates: Mapping[int, tuple[str, str]],
) -> PossibleSide:
    report, lesson = row.report, lessons.get(row.member.lesson_id) if hasattr(row, "member") else None
    return PossibleSide(
        matter=row.key,
        text=row.text,
        shared=_apart(whole_words(row.text, *span) for spans in parts for span in spans[:PARTS_AT_MOST]),
        lesson=lesson.key if lesson else "",
        lesson_name=lesson.name if lesson else "",
        lesson_size=lesson.size if lesson else 0,
        report=report.key,
        ref=report.ref,
        report_url=report.report_url,
        date_of_report=report.date_of_report,
        date_of_death=dates.get(row.report_id, ("", ""))[0],
    )


def _apart(spans: Iterable[Span]) -> tuple[Span, ...]:
    """Spans in order, those that touch made one."""
    found: defaultdict[int, int] = defaultdict(int)
    last = -1
    for start, end in sorted(spans):
        if last >= 0 and start <= found[last]:
            found[last] = max(found[last], end)
        else:
            last = start
            found[last] = end
    return tuple(found.items())
