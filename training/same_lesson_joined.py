"""What the product does with labelled pairs: joined into one lesson, offered to a person, or left apart.

The pair model alone scores the pairs as they are labelled. The product splits the reports into matters itself, joins
at a stricter threshold, by the mean over whole lessons, and offers the rest of the likely pairs within one body. So
each side of a labelled pair is looked for among the matters that the packaged splitter makes of its report, and the
reports of the pairs are grouped and offered as a store would, one body at a time.
"""

from __future__ import annotations

import random
import re
from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from forewarned.lessons.matters import split_concerns
from forewarned.lessons.recurrence import LessonMatter, PairModel, group
from forewarned.lessons.recurrence.offering import Offerable, enough, offered
from training.same_lesson import Bench
from training.same_lesson_items import Pair, read_lines, unit_of

JOINED, POSSIBLE, NEAREST, APART = "joined", "possible", "nearest", "apart"
OUTCOMES = (JOINED, POSSIBLE, NEAREST, APART)
FOLDS, MOST, OVERLAP = 5, 100, 0.5
_WORD = re.compile(r"\w+")


@dataclass(frozen=True, slots=True)
class Judged:
    """A labelled pair with the name of its body and the days of its reports."""

    pair: Pair
    body: str
    dates: tuple[str, str]


def judged_pairs(gold: Path, pairs: Sequence[Pair]) -> list[Judged]:
    """The agreed pairs of the gold file, in its order, with what its lines say beside them."""
    items = [item for item in read_lines(gold) if item["reader_a"] == item["reader_b"] != "unclear"]
    return [
        Judged(
            pair, str(item.get("organisation", "")), (item["earlier"].get("date", ""), item["later"].get("date", ""))
        )
        for pair, item in zip(pairs, items, strict=True)
    ]


def matters_of(judged: Sequence[Judged], sections: Mapping[str, str]) -> dict[str, list[LessonMatter]]:
    """Matters by report, as the packaged splitter finds them; a report without its text has the labelled words."""
    bodies: defaultdict[str, set[str]] = defaultdict(set)
    sides: defaultdict[str, list[str]] = defaultdict(list)
    dated: dict[str, str] = {}
    for one in judged:
        for url, text, day in zip(one.pair.reports, (one.pair.earlier, one.pair.later), one.dates, strict=True):
            bodies[url].add(one.body)
            dated[url] = day
            if text not in sides[url]:
                sides[url].append(text)
    found = {}
    for url, texts in sides.items():
        section = sections.get(url, "")
        cut = [section[one.start : one.end] for one in split_concerns(section) if one.kind == "matter"] or texts
        found[url] = [
            LessonMatter(f"{url}#{at}", text, url, dated[url], frozenset(bodies[url])) for at, text in enumerate(cut)
        ]
    return found


def _words(text: str) -> Counter[str]:
    return Counter(_WORD.findall(text.lower()))


def meant(side: str, matters: Sequence[LessonMatter]) -> set[str]:
    """Keys of the matters that are the labelled words: half of the words of the shorter stand in the other."""
    here, found = _words(side), {}
    for one in matters:
        there = _words(one.text)
        found[one.key] = (here & there).total() / max(1, min(here.total(), there.total()))
    best = max(found.values(), default=0.0)
    return {key for key, share in found.items() if share >= OVERLAP and share >= 0.8 * best}


def outcomes(judged: Sequence[Judged], sections: Mapping[str, str], model: PairModel) -> list[str]:
    """What becomes of each pair, when the reports of all of them are in one store."""
    matters = matters_of(judged, sections)
    every = [one for some in matters.values() for one in some]
    home = {one.key: one.key for one in every}
    home |= {key: lesson.id for lesson in group(every, model) for key in lesson.keys}
    offers: dict[frozenset[str], str] = {}
    for body in sorted({one.body for one in judged}):
        asked = [Offerable(one.key, one.text, home[one.key], one.report) for one in every if body in one.organisations]
        for offer in enough(offered(asked, model), MOST):
            offers[frozenset((asked[offer.one].home, asked[offer.two].home))] = offer.band
    found = []
    for one in judged:
        keys = [meant(text, matters[url]) for url, text in zip(one.pair.reports, (one.pair.earlier, one.pair.later),
                                                              strict=True)]  # fmt: skip
        homes = [frozenset((home[a], home[b])) for a in keys[0] for b in keys[1]]
        ways = {JOINED if len(pair) == 1 else offers.get(pair, APART) for pair in homes} | {APART}
        found.append(min(ways, key=OUTCOMES.index))
    return found


def product(
    judged: Sequence[Judged], sections: Mapping[str, str], model: PairModel, training: Sequence[Pair]
) -> dict[str, Any]:
    """Counts of outcomes by label, and precision and recall of joining, and of joining or offering.

    Pairs that the packaged model learnt from go through models fitted again without their reports, one fold at a time,
    at the packaged thresholds; the others through the packaged model.
    """
    seen = [one for one in judged if one.pair.fingerprint in model.trained_on]
    fresh = [one for one in judged if one.pair.fingerprint not in model.trained_on]
    rows = list(zip(fresh, outcomes(fresh, sections, model) if fresh else [], strict=True))
    if seen:
        bench = Bench(model, [*training, *(one.pair for one in seen)], model.weights.names)
        units, chosen = unit_of([one.pair for one in seen]), random.Random(0)
        fold = {unit: chosen.randrange(FOLDS) for unit in sorted(set(units))}
        for number in range(FOLDS):
            test = [one for one, unit in zip(seen, units, strict=True) if fold[unit] == number]
            if test:
                again = model.with_weights(bench.fitted(frozenset(url for one in test for url in one.pair.reports)))
                rows += zip(test, outcomes(test, sections, again), strict=True)
    return _figures([(one.pair.label == "same", way) for one, way in rows]) | {"refitted": len(seen)}


def _figures(rows: Sequence[tuple[bool, str]]) -> dict[str, Any]:
    same = sum(hit for hit, _ in rows)
    found: dict[str, Any] = {
        label: {way: sum(1 for hit, got in rows if hit == wanted and got == way) for way in OUTCOMES}
        for label, wanted in (("same", True), ("not the same", False))
    }
    for name, ways in (("joined", (JOINED,)), ("joined or possible", (JOINED, POSSIBLE))):
        called = [hit for hit, way in rows if way in ways]
        found[name] = {
            "called": len(called),
            "precision": round(sum(called) / len(called), 4) if called else None,
            "recall": round(sum(called) / same, 4) if same else None,
        }
    return found


def show_product(name: str, found: Mapping[str, Any]) -> None:
    """One model's part, for a reader."""
    print(f"\nwhat the product does with them, {name} ({found['refitted']} by models refitted without them)")
    print(f"{'':16}" + "".join(f"{way:>10}" for way in OUTCOMES))
    for label in ("same", "not the same"):
        print(f"{label:16}" + "".join(f"{found[label][way]:>10}" for way in OUTCOMES))
    for way in ("joined", "joined or possible"):
        row = found[way]
        precision = "-" if row["precision"] is None else f"{row['precision']:.3f}"
        recall = "-" if row["recall"] is None else f"{row['recall']:.3f}"
        print(f"  {way}: precision {precision}, recall {recall} ({row['called']} called)")
