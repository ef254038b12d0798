"""What a later warning says of an earlier one with the same lesson: classed by dates of death, never by impression.

No statute defines "lessons not learned". The rule is that of the domain notes (coroners' reports, Recurrence): a later
report B and an earlier report A, to the same body or its predecessor, with the same corrective obligation.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from forewarned.errors import InputError
from forewarned.lessons.recurrence.dates import When, differ, when

BROKEN_PROMISE = "broken_promise"
RECURRENCE = "recurrence"
UNDETERMINED = "undetermined"
SAME_ERA = "same_era"
UNDATED = ("date by which", "day by which")
"""How what is ``missing`` begins where it is the date of a promise, named by its key: no key is shown to people."""
STRONGEST_FIRST = (BROKEN_PROMISE, RECURRENCE, UNDETERMINED, SAME_ERA)


@dataclass(frozen=True, slots=True)
class Warned:
    """A warning as the rule sees it: its days are as far as known ("2021-03-04" … "").

    ``other``: a second date of death that contradicts ``death``. ``opened``: when the investigation or inquest was
    opened: no death is after it.
    """

    key: str
    report: str
    death: str = ""
    other: str = ""
    opened: str = ""


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

    ``proved_by``: ``death``; without a date of death that tells, ``opened`` or ``report``, the day of the later
    warning by which its death had happened; blank where nothing decided.

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
    proved_by: str = ""


def of_one_death(first: Warned, others: Sequence[Warned]) -> Warned:
    """The first report of a death with what all reports of it say of its day; the first to say a day leads."""
    said = [day for one in (first, *others) for day in (one.death, one.other) if day]
    opened = min((one.opened for one in (first, *others) if one.opened), default="")
    other = next((day for day in said if differ(day, said[0])), "")
    return replace(first, death=said[0] if said else "", other=other, opened=opened)


def classify(earlier: Warned, later: Warned, promises: Sequence[Promised] = ()) -> Relation:
    """How ``later`` stands to ``earlier``. Certain or not said: a date known to the month is every day of that month.

    - ``same_era``: the later report's death was before the earlier report. Never "not learned".
    - ``recurrence``: that death was after the earlier report.
    - ``broken_promise``: it was also after a promised action was due or was said to be complete.
    - ``undetermined``: the dates do not say; ``missing`` names which.

    A death on the very day of the report is undetermined: the rule knows only before and after. Where the date of death
    is not known well enough, the day on which it was investigated, or the later report's own day, shows that it was
    before. Of two dates of death that differ, what both give is certain; what only one gives is undetermined. Raises
    InputError when ``later`` was certainly reported before ``earlier``.
    """
    report, own, opened = when(earlier.report), when(later.report), when(later.opened)
    if report and own and report.after(own):
        raise InputError("The report given as later is the earlier one.", where=f"{later.report} < {earlier.report}")
    days = [day for day in (when(later.death), when(later.other)) if day]
    possible = [day.written for day in days if opened is None or not day.after(opened)]
    if days and not possible:
        return _opened_before(report, opened, _by_day(earlier, later, promises), earlier, later)
    found = _by_day(earlier, replace(later, death=possible[0] if possible else ""), promises)
    for day in possible[1:]:
        found = _both(found, _by_day(earlier, replace(later, death=day), promises))
    found = replace(found, later=later)
    if found.kind != UNDETERMINED or any(day.exact for day in days):
        return found
    return _by_bound(report, own, opened, found)


def _by_bound(report: When | None, own: When | None, opened: When | None, found: Relation) -> Relation:
    """An undetermined relation again: a death was not after its investigation began, and before its own report.

    A death may be investigated on its very day, so that the day of opening has to be before the earlier report; no
    report to prevent deaths is made on the day of the death, so that the later report may be of the same day.
    """
    if report is None:
        return found
    known = f"The death was before the earlier report ({report.written})"
    if opened and report.after(opened):
        reason = f"{known}: the investigation of it was opened on {opened.written}."
        return replace(found, kind=SAME_ERA, reason=reason, missing=(), proved_by="opened")
    if own and own.last <= report.first:
        reason = f"{known}: its own report is of the same day ({own.written})."
        return replace(found, kind=SAME_ERA, reason=reason, missing=(), proved_by="report")
    return found


def _opened_before(
    report: When | None, opened: When | None, found: Relation, earlier: Warned, later: Warned
) -> Relation:
    """The report contradicts itself: its death is given as later than the investigation of it."""
    if report is None or opened is None or found.kind == SAME_ERA or not report.after(opened):
        return found
    reason = (
        f"Undecided: the death is given as {later.death}, but the investigation of it was opened on {opened.written}; "
        f"the earlier report ({report.written}) lies between."
    )
    missing = f"which day is right, {later.death} or {opened.written}, in {later.key}"
    return Relation(UNDETERMINED, reason, (missing,), earlier, later)


def _both(one: Relation, two: Relation) -> Relation:
    """What holds by either of two dates of death."""
    first, second = one.later.death, two.later.death
    after = (RECURRENCE, BROKEN_PROMISE)
    if one.kind == two.kind == UNDETERMINED:
        return one
    if one.kind in after and two.kind in after:
        broken = tuple(key for key in one.broken if key in two.broken)
        between = tuple(key for key in one.between if key in two.between)
        reason = f"{_reason(one.earlier.report, first, broken)} So too by the other date given ({second})."
        missing = tuple(dict.fromkeys((*one.missing, *two.missing)))
        if one.broken != two.broken:
            missing = (*missing, _which(one, second))
        return replace(one, kind=after[bool(broken)], reason=reason, missing=missing, broken=broken, between=between)
    if one.kind == two.kind:
        return replace(one, reason=f"{one.reason} So too by the other date given ({second}).")
    reason = (
        f"Undecided: two dates of death are given, {first} and {second}, and the class depends on which is right; the "
        f"earlier report is of {one.earlier.report}."
    )
    return Relation(UNDETERMINED, reason, (_which(one, second),), one.earlier, one.later)


def _which(one: Relation, other: str) -> str:
    return f"which date of death is right, {one.later.death} or {other}, of {one.later.key}"


def _by_day(earlier: Warned, later: Warned, promises: Sequence[Promised]) -> Relation:
    """The class by one date of death."""
    report, death = when(earlier.report), when(later.death)
    if report is None or death is None:
        missing = [] if report else [f"date of report of {earlier.key}"]
        missing += [] if death else [f"date of death of {later.key}"]
        return Relation(UNDETERMINED, _unknown(earlier, later), tuple(missing), earlier, later)
    if report.after(death):
        reason = f"The death ({death.written}) was before the earlier report ({report.written})."
        return Relation(SAME_ERA, reason, (), earlier, later, proved_by="death")
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
            missing.append(f"{UNDATED[0]} {promise.key} was due or done")
        elif any(not day.after(death) and not (day.exact and death.exact) for day in days):
            missing.append(f"{UNDATED[1]} {promise.key} was due or done")
        if any(not report.after(day) and not day.after(death) for day in days):
            between.append(promise.key)
    kind = BROKEN_PROMISE if broken else RECURRENCE
    reason = _reason(report.written, death.written, broken)
    return Relation(kind, reason, tuple(missing), earlier, later, tuple(broken), tuple(between), "death")


def _reason(report: str, death: str, broken: Sequence[str]) -> str:
    reason = f"The death ({death}) was after the earlier report ({report})."
    if not broken:
        return reason
    many, said = ("promises", "were") if len(broken) > 1 else ("promise", "was")
    return f"{reason[:-1]}, and after {len(broken)} {many} on it had fallen due or {said} said to be done."
