"""What a later warning says of an earlier one with the same lesson: classed by dates of death, never by impression.

No statute defines "lessons not learned". The rule is that of the domain notes (coroners' reports, Recurrence): a later
report B and an earlier report A, to the same body or its predecessor, with the same corrective obligation.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from forewarned.errors import InputError
from forewarned.lessons.recurrence.dates import When, when

BROKEN_PROMISE = "broken_promise"
RECURRENCE = "recurrence"
UNDETERMINED = "undetermined"
SAME_ERA = "same_era"
STRONGEST_FIRST = (BROKEN_PROMISE, RECURRENCE, UNDETERMINED, SAME_ERA)


@dataclass(frozen=True, slots=True)
class Warned:
    """A warning as the rule sees it: ``report`` and ``death`` are dates as far as known ("2021-03-04" … "")."""

    key: str
    report: str
    death: str = ""


@dataclass(frozen=True, slots=True)
class Promised:
    """An action promised on the earlier report, answering this lesson.

    ``due``: when it was to be done by; ``said_done``: when it was said to be complete (the response's date when the
    response says that it had been done). Either may be partial or "". A refusal or a thing only considered is no
    promise: the caller leaves it out.
    """

    key: str
    due: str = ""
    said_done: str = ""


@dataclass(frozen=True, slots=True)
class Relation:
    """``kind`` broken_promise, recurrence, undetermined or same_era, with both dates that decided it.

    ``missing`` names what would have to be known to decide, or to decide more. ``broken`` are the promises that had
    fallen due, or were said to be done, before the later death; ``between`` all promises with a date between the
    earlier report and the later death.
    """

    kind: str
    reason: str
    missing: tuple[str, ...]
    earlier: Warned
    later: Warned
    broken: tuple[str, ...] = ()
    between: tuple[str, ...] = ()


def classify(earlier: Warned, later: Warned, promises: Sequence[Promised] = ()) -> Relation:
    """How ``later`` stands to ``earlier``. Certain or not said: a date known to the month is every day of that month.

    - ``same_era``: the later report's death was before the earlier report. Never "not learned".
    - ``recurrence``: that death was after the earlier report.
    - ``broken_promise``: it was also after a promised action was due or was said to be complete.
    - ``undetermined``: the dates do not say; ``missing`` names which.

    A death on the very day of the report is undetermined: the rule knows only before and after. Raises InputError
    when ``later`` was certainly reported before ``earlier``.
    """
    report, death = when(earlier.report), when(later.death)
    own = when(later.report)
    if report and own and report.after(own):
        raise InputError("The report given as later is the earlier one.", where=f"{later.report} < {earlier.report}")
    if report is None or death is None:
        missing = [] if report else [f"date of report of {earlier.key}"]
        missing += [] if death else [f"date of death of {later.key}"]
        return Relation(UNDETERMINED, _unknown(earlier, later), tuple(missing), earlier, later)
    if report.after(death):
        reason = f"The death ({death.written}) was before the earlier report ({report.written})."
        return Relation(SAME_ERA, reason, (), earlier, later)
    if not death.after(report):
        return _overlap(report, death, earlier, later)
    return _after(report, death, earlier, later, promises)


def _unknown(earlier: Warned, later: Warned) -> str:
    shown = f"earlier report {earlier.report or 'not known'}, later death {later.death or 'not known'}"
    return f"Not enough is known: {shown}. The order of the reports does not tell the order of the deaths."


def _overlap(report: When, death: When, earlier: Warned, later: Warned) -> Relation:
    shown = f"the death ({death.written}) and the earlier report ({report.written})"
    if report.exact and death.exact:
        return Relation(UNDETERMINED, f"The same day: {shown}.", (), earlier, later)
    missing = [] if report.exact else [f"day of report of {earlier.key}"]
    missing += [] if death.exact else [f"day of death of {later.key}"]
    return Relation(UNDETERMINED, f"Either may be first: {shown}.", tuple(missing), earlier, later)


def _after(report: When, death: When, earlier: Warned, later: Warned, promises: Sequence[Promised]) -> Relation:
    """The death was certainly after the report: had a promise fallen due, or been called done, before it?"""
    broken, between, missing = [], [], []
    for promise in sorted(promises, key=lambda promise: promise.key):
        days = [day for day in (when(promise.due), when(promise.said_done)) if day]
        if any(death.after(day) for day in days):
            broken.append(promise.key)
        elif not days:
            missing.append(f"date by which {promise.key} was due or done")
        elif any(not day.after(death) and not (day.exact and death.exact) for day in days):
            missing.append(f"day by which {promise.key} was due or done")
        if any(not report.after(day) and not day.after(death) for day in days):
            between.append(promise.key)
    kind = BROKEN_PROMISE if broken else RECURRENCE
    reason = f"The death ({death.written}) was after the earlier report ({report.written})."
    if broken:
        many = "promises" if len(broken) > 1 else "promise"
        reason = f"{reason[:-1]}, and after {len(broken)} {many} on it had fallen due or was said to be done."
    return Relation(kind, reason, tuple(missing), earlier, later, tuple(broken), tuple(between))
