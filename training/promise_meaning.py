"""What a fine-tuned encoder would bring to the reading of promises: taught by fictional letters, measured on real ones.

    .venv/bin/python -m training.promise_meaning [--seed 2] [--epochs 4]

Nothing of it is in the program: `docs/reference/models/promises.md` has the figures. The encoder
(`training/encoder.py`, which needs TensorFlow) is shown each sentence with the heading and the sentences around it, and
says whether it holds an action; ``SHARE`` of its log-odds is added to those of the packaged kind of model, refitted
without each response.
"""

from __future__ import annotations

import argparse
import math
from collections.abc import Sequence

import numpy as np

from forewarned.lessons.promises.spans import Letter, Span, action_scores, may_promise, read_letter, spans_from
from forewarned.lessons.promises.weights import packaged_model
from training.encoder import Examples, predict, train
from training.encoder_network import Floats, Recipe
from training.promise_items import SHARED, Item, model_for, read_items
from training.promises import Example, fictional_examples, fingerprint, shares

OWN, ABOVE, BEFORE, AFTER = 90, 12, 30, 20
"""Words kept of the sentence, the heading above it, the sentence before it and the one after it."""
SHARE = 0.2
"""Of the encoder's log-odds; those of a net that was trained to the end are far surer than they may be."""
CUTS = (0.25, 0.3, 0.35, 0.4, 0.45)
ALIKE = 0.5


def passage(letter: Letter, at: int) -> tuple[str, str]:
    """The pair of texts for sentence ``at``: its words, and its surroundings."""
    heading = next((k for k in range(at, -1, -1) if letter.sentences[k].kind == "heading"), -1)
    around = (_words(letter, heading, ABOVE), _words(letter, at - 1, BEFORE), _words(letter, at + 1, AFTER))
    return _words(letter, at, OWN), " | ".join(around)


def _words(letter: Letter, at: int, most: int) -> str:
    if not 0 <= at < len(letter.sentences):
        return ""
    sentence = letter.sentences[at]
    return " ".join(letter.text[sentence.start : sentence.end].split()[:most])


def rows(examples: Sequence[Example]) -> tuple[list[tuple[str, str]], Floats]:
    """Every sentence that may hold an action, with its surroundings, and whether it does."""
    texts, targets = [], []
    for example in examples:
        letter = read_letter(example.text)
        for at, sentence in enumerate(letter.sentences):
            holds = any(shares(sentence.start, sentence.end, act) for act in example.actions)
            if holds or may_promise(letter, at):
                texts.append(passage(letter, at))
                targets.append([float(holds)])
    return texts, np.array(targets, np.float32)


def told(items: Sequence[Item], recipe: Recipe) -> dict[str, dict[int, float]]:
    """The encoder's log-odds by letter and sentence."""
    texts, targets = rows(fictional_examples())
    tuned = train(Examples(texts, targets, np.ones_like(targets)), recipe)
    letters = {fingerprint(item.text): read_letter(item.text) for item in items}
    places = [
        (mark, at) for mark, letter in letters.items() for at in range(len(letter.sentences)) if may_promise(letter, at)
    ]
    logits = predict(tuned, [passage(letters[mark], at) for mark, at in places])[:, 0]
    found: dict[str, dict[int, float]] = {mark: {} for mark in letters}
    for (mark, at), value in zip(places, logits, strict=True):
        found[mark][at] = float(value)
    return found


def together(scores: dict[int, float], said: dict[int, float], share: float) -> dict[int, float]:
    """The two opinions as one probability."""
    odds = {at: math.log(score / (1 - score)) + share * said[at] for at, score in scores.items()}
    return {at: 1 / (1 + math.exp(-value)) for at, value in odds.items()}


def right(found: Sequence[Span], gold: Sequence[tuple[int, int]]) -> int:
    """How many spans overlap labelled ones by half of both together, one to one."""
    near = []
    for i, one in enumerate(found):
        for j, (start, end) in enumerate(gold):
            inside = min(one.end, end) - max(one.start, start)
            near.append((inside / (max(one.end, end) - min(one.start, start)), i, j))
    taken: list[tuple[int, int]] = []
    for share, i, j in sorted(near, reverse=True):
        if share >= ALIKE and all(i != left and j != other for left, other in taken):
            taken.append((i, j))
    return len(taken)


def main() -> None:
    parser = argparse.ArgumentParser(description="Measure what a fine-tuned encoder adds to the reading of promises.")
    parser.add_argument("--seed", type=int, default=2)
    parser.add_argument("--epochs", type=int, default=4)
    given = parser.parse_args()
    files = SHARED / "texts.jsonl", SHARED / "responses.jsonl", SHARED / "gold" / "promises.jsonl"
    items, _ = read_items(*files, packaged_model().trained_on)
    said = told(items, Recipe(epochs=given.epochs, seed=given.seed, longest=192, threads=1))
    choose = model_for(items)
    for share in (0.0, SHARE):
        for cut in CUTS:
            hits = made = labelled = 0
            for item in items:
                letter, model = read_letter(item.text), choose(item)
                scores = together(action_scores(letter, model), said[fingerprint(item.text)], share)
                found = spans_from(letter, model, scores, cut)
                hits, made, labelled = hits + right(found, item.spans), made + len(found), labelled + len(item.spans)
            print(f"share {share} from {cut}: precision {hits / made:.3f} recall {hits / labelled:.3f} "
                  f"F1 by overlap {2 * hits / (made + labelled):.3f}")  # fmt: skip


if __name__ == "__main__":
    main()
