"""One file read whole into memory: its readings once each, its rows that cannot be used, and whether it is usable."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import date

from forewarned.errors import ForewarnedError, InputError, LossError
from forewarned.reports.actions.intake import Candidate
from forewarned.reports.addresses import LONGEST, report_key
from forewarned.reports.loss import EMPTY_SHARE, REFUSED_SHARE, empty_rows
from forewarned.reports.reading import Json, Reading, Refusal

SHOWN_REFUSALS = 5


@dataclass(slots=True)
class Taken:
    """Readings by identity with the hash of each, the key of each one's report, and what could not be used."""

    said: dict[str, Reading] = field(default_factory=dict)
    digests: dict[str, str] = field(default_factory=dict)
    keys: dict[str, str] = field(default_factory=dict)
    refusals: dict[int, Refusal] = field(default_factory=dict)
    rows: set[int] = field(default_factory=set)

    @property
    def repeated(self) -> int:
        """Rows that say again, word for word, what another row says."""
        used = {said.row for said in self.said.values()}
        return len(self.rows - used - self.refusals.keys())

    def rows_by(self, new: set[str], changed: set[str]) -> tuple[int, int, int]:
        """How many rows are new, changed and unchanged. A row is new when all it says is, changed when some is."""
        found: dict[int, set[str]] = {}
        for identity, said in self.said.items():
            kind = "new" if identity in new else "changed" if identity in changed else "same"
            found.setdefault(said.row, set()).add(kind)
        of = [next(iter(kinds)) if len(kinds) == 1 else "changed" for kinds in found.values()]
        return of.count("new"), of.count("changed"), of.count("same")


def take(candidate: Candidate) -> Taken:
    """Read ``candidate`` whole. Raises InputError when it cannot be read at all."""
    reader = candidate.reader
    assert reader is not None
    taken = Taken()
    for item in reader.read(candidate.path):
        taken.rows.add(item.row)
        if isinstance(item, Refusal):
            taken.refusals.setdefault(item.row, item)
        elif item.row not in taken.refusals:
            if reader.log and item.observed_on is None:
                # The same words on a later day are another event, where the day is known.
                item = replace(item, observed_on=candidate.seen_on)
            _keep(taken, item, log=reader.log)
    return taken


def _keep(taken: Taken, item: Reading, *, log: bool) -> None:
    if len(item.report_url) > LONGEST:
        reason = f"a page address of more than {LONGEST} characters"
        taken.refusals[item.row] = Refusal(item.row, "report_url", reason)
        return
    key = report_key(item.report_url)
    digest = _digest(key, item)
    identity = identity_of(key, item.event, item.observed_on, digest, log=log)
    if identity not in taken.said:
        taken.said[identity], taken.digests[identity], taken.keys[identity] = item, digest, key
    elif taken.digests[identity] != digest:
        first = taken.said[identity].row
        reason = f"the same page as row {first} with other values; row {first} is used, which is right cannot be told"
        taken.refusals[item.row] = Refusal(item.row, "report_url", reason)


def identity_of(key: str, event: str, day: date | None, digest: str, *, log: bool) -> str:
    """What makes two readings the same thing said again: a log's by content, a count by its day, others by report."""
    if log:
        return digest
    return f"{key}|{event}|{day.isoformat() if day and event == 'replies' else ''}"


def _digest(key: str, said: Reading) -> str:
    day = said.observed_on.isoformat() if said.observed_on else ""
    text = json.dumps(
        [key, said.event, day, dict(said.values)], sort_keys=True, ensure_ascii=False, separators=(",", ":")
    )
    return hashlib.sha256(text.encode()).hexdigest()


def digest_of_all(digests: Mapping[str, str]) -> str:
    """One hash over all readings of a file, whatever their order."""
    return hashlib.sha256("\n".join(sorted(digests.values())).encode()).hexdigest()


def check_usable(candidate: Candidate, taken: Taken) -> None:
    """Raises InputError when no row can be used."""
    reader = candidate.reader
    assert reader is not None
    may_be_empty = reader.log and not reader.complete  # an official list may name nobody
    if not taken.said and (taken.refusals or not may_be_empty):
        raise InputError(
            "There is not one usable row",
            where=_where(candidate, taken),
            next_step="check that the file is whole and of the kind you meant",
        )


def doubt_of(candidate: Candidate, taken: Taken) -> ForewarnedError | None:
    """The error with which a file should be refused for what it is, with no earlier one to compare it with."""
    refusals = list(taken.refusals.values())
    if len(refusals) > max(3, REFUSED_SHARE * len(taken.rows)):
        return InputError(
            f"{len(refusals):,} of {len(taken.rows):,} rows cannot be used: {refusals[0].reason}",
            where=_where(candidate, taken),
            next_step="the file is damaged or of another kind; get it again, or mend these rows",
        )
    reader = candidate.reader
    if reader is None or reader.log or not reader.complete:
        return None
    states: dict[str, Mapping[str, Json]] = {
        identity: said.values for identity, said in taken.said.items() if said.event == "state"
    }
    empty = empty_rows(states)
    if empty <= max(3, EMPTY_SHARE * len(states)):
        return None
    return LossError(
        f"{empty:,} of {len(states):,} rows say neither when (date_of_report) nor to whom (sent_to): "
        "this is what a failed fetch leaves",
        where=candidate.name,
        next_step="fetch it again; if it really is so, run again with "
        '--accept-loss "why": the reason is kept in the ledger',
    )


def _where(candidate: Candidate, taken: Taken) -> str:
    first = next(iter(taken.refusals.values()), None)
    if first is None:
        return candidate.name
    return f"{candidate.name}, row {first.row}" + (f", column {first.column}" if first.column else "")


def refusal_messages(taken: Taken) -> Iterator[str]:
    """Which rows were not used and why; never a value."""
    refusals = list(taken.refusals.values())
    for refusal in refusals[:SHOWN_REFUSALS]:
        where = f"row {refusal.row}" + (f", {refusal.column}" if refusal.column else "")
        yield f"{where}: {refusal.reason}"
    if len(refusals) > SHOWN_REFUSALS:
        yield f"and {len(refusals) - SHOWN_REFUSALS:,} more rows refused"
    if taken.repeated:
        rows = "row repeats" if taken.repeated == 1 else "rows repeat"
        yield f"{taken.repeated:,} {rows} another word for word and counted once"
