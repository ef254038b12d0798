"""What a query is: conditions joined by and, or, not. Frozen values; `str` gives it back in its own language."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True, slots=True)
class Has:
    """A field that must hold a value: a code, or words to look for."""

    field: str
    value: str

    def __str__(self) -> str:
        plain = self.value.replace("_", "").replace("-", "").isalnum()
        return f"{self.field}:{self.value}" if plain else f'{self.field}:"{self.value}"'


@dataclass(frozen=True, slots=True)
class Age:
    """Whole years at death from ``low`` to ``high``, both included; None is no limit."""

    low: int | None
    high: int | None

    def __str__(self) -> str:
        if self.low is None:
            return f"age <= {self.high}"
        if self.high is None:
            return f"age >= {self.low}"
        return f"age = {self.low}" if self.low == self.high else f"age between {self.low} and {self.high}"


@dataclass(frozen=True, slots=True)
class When:
    """A date of the report (``of`` = ``report``) or of the death, from ``first`` to ``last``, both included."""

    of: str
    first: date | None
    last: date | None

    def __str__(self) -> str:
        start = "died " if self.of == "death" else ""
        if self.first and self.last:
            return f"{start}between {self.first} and {self.last}"
        return f"{start}since {self.first}" if self.first else f"{start}until {self.last}"


@dataclass(frozen=True, slots=True)
class Not:
    part: Query

    def __str__(self) -> str:
        return f"not {_bracketed(self.part)}"


@dataclass(frozen=True, slots=True)
class All:
    parts: tuple[Query, ...]

    def __str__(self) -> str:
        return " and ".join(_bracketed(part) for part in self.parts)


@dataclass(frozen=True, slots=True)
class Any:
    parts: tuple[Query, ...]

    def __str__(self) -> str:
        return " or ".join(_bracketed(part) for part in self.parts)


Query = Has | Age | When | Not | All | Any
Condition = Has | Age | When


def contradiction(query: Query) -> str:
    """Limits of one date that no day is within, such as since 2025 and before 2010; blank where there are none.

    Ages may contradict each other and both be met: several people may have died.
    """
    limits = [part for part in _all_of(query) if isinstance(part, When)]
    for of in ("report", "death"):
        same = [one for one in limits if one.of == of]
        first = max((one.first for one in same if one.first), default=None)
        last = min((one.last for one in same if one.last), default=None)
        if first and last and first > last:
            return " and ".join(map(str, same))
    return ""


def _all_of(query: Query) -> Iterator[Query]:
    """The parts that must all hold, however they are bracketed."""
    if isinstance(query, All):
        for part in query.parts:
            yield from _all_of(part)
    else:
        yield query


def _bracketed(part: Query) -> str:
    return f"({part})" if isinstance(part, All | Any) else str(part)
