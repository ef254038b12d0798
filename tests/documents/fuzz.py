"""Feeds spoilt files to the readers for a while: only Forewarned's own errors may come out, and spans must hold.

    .venv/bin/python -m tests.documents.fuzz --seconds 600 [--seed 1] [--keep tests/documents/seeds]

Each batch runs in a process of its own, so that a crash of a native library or a file that never ends is seen and
its input kept. Errors that only the last safety net of ``read_document`` caught are counted by kind.
"""

from __future__ import annotations

import argparse
import hashlib
import multiprocessing
import random
import re
import resource
import sys
import tempfile
import time
import traceback
import zipfile
from collections import Counter
from collections.abc import Callable
from io import BytesIO
from pathlib import Path

from tests.documents import other_files
from tests.documents.corpus import LAYOUTS, make_pdf, scan
from tests.documents.reports import REPORTS

from forewarned.errors import ForewarnedError
from forewarned.reports.documents import find_sections, read_document, read_report

SEEDS = Path(__file__).parent / "seeds"
BATCH = 40
SLOWEST = 30.0
"""Seconds after which a small file counts as one that never ends."""
MEMORY = 3 * 1024**3
TOKENS = (
    b"obj", b"endobj", b"stream\r\n", b"endstream", b"xref", b"trailer", b"<<", b">>", b"/Rotate 90",
    b"/Count 99999999", b"/Length 4294967295", b"/Kids [1 0 R]", b"/MediaBox [0 0 1e38 -1e38]", b"BT", b"ET",
    b"/MediaBox [0 0 0 0]", b"(\\377\\376) Tj", b"1e30 0 0 1e30 0 0 cm", b"0 Tz", b"/F1 99999 Tf",
    b"<!DOCTYPE x [<!ENTITY a 'a'>]>", b"<w:tbl>", b"<w:p>", b"</w:p>", b'w:val="999999999"',
    b"<table><tr><td>", b"\x00", b"\xff\xfe", b"\xef\xbb\xbf", b"\xed\xa0\x80", b"9\n", b"CORONER\n",
    b"THIS REPORT IS BEING SENT TO", b"namely by 31/02/2031", b"\r", b"\x0c", b"\t" * 50,
)  # fmt: skip


def starts() -> list[tuple[str, bytes]]:
    """(suffix, bytes) of good files to be spoilt."""
    plain = REPORTS["plain"]
    open_streams = {"pageCompression": 0}
    ruled = make_pdf(plain, LAYOUTS["ruled"], **open_streams)
    found = [(".pdf", make_pdf(plain, LAYOUTS[name], **open_streams)) for name in ("numbers_first", "turned_90")]
    found += [(".pdf", ruled), (".pdf", make_pdf(plain, LAYOUTS["unruled"])), (".pdf", other_files.encrypted_pdf())]
    found += [(".pdf", scan(ruled, dpi=40)), (".pdf", other_files.filled_pages(5))]
    found += [(".docx", other_files.make_docx()), (".docx", other_files.make_answer())]
    found += [(".html", other_files.make_html()), (".txt", other_files.make_text())]
    found += [(".txt", other_files.make_text(encoding="utf-16")), (".txt", other_files.make_text(REPORTS["welsh"]))]
    return found + [(path.suffix, path.read_bytes()) for path in sorted(SEEDS.glob("*.*")) if path.suffix != ".md"]


def spoil(raw: bytes, others: list[bytes], rng: random.Random) -> bytes:
    """One to six changes of the bytes; of a ZIP sometimes inside its entries."""
    if raw.startswith(b"PK") and rng.random() < 0.7:
        return _spoil_inside(raw, others, rng)
    data = bytearray(raw)
    for _ in range(rng.randint(1, 6)):
        rng.choice(CHANGES)(data, others, rng)
    return bytes(data)


def _spoil_inside(raw: bytes, others: list[bytes], rng: random.Random) -> bytes:
    try:
        with zipfile.ZipFile(BytesIO(raw)) as packed:
            entries = {entry.filename: packed.read(entry) for entry in packed.infolist()}
    except (zipfile.BadZipFile, RuntimeError, ValueError, OSError, NotImplementedError, EOFError):
        return raw[: rng.randrange(len(raw) + 1)]
    if not entries:
        return raw
    name = rng.choice([*entries, *(n for n in entries if n.startswith("word/"))])
    entries[name] = spoil(entries[name].removeprefix(b"PK"), others, rng)
    if rng.random() < 0.1:
        del entries[rng.choice(list(entries))]
    return other_files.make_zip(entries)


def _flip(data: bytearray, others: list[bytes], rng: random.Random) -> None:
    for _ in range(rng.randint(1, 20)):
        if data:
            data[rng.randrange(len(data))] = rng.randrange(256)


def _cut(data: bytearray, others: list[bytes], rng: random.Random) -> None:
    start = rng.randrange(len(data) + 1)
    del data[start : start + rng.randint(1, 400)]


def _end(data: bytearray, others: list[bytes], rng: random.Random) -> None:
    if rng.random() < 0.4:
        del data[rng.randrange(len(data) + 1) :]


def _repeat(data: bytearray, others: list[bytes], rng: random.Random) -> None:
    start = rng.randrange(len(data) + 1)
    piece = bytes(data[start : start + rng.randint(1, 300)])
    data[start:start] = piece * rng.randint(1, 30)


def _token(data: bytearray, others: list[bytes], rng: random.Random) -> None:
    start = rng.randrange(len(data) + 1)
    data[start : start + rng.choice((0, 0, 8))] = rng.choice(TOKENS)


def _splice(data: bytearray, others: list[bytes], rng: random.Random) -> None:
    other = rng.choice(others)
    start, theirs = rng.randrange(len(data) + 1), rng.randrange(len(other) + 1)
    data[start : start + 200] = other[theirs : theirs + rng.randint(1, 600)]


def _digits(data: bytearray, others: list[bytes], rng: random.Random) -> None:
    places = [i for i, byte in enumerate(data) if 48 <= byte <= 57]
    for _ in range(min(len(places), rng.randint(1, 6))):
        data[rng.choice(places)] = rng.choice(b"0123456789-")


CHANGES: tuple[Callable[[bytearray, list[bytes], random.Random], None], ...] = (
    _flip, _cut, _end, _repeat, _token, _token, _splice, _digits,
)  # fmt: skip


def feed(path: Path) -> str:
    """Read one file; what came of it. Raises AssertionError when spans don't hold, anything else is a fault too."""
    try:
        doc = read_document(path, ocr=False)
    except ForewarnedError as error:
        assert error.next_step, "an error without a next step"
        if "is broken (" in error.what and error.__cause__ is not None:
            frame = traceback.extract_tb(error.__cause__.__traceback__)[-1]
            return f"net: {type(error.__cause__).__name__} in {Path(frame.filename).name}:{frame.lineno} {frame.name}"
        return f"refused: {re.sub('[0-9]+', '#', error.what)[:60]}"
    at = 0
    for page in doc.pages:
        assert at <= page.start <= page.end <= len(doc.text), "pages out of order"
        at = page.end
    last = 0
    for section in find_sections(doc.text):
        assert last <= section.heading[0] <= section.start <= section.end <= len(doc.text), "sections out of order"
        last = section.end
    fields = read_report(doc)
    for said, (start, end) in zip(fields.addressees, fields.addressee_spans, strict=True):
        assert doc.text[start:end] == said and said, "an addressee that is not its span"
    return "read"


def _batch(folder: str, seed: int, results: multiprocessing.Queue[tuple[str, str]]) -> None:
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    rng = random.Random(seed)
    files = starts()
    others = [raw for _, raw in files]
    for index in range(BATCH):
        suffix, raw = rng.choice(files)
        spoilt = spoil(raw, others, rng)
        path = Path(folder) / f"{seed}-{index}{rng.choice((suffix, suffix, suffix, '.txt', '.html'))}"
        path.write_bytes(spoilt)
        begun = time.perf_counter()
        try:
            outcome = feed(path)
        except BaseException as error:  # noqa: BLE001  whatever it is, it is what is looked for
            outcome = f"FAULT {type(error).__name__}: {error}"
        if time.perf_counter() - begun > SLOWEST / 3:
            outcome = f"FAULT slow: {time.perf_counter() - begun:.0f} s"
        results.put((path.name, outcome))
        if not outcome.startswith(("FAULT", "net")):
            path.unlink()


def run(seconds: float, seed: int, keep: Path) -> Counter[str]:
    """Spoil and feed files for ``seconds``; faulty inputs are kept in ``keep``."""
    counts: Counter[str] = Counter()
    ends = time.monotonic() + seconds
    context = multiprocessing.get_context("fork")
    with tempfile.TemporaryDirectory(prefix="forewarned-fuzz-") as folder:
        while time.monotonic() < ends:
            seed += 1
            results: multiprocessing.Queue[tuple[str, str]] = context.Queue()
            worker = context.Process(target=_batch, args=(folder, seed, results))
            worker.start()
            done = 0
            try:
                while done < BATCH:
                    name, outcome = results.get(timeout=SLOWEST)
                    done += 1
                    counts[outcome] += 1
                    if outcome.startswith("FAULT") or (outcome.startswith("net") and counts[outcome] == 1):
                        _keep(Path(folder) / name, keep, outcome)
            except Exception:  # noqa: BLE001  queue.Empty: the worker hangs or died inside a native library
                worker.kill()
                outcome = f"FAULT process ended or hung (exit {worker.exitcode})"
                counts[outcome] += 1
                for path in Path(folder).glob(f"{seed}-*"):
                    _keep(path, keep, outcome)
            worker.join()
            for path in Path(folder).iterdir():
                path.unlink()
    return counts


def _keep(path: Path, keep: Path, why: str) -> None:
    raw = path.read_bytes()
    keep.mkdir(parents=True, exist_ok=True)
    name = f"fault-{hashlib.sha256(raw).hexdigest()[:10]}{path.suffix}"
    (keep / name).write_bytes(raw)
    print(f"{name}: {why}", flush=True)


def main() -> int:
    parser = argparse.ArgumentParser(description="Feed spoilt files to the readers of documents.")
    parser.add_argument("--seconds", type=float, default=60)
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--keep", type=Path, default=Path("build") / "fuzz")
    given = parser.parse_args()
    counts = run(given.seconds, given.seed * 1_000_000, given.keep)
    for outcome, count in counts.most_common():
        print(f"{count:8} {outcome}")
    return int(any(outcome.startswith("FAULT") for outcome in counts))


if __name__ == "__main__":
    sys.exit(main())
