"""Measures screening: child suicides against three clinicians' consensus, suicides against researchers' hand coding.

    python -m benchmarks.screen [--gold CHILD.jsonl] [--suicide SHEET.csv] [--texts PATH] [--query Q]
        [--misses] [--json]

Child suicides: ours beside GPT-4.1 as run by PFD Toolkit, on the same rows (``toolkit`` in the file), and beside what
the Toolkit's authors publish for the whole set of 146: their evaluation of local language models
(github.com/Sam-Osian/PFD-toolkit, open_llm_ons_experiment/artifacts/results.csv as of May 2026, models that finished;
copied to benchmarks/published/toolkit_screening.csv) and GPT-4.1's (BMJ Mental Health 2026,
10.1136/bmjment-2025-302212).
The study and the statistics it repeats count as a child who died **aged 18 or younger**, so the labels' own question is
``suicide and age <= 18``; ``suicide and age < 18`` is printed beside it. ``not_known`` is scored as no.
Milliseconds: sections to facts to verdict, the best of three runs over the rows.

Suicides: the sheet's ``GA_include`` where the text exists, beside the official category of the same rows.
"""

from __future__ import annotations

import argparse
import csv
import json
import random
import sys
import time
from collections.abc import Callable, Iterable, Mapping, Sequence
from pathlib import Path

from benchmarks import PFD, tell
from forewarned.lessons.facts import find_facts
from forewarned.lessons.screen import Query, Verdict, judge, parse
from forewarned.lessons.values import Case

PUBLISHED = Path(__file__).parent / "published" / "toolkit_screening.csv"
SECTIONS = ("investigation", "circumstances", "concerns")
ASKED = "suicide and age <= 18"
STRICT = "suicide and age < 18"
Pairs = Sequence[tuple[bool, bool]]


def last_part(url: str) -> str:
    """The page's own name: old and new addresses differ by folder only."""
    return url.rstrip("/").rsplit("/", 1)[-1]


def case_of(row: Mapping[str, str]) -> Case:
    """A report's sections with their facts."""
    sections = {name: row[name] for name in SECTIONS if row.get(name)}
    return Case(last_part(row["report_url"]), row.get("ref", ""), None, sections, find_facts(sections))


def agreement(pairs: Pairs) -> float:
    return sum(a == b for a, b in pairs) / len(pairs) if pairs else 0.0


def kappa(pairs: Pairs) -> float:
    """Cohen's kappa of two yes-no readers; 1 when both always say the same one thing."""
    if not pairs:
        return 0.0
    first, second = (sum(pair[i] for pair in pairs) / len(pairs) for i in (0, 1))
    chance = first * second + (1 - first) * (1 - second)
    return 1.0 if chance == 1 else (agreement(pairs) - chance) / (1 - chance)


def precision(pairs: Pairs) -> float:
    """Of what was said to be yes (first), the share that is (second); 0 when nothing was."""
    said = [truth for found, truth in pairs if found]
    return sum(said) / len(said) if said else 0.0


def recall(pairs: Pairs) -> float:
    """Of what is yes (second), the share that was found (first)."""
    true = [found for found, truth in pairs if truth]
    return sum(true) / len(true) if true else 0.0


def interval(pairs: Pairs, measure: Callable[[Pairs], float], seed: int = 4) -> tuple[float, float]:
    """95 % bootstrap interval over reports, 2,000 samples, seeded."""
    draw = random.Random(seed)
    values = sorted(measure(draw.choices(pairs, k=len(pairs))) for _ in range(2000)) if pairs else [0.0]
    return round(values[int(0.025 * len(values))], 3), round(values[min(len(values) - 1, int(0.975 * len(values)))], 3)


def measured(pairs: Pairs, *measures: Callable[[Pairs], float]) -> dict[str, object]:
    figures: dict[str, object] = {"reports": len(pairs)}
    for measure in measures:
        figures[measure.__name__] = round(measure(pairs), 4)
        figures[f"{measure.__name__}_95"] = interval(pairs, measure)
    return figures


def rows_of(path: Path) -> list[dict[str, str]]:
    return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines() if line.strip()]


def missed(key: str, verdict: Verdict, truth: bool) -> dict[str, object]:
    """A disagreement with the words that decided it."""
    words = [f"{item.condition} [{item.found_by}] “{item.words}”" for item in verdict.because]
    return {"report": key, "label": truth, "ours": verdict.answer, "near_miss": verdict.near_miss, "because": words}


def child(gold: Path, asked: str) -> dict[str, object]:
    """Ours and GPT-4.1's agreement with the consensus, milliseconds a report, and every disagreement."""
    rows = rows_of(gold)
    query = parse(asked)
    wall, processor = [], []
    for _ in range(3):  # other work on the machine only ever adds: the best of three
        started = time.perf_counter(), time.process_time()
        cases = [case_of(row) for row in rows]
        verdicts = [judge(query, case) for case in cases]
        wall.append(time.perf_counter() - started[0])
        processor.append(time.process_time() - started[1])
    truth = [row["consensus"] == "Yes" for row in rows]
    ours = [(verdict.answer == "yes", true) for verdict, true in zip(verdicts, truth, strict=True)]
    strict = [(judge(parse(STRICT), case).answer == "yes", true) for case, true in zip(cases, truth, strict=True)]
    theirs = [(row["toolkit"] == "Yes", true) for row, true in zip(rows, truth, strict=True) if row.get("toolkit")]
    both = (agreement, kappa, precision, recall)
    return {
        "query": asked,
        "ours": measured(ours, *both),
        "ours_under_18": {"query": STRICT, **measured(strict, *both)},
        "gpt_4_1_same_rows": measured(theirs, *both),
        "not_known": sum(verdict.answer == "not_known" for verdict in verdicts),
        "ms_a_report": round(1000 * min(wall) / max(1, len(rows)), 2),
        "processor_ms_a_report": round(1000 * min(processor) / max(1, len(rows)), 2),
        "misses": [
            missed(case.key, verdict, true)
            for case, verdict, true in zip(cases, verdicts, truth, strict=True)
            if (verdict.answer == "yes") != true
        ],
    }


def suicides(sheet: Path, texts: Path) -> dict[str, object]:
    """Precision and recall of ours and of the official category on the sheet's rows whose text exists."""
    known = {last_part(row["report_url"]): row for row in rows_of(texts)}
    with sheet.open(encoding="utf-8-sig", newline="") as file:
        sheet_rows = list(csv.DictReader(file))
    query: Query = parse("suicide")
    ours: list[tuple[bool, bool]] = []
    official: list[tuple[bool, bool]] = []
    misses: list[dict[str, object]] = []
    whole = [("suicide" in row["category"].lower(), row["GA_include"].lower() == "yes") for row in sheet_rows]
    for row, pair in zip(sheet_rows, whole, strict=True):
        text = known.get(last_part(row["URL"]))
        if text is None:
            continue
        verdict = judge(query, case_of(text))
        ours.append((verdict.answer == "yes", pair[1]))
        official.append(pair)
        if ours[-1][0] != pair[1]:
            misses.append(missed(last_part(row["URL"]), verdict, pair[1]))
    return {
        "ours": measured(ours, precision, recall),
        "official_category_same_rows": measured(official, precision, recall),
        "official_category_whole_sheet": measured(whole, precision, recall),
        "misses": misses,
    }


def published() -> list[dict[str, str]]:
    """The authors' own figures on all 146 reports, best first."""
    with PUBLISHED.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def lines(result: dict[str, object], misses: bool) -> Iterable[str]:
    """The result for a reader."""
    for part, title in (("child", "Child suicides, clinicians' consensus"), ("suicide", "Suicides, hand-coded sheet")):
        figures = result[part]
        if not isinstance(figures, dict):
            yield f"{title}: {figures}"
            continue
        yield title + (f" (query: {figures['query']}; not known scored as no)" if "query" in figures else "")
        for name, value in figures.items():
            if name == "misses":
                if misses:
                    yield from (f"  miss: {json.dumps(item, ensure_ascii=False)}" for item in value)
                yield f"  disagreements: {len(value)}" + ("" if misses else " (--misses prints them)")
            elif name != "query":
                shown = value if not isinstance(value, dict) else ", ".join(f"{k} {v}" for k, v in value.items())
                yield f"  {name}: {shown}"
    yield "Published by the Toolkit's authors on all 146 reports (other rows than ours): agreement, kappa"
    table = result["published"]
    assert isinstance(table, list)
    for row in table:
        yield f"  {row['model']:<28} {float(row['agreement']):.3f}  {float(row['kappa']):.3f}"


def measure(gold: Path, sheet: Path, texts: Path, query: str) -> dict[str, object]:
    """The whole benchmark as one value; a part whose files are absent says so."""
    both = sheet.exists() and texts.exists()
    return {
        "child": child(gold, query),
        "suicide": suicides(sheet, texts) if both else f"no file {sheet.name} or {texts.name}",
        "published": published(),
    }


def main(arguments: Sequence[str] | None = None) -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--gold", "--child", type=Path, default=PFD / "labels" / "child_suicide_consensus.jsonl")
    parser.add_argument("--suicide", type=Path, default=PFD / "labels" / "suicide_hand_coded.csv")
    parser.add_argument("--texts", type=Path, default=PFD / "texts.jsonl")
    parser.add_argument("--query", default=ASKED, help="what to ask of the child-suicide reports")
    parser.add_argument("--misses", action="store_true", help="print every disagreement with the deciding words")
    parser.add_argument("--json", action="store_true")
    options = parser.parse_args(arguments)
    if not options.gold.exists():
        raise SystemExit(f"{options.gold} is not there: this benchmark reads the clinicians' labels")
    result = measure(options.gold, options.suicide, options.texts, options.query)
    tell(result, as_json=options.json, show=lambda found: print("\n".join(lines(found, options.misses))))
    return 0


if __name__ == "__main__":
    sys.exit(main())
