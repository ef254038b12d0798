"""The values of this room: sides of a comparison, lessons with their members, relations between two warnings."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

Span = tuple[int, int]


@dataclass(frozen=True, slots=True)
class Side:
    """One matter as a side of a comparison: its verbatim text. Every span below is an offset into it."""

    text: str


@dataclass(frozen=True, slots=True)
class SharedPart:
    """Something that both sides say: ``kind`` word, object, failing or setting; where each says it; how much it counts.

    ``what`` is a stem or a slot's code, for machines and tooltips; the spans are what a person is shown. ``weight`` is
    this part's share of all shared parts, so the weights of one reading sum to 1.
    """

    what: str
    kind: str
    earlier: tuple[Span, ...]
    later: tuple[Span, ...]
    weight: float


@dataclass(frozen=True, slots=True)
class PairReading:
    """A score from 0 to 1 that one proper fix would answer both matters, and what carried it, heaviest first.

    ``numbers`` are the model's features by name, ``parts`` the words on both sides; ``found_by`` names the model, its
    version and its weights ("words" or "meaning").
    """

    score: float
    parts: tuple[SharedPart, ...]
    numbers: Mapping[str, float]
    found_by: str


@dataclass(frozen=True, slots=True)
class LessonMatter:
    """A matter to be grouped. ``key`` is unique and stable; ``report`` names its report.

    ``dated`` is the report's date as far as known ("2021-03-04", "2021-03", "2021" or ""); ``organisations`` are keys
    of the bodies it was sent to, successors already folded in by the caller if wanted.
    """

    key: str
    text: str
    report: str
    dated: str = ""
    organisations: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class LessonMember:
    """Why a matter belongs: the other member it is most like, the score between them, and what they share.

    In ``shared`` the side called ``earlier`` is this member and ``later`` is ``nearest``. ``score`` is the mean over
    all other members. ``by_person`` says that a decision, not the model, put it here.
    """

    key: str
    score: float
    nearest: str
    nearest_score: float
    shared: tuple[SharedPart, ...]
    by_person: bool = False


@dataclass(frozen=True, slots=True)
class LessonName:
    """A lesson's name: the verbatim words ``text[start:end]`` of one member's matter."""

    key: str
    start: int
    end: int
    text: str


@dataclass(frozen=True, slots=True)
class LessonGroup:
    """A lesson: matters that one proper fix would answer.

    ``id`` never passes to another lesson. A lesson that ended has no members and ``succeeded_by`` names what most of
    its members are in now ("" when nothing). ``came_from`` are the ids of lessons from which members came at this run.
    """

    id: str
    name: LessonName | None
    members: tuple[LessonMember, ...]
    organisations: tuple[str, ...] = ()
    reports: tuple[str, ...] = ()
    locked: bool = False
    came_from: tuple[str, ...] = ()
    succeeded_by: str = ""

    @property
    def keys(self) -> tuple[str, ...]:
        """The members' keys, oldest first."""
        return tuple(member.key for member in self.members)


@dataclass(frozen=True, slots=True)
class LessonDecision:
    """What a person decided. ``kind``:

    - ``merge``: ``matters`` and ``others`` belong to one lesson;
    - ``split``: none of ``matters`` belongs with any of ``others``;
    - ``remove``: ``matters`` do not belong with ``others`` (the members left), and stay apart from them;
    - ``lock``: lesson ``lesson`` is exactly ``matters`` until it is unlocked;
    - ``unlock``: the lock on ``lesson`` is lifted;
    - ``rename``: the name of ``lesson`` is ``start`` to ``end`` of matter ``matters[0]``, verbatim.

    Later decisions lead over earlier ones. Matters, not lessons, are named wherever possible, so that a decision
    outlives a run.
    """

    kind: str
    lesson: str = ""
    matters: tuple[str, ...] = ()
    others: tuple[str, ...] = ()
    start: int = 0
    end: int = 0
