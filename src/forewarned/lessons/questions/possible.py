"""Matters to one organisation that may be the same lesson: likely enough to ask a person, not to join without one."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import date
from threading import Lock

from forewarned.lessons.actions.grouping import decisions_in_force
from forewarned.lessons.meaning.kept import kept_embedder
from forewarned.lessons.models import Lesson, Matter
from forewarned.lessons.questions.deaths import NOT_KNOWN, Death
from forewarned.lessons.questions.tidied import tidied_matters
from forewarned.lessons.recurrence import LessonDecision, LessonMatter, PairModel, Side
from forewarned.lessons.recurrence.offering import POSSIBLE, Offer, Offerable, enough, offered
from forewarned.lessons.recurrence.packaged import packaged_pairs
from forewarned.lessons.recurrence.relation import STRONGEST_FIRST, UNDATED, Promised, Relation, Warned, classify
from forewarned.lessons.recurrence.rulings import Rulings
from forewarned.lessons.recurrence.values import SharedPart, Span
from forewarned.lessons.texts import whole_words

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
    tidied: bool = False
    """Whether a language model tidied the words before they came here."""
    death_known_from: str = ""
    """Where the date of death is from: ``register``, or the rule that found it in the report's words."""
    other_date_of_death: str = ""
    """What another source says, where it contradicts ``date_of_death``; blank where none does."""
    other_known_from: str = ""
    opened: str = ""
    """The day on which the death's investigation or inquest was opened, as the report says: no death is after it."""

    def row(self) -> dict[str, object]:
        """Its columns for CSV. A second date is not called "other" there: that is the other matter of the pair."""
        return {
            "matter": self.matter, "ref": self.ref, "date_of_report": self.date_of_report,
            "date_of_death": self.date_of_death, "death_known_from": self.death_known_from,
            "second_date_of_death": self.other_date_of_death, "second_known_from": self.other_known_from,
            "opened": self.opened, "text": self.text, "tidied": self.tidied, "lesson": self.lesson,
        }  # fmt: skip


@dataclass(frozen=True, slots=True)
class PossibleLine:
    """Two matters in reports of different deaths that may be one lesson. ``sides``: the earlier report first.

    ``kind``, ``reason`` and ``missing``: how the later death stands to the earlier report, **if** it is one lesson,
    which no person has said. ``band``: ``possible``, or ``nearest`` for one that is less likely and is shown where
    there are few.
    """

    score: float
    sides: tuple[PossibleSide, PossibleSide]
    words: tuple[str, ...]
    """What both say, heaviest first, as the earlier one says it."""
    found_by: str
    band: str = POSSIBLE
    kind: str = ""
    reason: str = ""
    missing: tuple[str, ...] = ()

    def row(self) -> dict[str, object]:
        """For CSV."""
        one, two = self.sides
        return {
            "band": self.band, "if_one_lesson": self.kind, "reason": self.reason,
            "score": self.score, **one.row(), **{f"other_{name}": value for name, value in two.row().items()},
            "both_say": "; ".join(self.words), "found_by": self.found_by,
        }  # fmt: skip


@dataclass(frozen=True, slots=True)
class Known:
    """What is known of the reports that matters are of: which are of one death, when, and what was promised on them.

    ``same_death``: by report, what stands for its death; ``deaths``: by the report's id; ``warned``: by report;
    ``promises``: by matter.
    """

    same_death: Mapping[str, str]
    deaths: Mapping[int, Death]
    warned: Mapping[str, Warned]
    promises: Mapping[str, Sequence[Promised]]


def possible_of(rows: Sequence[Matter], known: Known) -> tuple[PossibleLine, ...]:
    """Pairs of these matters that may be one lesson and were not joined.

    What is likelier first (``band``), then by what the dates would say of it, the strongest first, then by score. Left
    out: two of one lesson, two of one death, what a person parted, and what is locked into a lesson. Of two lessons, or
    a lesson and a matter, the likeliest pair stands for all.
    """
    rows = sorted(rows, key=lambda row: (row.report.date_of_report or date.max, row.key))
    asked = [Offerable(row.key, row.text, _home(row), _death(row, known.same_death)) for row in rows]
    with model_in_turn() as model:
        open_ones = _undecided((one, rows[one.one], rows[one.two]) for one in offered(asked, model))
        chosen = enough([offer for offer, _, _ in open_ones], MOST)
        pairs = [(offer, rows[offer.one], rows[offer.two]) for offer in chosen]
        lessons = _lessons(pairs)
        lines = [_line(pair, lessons, known, model) for pair in pairs]
    return _with_tidied(sorted(lines, key=_strongest_first))


def _strongest_first(line: PossibleLine) -> tuple[bool, int, float, str, str]:
    one, two = line.sides
    return line.band != POSSIBLE, STRONGEST_FIRST.index(line.kind), -line.score, one.matter, two.matter


def _with_tidied(lines: Iterable[PossibleLine]) -> tuple[PossibleLine, ...]:
    """The same pairs, each side with whether a model tidied its words."""
    lines = tuple(lines)
    tidied = tidied_matters({side.matter for line in lines for side in line.sides})

    def told(side: PossibleSide) -> PossibleSide:
        return replace(side, tidied=side.matter in tidied)

    return tuple(replace(line, sides=(told(line.sides[0]), told(line.sides[1]))) for line in lines)


_one_at_a_time = Lock()
_kept: list[tuple[object, PairModel]] = []


@contextmanager
def model_in_turn() -> Iterator[PairModel]:
    """The packaged model, read once a process for the embedder at hand.

    It keeps what it has read: readers take turns, each being done in a few seconds, the first
    on the largest bodies in some ten.
    """
    with _one_at_a_time:
        embedder = kept_embedder()
        if not _kept or _kept[0][0] is not embedder:
            _kept[:] = [(embedder, packaged_pairs(embedder))]
        yield _kept[0][1]


def _home(row: Matter) -> str:
    """The lesson that a matter belongs to, or itself."""
    return f"lesson {row.member.lesson_id}" if hasattr(row, "member") else row.key


def _death(row: Matter, same_death: Mapping[str, str]) -> str:
    return same_death.get(row.report.key, row.report.key)


Pair = tuple[Offer, Matter, Matter]


def _undecided(pairs: Iterable[Pair]) -> list[Pair]:
    """Those that no person parted or locked: by any matter of either lesson, as joining reads decisions."""
    pairs = list(pairs)
    lessons = _lessons(pairs)
    rulings = rulings_of(decisions_in_force())

    def whole(row: Matter) -> list[str]:
        return lessons[row.member.lesson_id].matters if hasattr(row, "member") else [row.key]

    def locked(row: Matter) -> bool:
        return hasattr(row, "member") and lessons[row.member.lesson_id].locked

    return [
        (offer, one, two)
        for offer, one, two in pairs
        if not (locked(one) or locked(two)) and not rulings.apart(whole(one), whole(two))
    ]


def rulings_of(decisions: Sequence[LessonDecision]) -> Rulings:
    """What is parted, read without the texts of matters: no name is asked of it."""
    parting = [one for one in decisions if one.kind in ("merge", "split", "remove")]
    named = {key for one in parting for key in (*one.matters, *one.others)}
    return Rulings(parting, {key: LessonMatter(key, "", "") for key in named})


def _lessons(pairs: Iterable[Pair]) -> dict[int, Lesson]:
    """The lessons that these matters are in, by id."""
    ids = {row.member.lesson_id for _, *two in pairs for row in two if hasattr(row, "member")}
    return {row.pk: row for row in Lesson.objects.filter(pk__in=ids)}


def _line(pair: Pair, lessons: Mapping[int, Lesson], known: Known, model: PairModel) -> PossibleLine:
    offer, one, two = pair
    reading = model.explain(Side(one.text), Side(two.text), SHARED)
    sides = (
        _side(one, [part.earlier for part in reading.parts], lessons, known.deaths),
        _side(two, [part.later for part in reading.parts], lessons, known.deaths),
    )
    relation = classify(known.warned[one.report.key], known.warned[two.report.key], known.promises.get(one.key, ()))
    return PossibleLine(
        round(offer.score, 3), sides, _words(one.text, reading.parts), reading.found_by, offer.band,
        relation.kind, relation.reason, _missing(relation, one, two),
    )  # fmt: skip


def _missing(relation: Relation, *sides: Matter) -> tuple[str, ...]:
    """What would have to be known of days, its report by its reference; not of those of promises, which have none."""
    told = list(relation.missing)
    for row in sides:
        told = [one.removesuffix(row.report.key) + row.report.ref if row.report.ref and one.endswith(row.report.key)
                else one for one in told]  # fmt: skip
    return tuple(one for one in told if not one.startswith(UNDATED))


def _words(text: str, parts: Iterable[SharedPart]) -> tuple[str, ...]:
    spans = [whole_words(text, *part.earlier[0]) for part in parts if part.earlier]
    said = (" ".join(text[start:end].split()) for start, end in spans)
    return tuple({word.lower(): word for word in reversed(list(said)) if word}.values())[::-1]


def _side(
    row: Matter,
    parts: Iterable[Sequence[Span]],
    lessons: Mapping[int, Lesson],
    dates: Mapping[int, Death],
) -> PossibleSide:
    report, lesson = row.report, lessons.get(row.member.lesson_id) if hasattr(row, "member") else None
    death = dates.get(row.report_id, NOT_KNOWN)
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
        date_of_death=death.date,
        death_known_from=death.known_from,
        other_date_of_death=death.other,
        other_known_from=death.other_from,
        opened=death.opened,
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
