"""Answers that cost much and change only when the register does, kept in this process's memory until then."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable, Hashable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, field
from datetime import date
from threading import Lock
from typing import Any, TypeVar, cast

from forewarned.ledger.models import Entry
from forewarned.reports.models import Import, Settled
from forewarned.reports.questions.result import Cited, cited
from forewarned.settings import Settings, settings

T = TypeVar("T")
Stamp = tuple[int, int, int]
MOST = 400
"""How many answers are kept at once; the one asked for longest ago goes first."""
MOST_OF_A_KIND: dict[Hashable, int] = {
    "duties in short": 6,
    "organisation page": 60,
    "organisations": 6,
    "circumstances": 2,
    "again": 40,
    "lessons": 20,
    "lessons like": 60,
    "cases": 2,
    "promises": 10,
    "screened": 20,
    "words found": 60,
    "quality": 6,
    "changes": 20,
    "missing": 20,
}
"""Large answers hold megabytes, and every day asked for makes another: a walk through days must not fill memory."""


_held: ContextVar[Stamp | None] = ContextVar("the state of the register that one answer is given from", default=None)


@contextmanager
def one_moment() -> Iterator[None]:
    """Everything asked inside is answered from the register as it is now: its state is looked up once, not each time.

    For reading only: what changes the register inside would not be seen.
    """
    token = _held.set(register_stamp())
    try:
        yield
    finally:
        _held.reset(token)


def register_stamp() -> Stamp:
    """Changes whenever the register does: what changes it ends in the ledger, and settles what follows from it."""
    if (held := _held.get()) is not None:
        return held
    newest = Entry.objects.order_by("-seq").values_list("seq", flat=True).first()
    settled = Settled.objects.order_by("-id").values_list("id", flat=True).first()
    imported = Import.objects.order_by("-id").values_list("id", flat=True).first()
    return (-1 if newest is None else newest, settled or 0, imported or 0)


@dataclass(slots=True)
class _Memory:
    """What is remembered of one register (the settings name it) in one state of it (the stamp)."""

    of: Settings
    stamp: Stamp
    answers: OrderedDict[Hashable, Any] = field(default_factory=OrderedDict)
    making: dict[Hashable, Lock] = field(default_factory=dict)


_lock = Lock()
_memory: list[_Memory] = []


def remembered(key: Hashable, make: Callable[[], T]) -> T:
    """What ``make`` gives, made once for the register as it is now; readers who ask at once wait for one another.

    ``key`` names the question and everything it depends on beside the register, the day above all. What is
    remembered is shared between readers: it must not be changed. Never ask inside a transaction that writes.
    """
    memory = _current(register_stamp())
    with _lock:
        if key in memory.answers:
            memory.answers.move_to_end(key)
            return cast(T, memory.answers[key])
        turn = memory.making.setdefault(key, Lock())
    with turn:
        with _lock:
            if key in memory.answers:
                return cast(T, memory.answers[key])
        made = make()
        with _lock:
            memory.answers[key] = made
            memory.making.pop(key, None)
            _make_room(memory, key)
    return made


def _make_room(memory: _Memory, newest: Hashable) -> None:
    """Drop what was asked for longest ago: of one kind of answer beyond ``MOST_OF_A_KIND``, of all beyond ``MOST``."""
    alike = [key for key in memory.answers if _kind(key) == _kind(newest)]
    limit = MOST_OF_A_KIND.get(_kind(newest), MOST)
    for key in alike[: max(0, len(alike) - limit)]:
        del memory.answers[key]
    while len(memory.answers) > MOST:
        memory.answers.popitem(last=False)


def _kind(key: Hashable) -> Hashable:
    return key[0] if isinstance(key, tuple) else key


def _current(stamp: Stamp) -> _Memory:
    """The memory of the register as it is now; that of an earlier state, or of another store, is dropped."""
    with _lock:
        if not _memory or _memory[0].of is not settings() or _memory[0].stamp != stamp:
            _memory[:] = [_Memory(settings(), stamp)]
        return _memory[0]


def cited_now(as_at: date) -> Cited:
    """``cited``, remembered: every page asks for it."""
    return remembered(("cited", as_at), lambda: cited(as_at))
