"""Measures the search: how long answers take, how fast the index is built, what a slip of the keyboard costs.

    python benchmarks/search.py [--texts PATH] [--matters 30000] [--questions 400] [--million] [--json]

The matters are those of the real texts (concerns cut at paragraphs and numbers), then more of them made by putting
real sentences together anew and changing one word in ten, until there are as many as asked for. Beside ours, from the
same run: SQLite's FTS5 with Porter stemming, the same questions, first ten and their number, without reasons, counts or
guesses, which it does not have.
"""

from __future__ import annotations

import argparse
import json
import os
import random
import re
import resource
import shutil
import sqlite3
import statistics
import tempfile
import time
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import numpy as np

from benchmarks import PFD, check_there
from forewarned.lessons.search import SearchIndex, SearchItem, open_index
from forewarned.lessons.search.near import Vectors
from forewarned.lessons.search.words import SMALL, words_of

THEMES = (
    "observation record_keeping staffing delay_access risk_assessment treatment sharing_between handover_within family "
    "discharge_followup referral_transition medication physical_health environment leave_missing policy training "
    "it_systems learning legal_safeguarding emergency_response commissioning complex_needs means_online custody"
).split()
WORD = re.compile(r"[^\W\d_]+")
CUT = re.compile(r"\n+|(?<=[.;:])\s+(?=\(?(?:\d{1,2}|[a-h]|[ivx]{1,4})[.)]\s)")
MIX = {"word": 20, "words": 30, "phrase": 10, "fields": 10, "without": 5, "slip": 10, "sentence": 10, "browse": 5}
"""Of a hundred questions, how many of each kind. `slip`: up to three words, one with a slip; `browse`: fields alone."""
SEED = 20261122


def read_reports(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8") as file:
        return [json.loads(line) for line in file if line.strip()]


def report_items(reports: Sequence[dict[str, str]]) -> Iterator[SearchItem]:
    """Whole reports, as the site would index them."""
    for at, report in enumerate(reports):
        text = "\n\n".join(report.get(part) or "" for part in ("investigation", "circumstances", "concerns"))
        yield item_of(report, f"report/{at}", "report", text, ())


def item_of(report: dict[str, str], key: str, kind: str, text: str, themes: tuple[str, ...]) -> SearchItem:
    to = tuple(name.strip() for name in (report.get("receiver") or "").split(";") if name.strip())
    day = date.fromisoformat(report["date"]) if report.get("date") else None
    title = f"{kind.title()} {report.get('ref') or ''}".strip()
    return SearchItem(key, kind, title, text, report.get("ref") or "", to, report.get("area") or "", themes, day)


def matter_items(reports: Sequence[dict[str, str]], number: int) -> Iterator[SearchItem]:
    """``number`` matters: the real ones, then made ones. Themes are drawn, for counting only."""
    draw = random.Random(SEED)
    pieces: list[tuple[dict[str, str], str]] = []
    for report in reports:
        for piece in CUT.split(report.get("concerns") or ""):
            if len(piece.strip()) >= 40:
                pieces.append((report, piece.strip()))
    words = [word for _, piece in pieces for word in WORD.findall(piece)]
    for at in range(number):
        report, text = pieces[at] if at < len(pieces) else draw.choice(pieces)
        if at >= len(pieces):
            text = f"{text} {draw.choice(pieces)[1]}" if draw.random() < 0.3 else text
            text = WORD.sub(lambda found: draw.choice(words) if draw.random() < 0.1 else found[0], text)
            made = date(2013, 8, 1) + timedelta(days=draw.randrange(4_400))
            report = {**report, "date": made.isoformat(), "area": draw.choice(pieces)[0].get("area") or ""}
        yield item_of(report, f"matter/{at}", "matter", text, tuple(draw.sample(THEMES, draw.randint(1, 3))))


def slip(word: str, draw: random.Random) -> str:
    """The word with one slip: a letter left out, put in, changed, or two swapped."""
    at = draw.randrange(len(word))
    letter = draw.choice("abcdefghijklmnopqrstuvwxyz")
    other = [word[:at] + word[at + 1 :], word[:at] + letter + word[at:], word[:at] + letter + word[at + 1 :],
             word[: max(at - 1, 0)] + word[max(at - 1, 0) : at + 1][::-1] + word[at + 1 :]]  # fmt: skip
    found = draw.choice(other)
    return found if found != word else word[:-1]


def questions(texts: Sequence[str], number: int) -> list[tuple[str, str]]:
    """(kind, question), mixed as ``MIX`` says, of words that stand in the texts."""
    draw = random.Random(SEED + 1)
    kinds = [kind for kind, share in MIX.items() for _ in range(share)]
    draw.shuffle(kinds)
    asked: list[tuple[str, str]] = []
    while len(asked) < number:
        text = draw.choice(texts)
        plain = [word for word in words_of(text) if word.isalpha()]
        content = [word for word in plain if len(word) >= 4 and word not in SMALL]
        if len(content) < 4:
            continue
        kind = kinds[len(asked) % len(kinds)]
        some = draw.sample(content, draw.randint(2, 4))
        at = draw.randrange(max(1, len(plain) - 12))
        year, theme = draw.randint(2014, 2023), draw.choice(THEMES)
        fields = f"theme:{theme} since:{year}"
        asked.append((kind, {
            "word": some[0],
            "words": " ".join(some),
            "phrase": f'"{" ".join(plain[at : at + draw.randint(2, 4)])}"',
            "fields": f"{some[0]} {fields}" if draw.random() < 0.7 else f"{some[0]} until:{year} kind:matter",
            "without": f"{some[0]} -{some[1]}",
            "slip": " ".join([slip(some[0], draw), *some[1:3]]),
            "sentence": " ".join(plain[at : at + draw.randint(8, 12)]),
            "browse": fields,
        }[kind]))  # fmt: skip
    return asked


def timed(ask: Callable[[str], object], asked: Sequence[tuple[str, str]]) -> dict[str, Any]:
    """Milliseconds: p50 and p95 of all, and of each kind."""
    took: dict[str, list[float]] = {}
    for kind, question in asked:
        started = time.perf_counter()
        ask(question)
        took.setdefault(kind, []).append((time.perf_counter() - started) * 1_000)
    every = [one for some in took.values() for one in some]
    return {"questions": len(every), **spread(every), "kinds": {kind: spread(some) for kind, some in took.items()}}


def spread(values: Sequence[float]) -> dict[str, float]:
    cuts = statistics.quantiles(values, n=100, method="inclusive") if len(values) > 1 else [values[0]] * 99
    return {"p50_ms": round(cuts[49], 2), "p95_ms": round(cuts[94], 2), "max_ms": round(max(values), 2)}


def recall_of_slips(first: Callable[[str], str], texts: Sequence[str], number: int) -> dict[str, Any]:
    """How many questions of one to three words, one slip in one of them, have the same first result as without."""
    draw = random.Random(SEED + 2)
    common = Counter(word for text in texts for word in set(words_of(text)))
    same = tried = 0
    while tried < number:
        content = sorted({word for word in words_of(draw.choice(texts))
                          if word.isalpha() and len(word) >= 4 and word not in SMALL and common[word] > 1})  # fmt: skip
        if len(content) < 3:
            continue
        some = draw.sample(content, draw.choice((1, 2, 2, 3, 3)))
        tried += 1
        same += first(" ".join(some)) == first(" ".join([slip(some[0], draw), *some[1:]]))
    return {"questions": tried, "same_first_result": round(same / tried, 4)}


class Fts5:
    """SQLite's full-text search over the same items."""

    def __init__(self, items: Sequence[SearchItem]) -> None:
        self.store = sqlite3.connect(":memory:")
        self.store.execute("CREATE VIRTUAL TABLE words USING fts5(title, text, organisations, area, ref, "
                           "tokenize='porter unicode61 remove_diacritics 2')")  # fmt: skip
        self.store.execute("CREATE TABLE about (id INTEGER PRIMARY KEY, key, kind, themes, year)")
        self.store.executemany("INSERT INTO words(rowid, title, text, organisations, area, ref) VALUES (?,?,?,?,?,?)", (
            (at, one.title, one.text, " ".join(one.organisations), one.area, one.ref) for at, one in enumerate(items)
        ))  # fmt: skip
        self.store.executemany("INSERT INTO about VALUES (?,?,?,?,?)", (
            (at, one.key, one.kind, f" {' '.join(one.themes)} ", one.date.year if one.date else None)
            for at, one in enumerate(items)
        ))  # fmt: skip

    def ask(self, question: str) -> list[Any]:
        """The first ten with a snippet, and how many there are."""
        match, where, values = [], [], []
        for part in re.findall(r'-?"[^"]*"|\S+', question):
            name, _, value = part.partition(":")
            if name in ("theme", "kind", "since", "until") and value:
                where.append({"theme": "themes LIKE ?", "kind": "kind = ?", "since": "year >= ?", "until": "year <= ?"}[
                    name
                ])  # fmt: skip
                values.append(f"% {value} %" if name == "theme" else value if name == "kind" else int(value))
            else:
                minus, part = part.startswith("-"), part.strip('-"')
                match.append(f'{"NOT " if minus else ""}"{part}"')
        if match:
            where.insert(0, "words MATCH ?")
            values.insert(0, " ".join(match))
        table = "words JOIN about ON about.id = words.rowid" if match else "about"
        order = "bm25(words)" if match else "year DESC"
        show = "snippet(words, 1, '[', ']', '…', 40)" if match else "''"
        tail = f"FROM {table} WHERE {' AND '.join(where)}"
        rows = self.store.execute(f"SELECT key, {show} {tail} ORDER BY {order} LIMIT 10", values).fetchall()
        return [*rows, self.store.execute(f"SELECT count(*) {tail}", values).fetchone()]

    def first(self, question: str) -> str:
        found = self.ask(question)
        return str(found[0][0]) if len(found) > 1 else ""


def built(index: SearchIndex, items: Iterator[SearchItem]) -> dict[str, Any]:
    started = time.perf_counter()
    number = index.add(items).added
    seconds = time.perf_counter() - started
    size = sum(path.stat().st_size for path in index.folder.rglob("*") if path.is_file())
    return {"items": number, "seconds": round(seconds, 2), "a_second": round(number / seconds),
            "disc_mb": round(size / 1e6, 1)}  # fmt: skip


class MadeUp:
    """An embedder of made-up vectors: for the time of comparing, which does not depend on what they say."""

    name = "made up"

    def embed(self, texts: Sequence[str]) -> np.ndarray[Any, np.dtype[np.float32]]:
        # About 0.5 from each other, so that there is always something close enough to be shown.
        return np.random.default_rng(SEED).standard_normal((len(texts), 384), dtype=np.float32) + np.float32(1)


def meaning(index: SearchIndex, texts: Sequence[str], asked: Sequence[tuple[str, str]]) -> dict[str, Any]:
    """Time of searching with meaning too; the packaged embedder's rate, where it is installed."""
    made = MadeUp()
    rows = np.arange(len(index), dtype=np.int64)
    for start in range(0, len(rows), 10_000):
        some = rows[start : start + 10_000]
        Vectors(index.folder).write(made, some, made.embed([""] * len(some)), half=False)
    found: dict[str, Any] = {"with_made_up_vectors": timed(lambda one: index.search(one, embedder=made), asked)}
    try:
        from forewarned.errors import MissingExtraError
        from forewarned.lessons.meaning import Embedder

        embedder = Embedder.load()
    except (ImportError, MissingExtraError):
        return {**found, "embedder": "not installed"}
    started = time.perf_counter()
    embedder.embed(texts)
    seconds = time.perf_counter() - started
    words = statistics.mean(len(words_of(text)) for text in texts)
    return {**found, "embedder": type(embedder).__name__, "texts_a_second": round(len(texts) / seconds, 1),
            "mean_words": round(words), "query": timed(lambda one: embedder.embed([one]), asked[:50])}  # fmt: skip


def measure(path: Path, folder: Path, matters: int, number: int, peer: bool, slips: int) -> dict[str, Any]:
    reports = read_reports(path)
    result: dict[str, Any] = {"reports": built(open_index(folder / "reports"), repeated(reports))}
    index = open_index(folder / "matters")
    result["matters"] = built(index, matter_items(reports, matters))
    again = time.perf_counter()
    result["unchanged"] = {"items": index.add(matter_items(reports, min(matters, 30_000))).unchanged}
    result["unchanged"]["seconds"] = round(time.perf_counter() - again, 2)
    sample = [item.text for item in matter_items(reports, min(matters, 30_000))]
    asked = questions(sample, number)
    opened = open_index(folder / "matters")
    started = time.perf_counter()
    opened.search("observatoin")
    result["first_question_ms"] = round((time.perf_counter() - started) * 1_000, 1)
    result["ours"] = timed(opened.search, asked)
    result["memory_mb"] = round(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1_024)
    if peer:
        started = time.perf_counter()
        fts5 = Fts5(list(matter_items(reports, matters)))
        result["fts5_built_a_second"] = round(matters / (time.perf_counter() - started))
        result["fts5"] = timed(fts5.ask, asked)
        result["slips_fts5"] = recall_of_slips(fts5.first, sample, slips)
    if slips:
        result["slips_ours"] = recall_of_slips(lambda one: first_of(opened, one), sample, slips)
    result["meaning"] = meaning(opened, sample[:200], asked[:200])
    return result


def repeated(reports: Sequence[dict[str, str]]) -> Iterator[SearchItem]:
    """At least 6,000 reports, so that a second's worth is measured."""
    for turn in range(max(1, -(-6_000 // max(1, len(reports))))):
        for item in report_items(reports):
            yield SearchItem(f"{turn}/{item.key}", item.kind, item.title, item.text, item.ref, item.organisations,
                             item.area, item.themes, item.date)  # fmt: skip


def first_of(index: SearchIndex, question: str) -> str:
    hits = index.search(question, k=1, counts=False).hits
    return hits[0].item.key if hits else ""


def show(result: dict[str, Any]) -> None:
    for name, what in (("reports", "whole reports"), ("matters", "matters")):
        made = result[name]
        print(f"{what}: {made['items']:,} indexed in {made['seconds']} s, {made['a_second']:,} a second, "
              f"{made['disc_mb']} MB")  # fmt: skip
    print(
        f"unchanged, given again: {result['unchanged']['items']:,} in {result['unchanged']['seconds']} s; "
        f"peak memory {result['memory_mb']} MB; first question after opening {result['first_question_ms']} ms"
    )
    rows = {"ours": result["ours"], "SQLite FTS5": result.get("fts5"),
            "ours with meaning (vectors made up)": result["meaning"]["with_made_up_vectors"]}  # fmt: skip
    for name, row in rows.items():
        if row:
            print(f"{name}: {row['questions']} questions, p50 {row['p50_ms']} ms, p95 {row['p95_ms']} ms, "
                  f"longest {row['max_ms']} ms")  # fmt: skip
            print("    p95 of each kind: " + ", ".join(f"{kind} {one['p95_ms']}" for kind, one in row["kinds"].items()))
    for name, title in (("slips_ours", "ours"), ("slips_fts5", "SQLite FTS5")):
        if name in result:
            print(f"one slip, the same first result, {title}: {result[name]['same_first_result']:.1%} "
                  f"of {result[name]['questions']}")  # fmt: skip
    found = result["meaning"]
    if "texts_a_second" in found:
        print(f"packaged embedder: {found['texts_a_second']} matters a second ({found['mean_words']} words each), "
              f"a question p95 {found['query']['p95_ms']} ms")  # fmt: skip


def main() -> None:
    parser = argparse.ArgumentParser(description="Measure the search.")
    parser.add_argument("--texts", type=Path, default=PFD / "texts.jsonl")
    parser.add_argument("--matters", type=int, default=30_000)
    parser.add_argument("--questions", type=int, default=400)
    parser.add_argument("--slips", type=int, default=300, help="questions with a slip; 0 leaves them out")
    parser.add_argument("--million", action="store_true", help="a million matters, without the peer")
    parser.add_argument("--folder", type=Path, help="where the indexes are made (default: a temporary folder)")
    parser.add_argument("--json", action="store_true", help="print one JSON object")
    given = parser.parse_args()
    check_there(parser, given.texts)
    os.environ.setdefault("OMP_NUM_THREADS", "1")
    folder = Path(tempfile.mkdtemp(prefix="forewarned-search-", dir=given.folder))
    try:
        matters = 1_000_000 if given.million else given.matters
        result = measure(given.texts, folder, matters, given.questions, not given.million, given.slips)
    finally:
        shutil.rmtree(folder, ignore_errors=True)
    print(json.dumps(result, indent=2)) if given.json else show(result)


if __name__ == "__main__":
    main()
