"""Take files in: all or nothing, refused when they lose anything, the same twice, and in the ledger.

Tables given together are one transaction; saved pages go in batches, so that a long run that is
interrupted goes on where it was. What a file said becomes readings, which are never changed; what
follows from them is settled in the same transaction.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from itertools import islice
from pathlib import Path

from django.db import DatabaseError, OperationalError, transaction
from django.db.models import Q

from forewarned.errors import ForewarnedError, InputError, LossError, StorageError
from forewarned.ledger.actions import record
from forewarned.log import event
from forewarned.reports.actions.bodies import write_local, write_ods
from forewarned.reports.actions.documents import write_document
from forewarned.reports.actions.intake import BODIES, DOCUMENT, ODS, Candidate, check_unchanged, find, sha256_of
from forewarned.reports.actions.readings import Written, write_readings
from forewarned.reports.actions.settling import settle
from forewarned.reports.models import Import
from forewarned.settings import settings
from forewarned.store.engines import engine

READER_VERSION = 1
"""Raised when a reader reads the same file differently, so that unchanged files are read again."""
BATCH, BATCH_OF_DOCUMENTS = 500, 20
"""Files in one transaction; scanned documents take seconds a page, and what is done must not be lost."""
MANY = 200
"""Reports settled at once, from which the store's planner is told of the new sizes."""
WRITERS: dict[str, Callable[[Candidate, Import], Written]] = {
    ODS: write_ods,
    BODIES: write_local,
    DOCUMENT: write_document,
}
"""By kind of file, what stores it; readings by default."""
LONGEST_REASON = 500
SQLITE_ERROR = 1
"""SQLite's code for a statement that is wrong, not a store that is (https://www.sqlite.org/rescode.html)."""
Progress = Callable[[str, int, int], None]
"""Called with what is being done, how many are done, and of how many."""


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of one file. ``status``: ``done``, ``unchanged`` (seen before) or ``refused``."""

    name: str
    kind: str
    status: str
    rows: int = 0
    new: int = 0
    changed: int = 0
    unchanged: int = 0
    refused: int = 0
    lost: int = 0
    emptied: int = 0
    messages: tuple[str, ...] = ()
    ledger_entry: int | None = None
    error: ForewarnedError | None = field(default=None, compare=False)


@dataclass(frozen=True, slots=True)
class Result:
    """All of one run: the outcomes in order, the files in folders that were of no known kind."""

    outcomes: tuple[Outcome, ...]
    aside: tuple[str, ...]
    settled: int

    @property
    def error(self) -> ForewarnedError | None:
        return next((outcome.error for outcome in self.outcomes if outcome.error), None)


def quiet(what: str, done: int, of: int) -> None:
    """The progress that shows nothing."""


def import_paths(*, paths: Sequence[Path], by: str, accept_loss: str = "", progress: Progress = quiet) -> Result:
    """Import files and folders. Refused files are outcomes with their error; the others are kept.

    ``accept_loss``: why a loss is real; kept with each file that has one. Raises InputError for a path of no
    known kind or a reason that cannot be kept, BusyError while another import runs, StorageError when the
    store cannot be written.
    """
    accept_loss = _reason(accept_loss)
    candidates, aside = find(paths)
    outcomes, settled = import_candidates(candidates=candidates, by=by, accept_loss=accept_loss, progress=progress)
    return Result(tuple(outcomes), tuple(path.name for path in aside), settled)


def _reason(text: str) -> str:
    """A reason as it is kept; raises InputError for one that no column holds."""
    reason = " ".join(text.split())
    if len(reason) > LONGEST_REASON or not reason.isprintable():
        raise InputError(
            f"The reason is longer than {LONGEST_REASON} characters or holds marks that are no text",
            where="--accept-loss",
            next_step="say in a sentence or two why the loss is real",
        )
    if text and not reason:
        raise InputError(
            "The reason is blank", where="--accept-loss", next_step="say why the loss is real: it is kept in the ledger"
        )
    return reason


def import_candidates(
    *, candidates: Sequence[Candidate], by: str, accept_loss: str = "", progress: Progress = quiet
) -> tuple[list[Outcome], int]:
    """Import files whose kind is known; returns their outcomes and how many reports were settled."""
    outcomes: list[Outcome] = []
    settled = 0
    with engine().one_import_at_a_time():
        for group in _groups(candidates):
            with _storage_errors(kept=bool(outcomes)):
                done, count = _import_group(group, by, accept_loss, progress)
            outcomes += done
            settled += count
    return outcomes, settled


@contextmanager
def _storage_errors(*, kept: bool) -> Iterator[None]:
    """A full disk, a damaged file or a lost server in the words of a person; a fault of ours stays what it is."""
    try:
        yield
    except DatabaseError as error:
        reason = str(error.__cause__ or error).splitlines()[0]
        wrong_statement = getattr(error.__cause__, "sqlite_errorcode", 0) & 0xFF == SQLITE_ERROR
        if wrong_statement or not (isinstance(error, OperationalError) or type(error) is DatabaseError):
            raise
        raise StorageError(
            f"The store could not be written ({reason}); "
            + ("what was finished before is kept" if kept else "nothing of this import was kept"),
            where=settings().database_url.rpartition("@")[2] or str(settings().home),
            next_step="free some space, or mend the store or its server, then run the same command again",
        ) from error


def _groups(candidates: Iterable[Candidate]) -> Iterator[list[Candidate]]:
    """Whole tables together, then everything else in batches."""
    candidates = list(candidates)
    tables = [candidate for candidate in candidates if candidate.whole]
    if tables:
        yield tables
    for documents, size in ((False, BATCH), (True, BATCH_OF_DOCUMENTS)):
        rest = iter([one for one in candidates if not one.whole and (one.kind == DOCUMENT) is documents])
        while batch := list(islice(rest, size)):
            yield batch


@transaction.atomic
def _import_group(
    group: Sequence[Candidate], by: str, accept_loss: str, progress: Progress
) -> tuple[list[Outcome], int]:
    outcomes: list[Outcome] = []
    touched: set[int] = set()
    everything = False
    for number, candidate in enumerate(group):
        progress(f"Reading {candidate.name}", number, len(group))
        outcome, written = _import_file(candidate, by, accept_loss)
        outcomes.append(outcome)
        touched |= written.reports
        everything |= written.directory_changed or written.all_reports
    count = settle(None if everything else touched, progress=progress)
    if count >= MANY:
        engine().learn_sizes()
    return outcomes, count


def _import_file(candidate: Candidate, by: str, accept_loss: str) -> tuple[Outcome, Written]:
    sha256 = ""
    try:
        sha256 = sha256_of(candidate.path)
        last = _seen_before(candidate, sha256)
        if last:
            return Outcome(
                candidate.name, candidate.kind, "unchanged", last.rows, unchanged=last.rows - last.refused
            ), Written()
        with transaction.atomic():
            return _take(candidate, sha256, by, accept_loss)
    except (InputError, LossError) as error:
        return _refuse(candidate, sha256, by, error), Written()


def _seen_before(candidate: Candidate, sha256: str) -> Import | None:
    """The import that took in these very bytes, when nothing of the kind has changed since.

    Saved pages are compared with the last of their name; of a whole kind no file counts that only said again
    what was known (the Tracker publishes its table twice).
    """
    same_kind = Import.objects.filter(kind=candidate.kind, status=Import.Status.DONE)
    alike = same_kind.filter(sha256=sha256, reader_version=READER_VERSION).order_by("-id")
    if candidate.whole and candidate.kind != ODS:
        last = alike.first()
        news = Q(new__gt=0) | Q(changed__gt=0) | Q(lost__gt=0) | Q(emptied__gt=0)
    else:
        last = alike.filter(name=candidate.name).first()
        news = Q(name=candidate.name)
    return None if last is None or same_kind.filter(news, id__gt=last.id).exists() else last


def _take(candidate: Candidate, sha256: str, by: str, accept_loss: str) -> tuple[Outcome, Written]:
    row = Import.objects.create(
        kind=candidate.kind,
        name=candidate.name,
        sha256=sha256,
        reader_version=READER_VERSION,
        status=Import.Status.DONE,
        by=by,
        at=settings().now(),
        accepted_loss=accept_loss,
    )
    written = WRITERS.get(candidate.kind, write_readings)(candidate, row)
    check_unchanged(candidate.path, sha256)
    if written.loss and not accept_loss:
        raise LossError(
            f"This file has less than the last of its kind: {written.lacks}",
            where=candidate.name,
            next_step="check that it was fetched whole; if the loss is real, run again with "
            '--accept-loss "why": the reason is kept in the ledger',
        )
    counts = {name: getattr(written, name) for name in ("rows", "new", "changed", "unchanged", "refused")}
    counts |= {"lost": written.loss.rows, "emptied": written.loss.emptied}
    reason = accept_loss if written.loss or written.doubted else ""
    messages = (*_accepted(written, reason), *written.messages)
    entry = record(
        by=by,
        action="import.done",
        subject=f"{row.kind}:{row.name}",
        body={"sha256": sha256, "accepted_loss": reason, "readings": written.digest, **counts},
        at=row.at,
    )
    Import.objects.filter(pk=row.pk).update(
        **counts,
        as_of=written.as_of,
        accepted_loss=reason,
        messages=list(messages),
        ledger_entry=entry.seq,
    )
    event("import.done", kind=row.kind, **counts)
    return Outcome(row.name, row.kind, "done", **counts, messages=messages, ledger_entry=entry.seq), written


def _accepted(written: Written, reason: str) -> Iterator[str]:
    if reason:
        yield f"accepted although {written.lacks}"


def _refuse(candidate: Candidate, sha256: str, by: str, error: ForewarnedError) -> Outcome:
    """Remember that a file was refused and why; nothing of its content is kept."""
    now = settings().now()
    entry = record(
        by=by,
        action="import.refused",
        subject=f"{candidate.kind}:{candidate.name}",
        body={"sha256": sha256, "why": error.what},
        at=now,
    )
    Import.objects.create(
        kind=candidate.kind,
        name=candidate.name,
        sha256=sha256,
        reader_version=READER_VERSION,
        status=Import.Status.REFUSED,
        by=by,
        at=now,
        messages=[error.what],
        ledger_entry=entry.seq,
    )
    event("import.refused", kind=candidate.kind, exit_code=error.exit_code)
    refused = Outcome(candidate.name, candidate.kind, "refused", messages=(error.what,))
    return replace(refused, ledger_entry=entry.seq, error=error)
