"""Reads reports' PDFs: fields right, seconds and memory, ours beside PFD Toolkit's own extractor on the same files.

    .venv/bin/python -m benchmarks.documents [--pdf FOLDER] [--expected FILE] [--no-corpus] [--scans]
                                             [--toolkit | --toolkit-python PYTHON] [--json]

What is right: for the shared PDFs, fingerprints of every section as a person read it from the pictures of its pages
(``--expected``; no words are kept); for the generated corpus of fictional forms, the words that were put in. "Exact"
compares words with blanks folded; "letters" only letters and figures, so that the Toolkit's tidying of quotes and
blanks counts for it. ``--toolkit`` installs PFD Toolkit into a folder of its own (from the package registry, some
700 MB) and runs its real ``PdfExtractor`` offline, without the commercial model that it otherwise asks; it gives six
fields: addressees, coroner, area, investigation, circumstances and concerns.
"""

from __future__ import annotations

import argparse
import json
import os
import subprocess
import sys
import tempfile
import time
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any

from tests.documents.comparing import EXPECTED, expectation, letters, mark, squeezed

from benchmarks import PFD

ROOT = Path(__file__).resolve().parents[1]
DOCUMENTS = PFD / "pdf"
THEIRS = {
    "receiver": "addressees", "coroner": "coroner_name", "area": "coroner_area", "investigation": "investigation",
    "circumstances": "circumstances", "concerns": "concerns",
}  # fmt: skip
"""The Toolkit's six fields by its names, and ours."""
OURS = """
import json, resource, sys, time
from pathlib import Path
sys.path.insert(0, sys.argv[1])
from tests.documents.comparing import fields_of
started = time.perf_counter()
found = {path: fields_of(Path(path)) for path in sys.argv[2:]}
seconds = time.perf_counter() - started
print(json.dumps({"found": found, "seconds": seconds, "mb": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024}))
"""
TOOLKIT = """
import json, logging, resource, sys, time
logging.disable(logging.CRITICAL)
from types import SimpleNamespace
import pandas as pd
from pfd_toolkit.scraper.pdf_extractor import DEFAULT_PDF_SECTIONS, PdfExtractor
found = {}
started = time.perf_counter()
for path in sys.argv[2:]:
    extractor = PdfExtractor(SimpleNamespace(pdf_sections=DEFAULT_PDF_SECTIONS), 30, pd.NA)
    extractor._pdf_cache[path] = open(path, "rb").read()
    text = extractor.extract_text_from_pdf(path)
    fields = {section.key: pd.NA for section in DEFAULT_PDF_SECTIONS}
    extractor.apply_pdf_fallback(text, fields, {name: True for name in fields})
    found[path] = {name: None if pd.isna(value) else value for name, value in fields.items()}
seconds = time.perf_counter() - started
print(json.dumps({"found": found, "seconds": seconds, "mb": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024}))
"""


@dataclass
class Score:
    """One tool on one set: fields with an expected value, how many right to the letter, or letters only."""

    files: int = 0
    fields: int = 0
    exact: int = 0
    letters: int = 0
    six_fields: int = 0
    six_letters: int = 0
    number_at_end: int = 0
    seconds: float = 0.0
    megabytes: float = 0.0
    wrong: list[str] = field(default_factory=list)


def score(done: dict[str, Any], expected: dict[str, dict[str, Any]], names: dict[str, str] | None) -> Score:
    """``names``: the tool's names for our fields; None for our own output."""
    total = Score(seconds=round(done["seconds"], 3), megabytes=round(done["mb"], 1))
    for path, found in sorted(done["found"].items()):
        wanted = expected.get(Path(path).name)
        if wanted is None:
            continue
        total.files += 1
        given = {names[name]: said for name, said in found.items()} if names else found
        for name, prints in sorted(wanted.items()):
            if names and name not in names.values():
                continue
            _one(total, Path(path).name, name, given.get(name), prints)
    return total


def _one(total: Score, file: str, name: str, said: str | None, prints: dict[str, str] | None) -> None:
    six = name in THEIRS.values()
    exact = (prints is None) == (not said) and (not said or mark(squeezed(said)) == (prints or {})["exact"])
    loose = exact or bool(said and prints and mark(letters(said)) == prints["letters"])
    total.fields += 1
    total.exact += exact
    total.letters += loose
    total.six_fields += six
    total.six_letters += six and loose
    if not loose:
        total.wrong.append(f"{file}: {name}")
        # The next row's number: right once the digit at the end is cut off.
        cut = letters(said or "")[:-1]
        total.number_at_end += bool(prints and (said or "").rstrip()[-1:].isdigit() and mark(cut) == prints["letters"])


def run(python: str, program: str, paths: list[Path]) -> dict[str, Any]:
    """One tool over all files in a process of its own, so that its memory is its own."""
    done = subprocess.run(
        [python, "-c", program, str(ROOT), *map(str, paths)],
        capture_output=True, text=True, check=False, cwd=ROOT,
        env={**os.environ, "PYTHONDONTWRITEBYTECODE": "1"},
    )  # fmt: skip
    if done.returncode:
        raise SystemExit(f"{python} failed:\n{done.stderr[-2000:]}")
    result = json.loads(done.stdout.splitlines()[-1])
    assert isinstance(result, dict)
    return result


def corpus(folder: Path, *, scans: bool) -> dict[str, dict[str, Any]]:
    """Write the generated corpus to ``folder``; what each file must be read as."""
    from tests.documents.corpus import scanned, typed

    expected: dict[str, dict[str, Any]] = {}
    for name, (report, pdf) in (scanned() if scans else typed()).items():
        (folder / f"{name}.pdf").write_bytes(pdf)
        said: dict[str, str | None] = {row: " ".join(paragraphs) for row, paragraphs in report.rows.items()}
        said |= {
            "addressee_list": "|".join(report.addressees), "coroner_name": report.coroner,
            "coroner_area": report.area, "date_of_report": report.dated, "due_on": report.due,
        }  # fmt: skip
        expected[f"{name}.pdf"] = {key: expectation(words) for key, words in said.items()}
    return expected


def installed(folder: Path) -> str:
    """A Python with PFD Toolkit in an environment of its own."""
    environment = folder / "toolkit"
    subprocess.run([sys.executable, "-m", "venv", str(environment)], check=True)
    python = environment / "bin" / "python"
    subprocess.run([str(python), "-m", "pip", "install", "-q", "pfd_toolkit"], check=True, stderr=subprocess.DEVNULL)
    return str(python)


def measure(given: argparse.Namespace, folder: Path) -> dict[str, dict[str, Any]]:
    """Scores by set and tool."""
    sets: dict[str, tuple[list[Path], dict[str, dict[str, Any]]]] = {}
    if given.pdf.is_dir():
        expected = json.loads(given.expected.read_text(encoding="utf-8")) if given.expected.is_file() else {}
        sets["pdf"] = (sorted(given.pdf.glob("*.pdf")), expected)
    for name, wanted in (("corpus", not given.no_corpus), ("scans", given.scans)):
        if wanted:
            inside = folder / name
            inside.mkdir()
            expected = corpus(inside, scans=name == "scans")
            sets[name] = (sorted(inside.glob("*.pdf")), expected)
    theirs = given.toolkit_python or (installed(folder) if given.toolkit else "")
    found: dict[str, dict[str, Any]] = {}
    for name, (paths, expected) in sets.items():
        found[name] = {"ours": asdict(score(run(sys.executable, OURS, paths), expected, None))}
        if theirs:
            found[name]["toolkit"] = asdict(score(run(theirs, TOOLKIT, paths), expected, THEIRS))
        found[name]["files_without_expectation"] = [p.name for p in paths if p.name not in expected]
    return found


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--pdf", type=Path, default=DOCUMENTS, help="a folder of PDFs")
    parser.add_argument("--expected", type=Path, default=EXPECTED, help="fingerprints of their sections and fields")
    parser.add_argument("--no-corpus", action="store_true", help="leave the generated corpus out")
    parser.add_argument("--scans", action="store_true", help="add scans of the corpus (OCR: seconds a page)")
    parser.add_argument("--toolkit", action="store_true", help="install PFD Toolkit and run its extractor")
    parser.add_argument("--toolkit-python", default="", help="a Python that has PFD Toolkit installed")
    parser.add_argument("--json", action="store_true", help="print one JSON object")
    given = parser.parse_args()
    if given.pdf != DOCUMENTS and not given.pdf.exists():
        raise SystemExit(f"{given.pdf} is not there: give a folder of PDFs")
    started = time.perf_counter()
    with tempfile.TemporaryDirectory(prefix="forewarned-documents-") as name:
        found = measure(given, Path(name))
    if given.json:
        print(json.dumps(found, indent=2))
        return
    print(
        f"{'set':8}{'tool':9}{'files':>6}{'fields':>8}{'exact':>7}{'letters':>9}{'of six':>12}{'seconds':>9}{'MB':>6}"
    )
    for kind, tools in found.items():
        for tool in ("ours", "toolkit"):
            if s := tools.get(tool):
                six = f"{s['six_letters']}/{s['six_fields']}"
                print(
                    f"{kind:8}{tool:9}{s['files']:>6}{s['fields']:>8}{s['exact']:>7}{s['letters']:>9}{six:>12}"
                    f"{s['seconds']:>9.2f}{s['megabytes']:>6.0f}"
                )
                if s["number_at_end"]:
                    print(f"        wrong only by the next row's number at the end: {s['number_at_end']}")
                for wrong in s["wrong"] if tool == "ours" else []:
                    print(f"        wrong: {wrong}")
        if tools["files_without_expectation"]:
            print(f"        timed only: {', '.join(tools['files_without_expectation'])}")
    print(f"took {time.perf_counter() - started:.0f} s")


if __name__ == "__main__":
    main()
