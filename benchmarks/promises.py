"""Measures the reading of responses against labelled ones: actions, status, type, tier, the matter answered, refusals.

    .venv/bin/python -m benchmarks.promises [--texts PATH] [--responses PATH] [--gold PATH]
                                            [--imitations] [--misses] [--json]

Two rules for spans, both printed: **overlap** (one to one, intersection over union of characters at least 0.5), which
heads the table, because the shared data's README states no rule for promises and readers cut clauses differently; and
**strict** (both ends within 20 characters), the README's rule for spans in general.

Responses that the packaged model learnt from are read by models refitted without them (leave one response out, copies
of one text together) and without the fictional letters that were written in their manner; others by the packaged model.
``--imitations`` keeps those letters: the kinder figure, as of a body whose letters the model knows. ``matter`` depends
on how our splitter numbers the report; ``matter_numbered_alike`` counts only responses whose labels name no number that
we have not. ``sure``: what is read surely enough to class a death by it (``recurrence/again.py``), right where it holds
a labelled action. Intervals: 95 %, bootstrap over responses, seeded.
"""

from __future__ import annotations

import argparse
import json
import random
import time
from collections import Counter
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

from training.promise_items import SHARED, Item, concerns_of, model_for, read_items
from training.promises import fictional_examples, home_of, locate

from forewarned.lessons.promises import PromiseFound, ResponseRead, read_response
from forewarned.lessons.promises.answering import answers
from forewarned.lessons.promises.course import scopes
from forewarned.lessons.promises.likeness import Likeness
from forewarned.lessons.promises.sentences import split_sentences
from forewarned.lessons.promises.spans import read_letter
from forewarned.lessons.promises.values import MatterGiven
from forewarned.lessons.promises.verbs import verb_groups
from forewarned.lessons.promises.weights import packaged_model
from forewarned.lessons.recurrence.again import doubt_of

NEAR, SHARE, DRAWS = 20, 0.5, 1000
Pair = tuple[int, int]


Tally = Counter[str]
"""Counts of one response, summed for the figures."""


def overlap(a: Pair, b: Pair) -> float:
    """Intersection over union of characters where that is at least ``SHARE``, else 0."""
    inside = min(a[1], b[1]) - max(a[0], b[0])
    whole = max(a[1], b[1]) - min(a[0], b[0])
    return inside / whole if inside > 0 and inside / whole >= SHARE else 0.0


def strict(a: Pair, b: Pair) -> float:
    """1 less the distance of the ends where both lie within ``NEAR`` characters, else 0."""
    off = abs(a[0] - b[0]), abs(a[1] - b[1])
    return 1 - sum(off) / 100 if max(off) <= NEAR else 0.0


def matched(found: Sequence[Pair], gold: Sequence[Pair], rule: Callable[[Pair, Pair], float]) -> list[Pair]:
    """Indices of spans paired one to one, the best pairs first."""
    pairs = sorted(((-rule(a, b), i, j) for i, a in enumerate(found) for j, b in enumerate(gold)))
    taken: list[Pair] = []
    for score, i, j in pairs:
        if score < 0 and all(i != left and j != right for left, right in taken):
            taken.append((i, j))
    return taken


def score(item: Item, read: ResponseRead, tally: Tally, misses: list[str]) -> None:
    """Add one response to its tally."""
    found = [(each.start, each.end) for each in read.promises]
    tally["given"] += len(found)
    tally["labelled"] += len(item.spans)
    pairs = matched(found, item.spans, overlap)
    tally["overlap"] += len(pairs)
    tally["strict"] += len(matched(found, item.spans, strict))
    for i, j in pairs:
        _score_codes(read.promises[i], item.actions[j], tally, item)
    _score_sure(read.promises, item.spans, tally)
    for name, undated in (
        ("planned", [not each.due for each in read.promises if each.status == "planned"]),
        ("gold_planned", [not each.get("due") for each in item.actions if each["status"] == "planned"]),
    ):
        tally[name] += len(undated)
        tally[f"{name}_undated"] += sum(undated)
    refused = [(each.start, each.end) for each in read.refusals]
    wanted = [span for each in item.gold["refuses"] if (span := locate(each["quote"], item.text))]
    tally["refusals_given"] += len(refused)
    tally["refusals_labelled"] += len(wanted)
    tally["refusals_right"] += len(matched(refused, wanted, _touches))
    left, said = set(read.not_addressed), {str(each) for each in item.gold["concerns_not_addressed"]}
    if item.matters:
        tally["left_given"] += len(left)
        tally["left_labelled"] += len(said)
        tally["left_right"] += len(left & said)
    tally["disputes_right"] += int(read.disputes_fact == bool(item.gold["disputes_fact"]))
    tally["responses"] += 1
    hit, got = {i for i, _ in pairs}, {j for _, j in pairs}
    misses += [f"false  {item.text[a:b]!r}" for i, (a, b) in enumerate(found) if i not in hit]
    misses += [f"missed {item.text[a:b]!r}" for j, (a, b) in enumerate(item.spans) if j not in got]


def _touches(a: Pair, b: Pair) -> float:
    inside = min(a[1], b[1]) - max(a[0], b[0])
    return inside / (b[1] - b[0]) if inside >= 0.5 * min(a[1] - a[0], b[1] - b[0]) else 0.0


def _score_sure(found: Sequence[PromiseFound], gold: Sequence[Pair], tally: Tally) -> None:
    """Of what counts between two warnings, and of what is sure enough to class a death: which hold a labelled one."""
    for each in found:
        if each.status == "considered":
            continue
        inside = each.date_span is not None and each.start <= each.date_span[0] and each.date_span[1] <= each.end
        with_day = each.status == "planned" and each.due_by is not None and inside
        holds = any(_touches(span, (each.start, each.end)) for span in gold)
        for name in ("counting", "sure")[: 1 if doubt_of(each.score, with_day=with_day, confirmed=False) else 2]:
            tally[name] += 1
            tally[f"{name}_right"] += holds


def placed_in_fiction() -> tuple[int, int]:
    """Of what the fictional letters promise on one of several matters, how much is given its matter, by rules alone."""
    right = whole = 0
    for example in (each for each in fictional_examples() if len(each.matters) > 1):
        letter, given = read_letter(example.text), [MatterGiven(*each) for each in example.matters]
        scope = scopes(letter, [each.number for each in given], Likeness(given, letter))
        for act in (each for each in example.actions if each.concern):
            at = home_of(letter, act.start, act.end)
            found = answers(letter, at, example.text[act.start : act.end], given, scope)
            right += bool(set(found) & set(act.concern.split(",")))
            whole += 1
    return right, whole


def _score_codes(found: PromiseFound, gold: dict[str, Any], tally: Tally, item: Item) -> None:
    status = "taken" if found.status == "already_done_before_report" else found.status
    tally["status"] += int(status == gold["status"])
    tally["type"] += int(found.type == gold["type"])
    tally["strength"] += int(found.strength == gold["strength"])
    tally["matched"] += 1
    ours, theirs = set(found.concerns), concerns_of(gold)
    if item.numbers:
        right = int(bool(ours & theirs) or ours == theirs)
        tally["with_matters"] += 1
        tally["matter_any"] += right
        tally["matter_exact"] += int(ours == theirs)
        if item.alike:
            tally["alike"] += 1
            tally["alike_right"] += right
    if gold.get("due"):
        tally["with_due"] += 1
        tally["due"] += int(found.due[: len(gold["due"])] == gold["due"])
    for mark, wanted in (gold.get("smart") or {}).items():
        tally["smart"] += int(getattr(found.smart, mark) == wanted)
        tally["smart_marks"] += 1


def baselines(item: Item, tally: Tally) -> None:
    """Every sentence; every sentence with a verb group of will or have; as a reader with a word list would."""
    spans = [(each.start, each.end) for each in split_sentences(item.text)]
    acting = [
        (a, b)
        for a, b in spans
        if any(group.kind.startswith(("future", "perfect")) for group in verb_groups(item.text[a:b]))
    ]
    for name, found in (("all_sentences", spans), ("will_have", acting)):
        tally[f"{name}_given"] += len(found)
        tally[f"{name}_overlap"] += len(matched(found, item.spans, overlap))
        tally[f"{name}_strict"] += len(matched(found, item.spans, strict))


def figures(tallies: Sequence[Tally]) -> dict[str, float]:
    """All shares from summed counts; a share of nothing is 0."""
    total: Tally = Counter()
    for tally in tallies:
        total.update(tally)

    def share(part: str, whole: str) -> float:
        return round(total[part] / total[whole], 4) if total[whole] else 0.0

    def f1(right: str, given: str, labelled: str) -> float:
        both = total[given] + total[labelled]
        return round(2 * total[right] / both, 4) if both else 0.0

    shown = {
        "precision": share("overlap", "given"),
        "recall": share("overlap", "labelled"),
        "f1_overlap": f1("overlap", "given", "labelled"),
        "f1_strict": f1("strict", "given", "labelled"),
    }
    for name in ("status", "type", "strength"):
        shown[name] = share(name, "matched")
    shown |= {
        "matter": share("matter_any", "with_matters"),
        "matter_exact": share("matter_exact", "with_matters"),
        "matter_numbered_alike": share("alike_right", "alike"),
        "counting_precision": share("counting_right", "counting"),
        "sure_precision": share("sure_right", "sure"),
        "sure_share": share("sure", "counting"),
        "due": share("due", "with_due"),
        "smart": share("smart", "smart_marks"),
        "planned_without_date": share("planned_undated", "planned"),
        "planned_without_date_labelled": share("gold_planned_undated", "gold_planned"),
        "refusals_f1": f1("refusals_right", "refusals_given", "refusals_labelled"),
        "refusals_recall": share("refusals_right", "refusals_labelled"),
        "not_addressed_f1": f1("left_right", "left_given", "left_labelled"),
        "disputes_accuracy": share("disputes_right", "responses"),
    }
    for name in ("all_sentences", "will_have"):
        for rule in ("overlap", "strict"):
            shown[f"{name}_f1_{rule}"] = f1(f"{name}_{rule}", f"{name}_given", "labelled")
    return shown


def intervals(tallies: Sequence[Tally], names: Sequence[str]) -> dict[str, tuple[float, float]]:
    """95 % intervals of some figures, bootstrap over responses, seeded."""
    dice = random.Random(4)
    drawn = [figures(dice.choices(tallies, k=len(tallies))) for _ in range(DRAWS)] if tallies else []
    ranked = {name: sorted(each[name] for each in drawn) for name in names if drawn}
    return {name: (each[int(0.025 * len(each))], each[int(0.975 * len(each))]) for name, each in ranked.items()}


HEADLINES = ("f1_overlap", "f1_strict", "status", "strength", "matter", "type")


def measure(texts: Path, responses: Path, gold: Path, *, imitations: bool = False) -> dict[str, Any]:
    """The whole benchmark as one value."""
    items, lost = read_items(texts, responses, gold, packaged_model().trained_on)
    choose = model_for(items, imitations=imitations)
    tallies, misses, seconds = list[Tally](), list[str](), 0.0
    for item in items:
        model, tally, missed = choose(item), Tally(), list[str]()
        started = time.perf_counter()
        read = read_response(item.text, item.matters, numbers=item.numbers, report=item.report, model=model)
        seconds += time.perf_counter() - started
        score(item, read, tally, missed)
        baselines(item, tally)
        tallies.append(tally)
        misses += [f"{item.gold['parent_id']} {each}" for each in missed]
    return {
        "responses": len(items),
        "refitted": sum(item.seen for item in items),
        "unseen": sum(not item.seen for item in items),
        "without_their_report": sum(not item.matters for item in items),
        "actions": sum(len(item.spans) for item in items),
        "labels_not_found": lost,
        "ours": figures(tallies),
        "intervals": intervals(tallies, HEADLINES),
        "placed_in_fiction": placed_in_fiction(),
        "milliseconds_a_response": round(1000 * seconds / max(1, len(items)), 1),
        "misses": misses,
    }


def show(result: dict[str, Any]) -> None:
    """Print the figures for a reader."""
    ours, between = result["ours"], result["intervals"]
    print(f"{result['responses']} responses, {result['actions']} labelled actions")
    print(f"read by models refitted without them {result['refitted']}, by the packaged model {result['unseen']}")
    print(f"labels not found {result['labels_not_found']}, reports not there {result['without_their_report']}")
    print(f"\n{'spans of actions':34}{'overlap F1':>12}{'strict F1':>12}")
    for name, prefix in (
        ("ours", ""),
        ("every sentence with will / have", "will_have_"),
        ("every sentence", "all_sentences_"),
    ):
        print(f"{name:34}{ours[prefix + 'f1_overlap']:>12.3f}{ours[prefix + 'f1_strict']:>12.3f}")
    print(f"ours by overlap: precision {ours['precision']:.3f}, recall {ours['recall']:.3f}")
    print("overlap: IoU of characters >= 0.5, one to one; strict: both ends within 20 characters\n")
    for name in HEADLINES:
        low, high = between.get(name, (0.0, 0.0))
        print(f"{name:12} {ours[name]:.3f}  (95 % interval {low:.3f} to {high:.3f})")
    for name in ("matter_numbered_alike", "matter_exact", "counting_precision", "sure_precision", "sure_share", "due",
                 "smart", "planned_without_date", "planned_without_date_labelled", "refusals_f1",
                 "refusals_recall", "not_addressed_f1", "disputes_accuracy"):  # fmt: skip
        print(f"{name:30} {ours[name]:.3f}")
    right, whole = result["placed_in_fiction"]
    print(f"fictional letters: {right} of {whole} promises on one of several matters are given theirs")
    print(f"{result['milliseconds_a_response']} ms a response")


def main() -> None:
    parser = argparse.ArgumentParser(description="Measure the reading of responses against labels.")
    parser.add_argument("--texts", type=Path, default=SHARED / "texts.jsonl", help="reports, for their matters")
    parser.add_argument("--responses", type=Path, default=SHARED / "responses.jsonl")
    parser.add_argument("--gold", type=Path, default=SHARED / "gold" / "promises.jsonl")
    parser.add_argument(
        "--imitations", action="store_true", help="keep fictional letters in the manner of each response"
    )
    parser.add_argument("--misses", action="store_true", help="print every wrong or missed action")
    parser.add_argument("--json", action="store_true", help="print one JSON object")
    given = parser.parse_args()
    if not given.gold.exists():
        parser.exit(5, f"{given.gold} is not there: this benchmark reads the shared data\n")
    result = measure(given.texts, given.responses, given.gold, imitations=given.imitations)
    if given.json:
        print(json.dumps(result, indent=2, ensure_ascii=False))
        return
    show(result)
    if given.misses:
        print("\n".join(result["misses"]))


if __name__ == "__main__":
    main()
