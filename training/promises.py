"""Makes `forewarned/lessons/trained/promises-3.json`: which sentences promise, from where to where, of what kind.

    .venv/bin/python -m training.promises [--responses PATH] [--gold PATH] [--out PATH]

Learns from labelled real responses and from fictional letters that were written and marked for this project
(`training/labels/letters`). Deterministic: no random choice is made anywhere.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

from forewarned.lessons.promises.cuts import LEAST, end_cuts, end_features, start_cuts, start_features
from forewarned.lessons.promises.features import sentence_features
from forewarned.lessons.promises.kinds import status_features, type_features
from forewarned.lessons.promises.spans import Letter, may_promise, read_letter
from forewarned.lessons.promises.verbs import verb_groups
from forewarned.lessons.promises.weights import MODEL_FILE, PromiseModel, read_model

ROOT = Path(__file__).resolve().parents[1]
SHARED = ROOT.parent / "shared" / "data" / "pfd"
LETTERS = ROOT / "training" / "labels" / "letters"
MARK = re.compile(r"\[\[(.*?)\]\]\{([^}]*)\}", re.DOTALL)
NEAR = 20
"""Ends this close count as the same place (the shared data's rule for spans)."""
BLIND_FROM = 100
"""Letters with this number or a higher one were written by someone who had not seen the real responses."""


@dataclass(frozen=True)
class Setting:
    """How one part is fitted. ``strength`` is C of the logistic regression, ``least`` in how many letters a feature
    must stand to be used; ``fictional`` and ``blind`` are what a row of a fictional letter weighs beside one of a real
    response, written by someone who had seen those, or not: what a reader counts as an action is guessed there.
    """

    strength: float
    least: int
    fictional: float
    blind: float


SETTINGS: dict[str, Setting] = {
    "action": Setting(0.6, 2, 0.25, 0.1),
    "start": Setting(0.2, 3, 0.5, 0.2),
    "end": Setting(1.0, 2, 0.1, 0.25),
    "status": Setting(1.0, 2, 1.0, 1.0),
    "type": Setting(0.4, 2, 0.5, 0.25),
    "strength": Setting(0.2, 2, 0.5, 0.5),
}
"""Chosen by the cross-validated likelihood of the real responses' labels, part by part; where likelihoods are alike, by
the share right."""
VERSION = "3"
THRESHOLDS = {"action": 0.38, "start": 0.5, "end": 0.5}
"""Chosen on the cross-validated F1 of the real responses."""


@dataclass(frozen=True)
class Labelled:
    """A labelled action: offsets into its letter and the reader's codes."""

    start: int
    end: int
    status: str
    type: str
    strength: str
    concern: str = ""
    raw: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True)
class Example:
    """One letter with its labelled actions. ``group`` keeps copies of one letter together in cross-validation."""

    text: str
    actions: tuple[Labelled, ...]
    group: str
    real: bool
    refuses: tuple[tuple[int, int, str], ...] = ()
    matters: tuple[tuple[str, str], ...] = ()
    like: frozenset[str] = frozenset()
    """Reports (by reference) whose responses a fictional letter was written in the manner of."""
    blind: bool = False
    """Fictional, and written by someone who had not seen the real responses."""

    def weight(self, part: str) -> float:
        """What a row of this letter weighs in a part of the model."""
        if self.real:
            return 1.0
        return SETTINGS[part].blind if self.blind else SETTINGS[part].fictional


def fingerprint(text: str) -> str:
    """The first 12 hex digits of the SHA-256 of the text."""
    return hashlib.sha256(text.encode()).hexdigest()[:12]


def locate(quote: str, text: str) -> tuple[int, int] | None:
    """Where a labelled quotation stands: exactly, or with other white space, or with an ellipsis for words left out."""
    at = text.find(quote)
    if at >= 0:
        return at, at + len(quote)
    parts = [r"\s+".join(map(re.escape, part.split())) for part in re.split(r"\s*(?:…|\.\.\.|\[…\])\s*", quote) if part]
    match = re.search(r".{0,400}?".join(parts), text, re.DOTALL | re.IGNORECASE) if parts else None
    return match.span() if match else None


def real_examples(responses: Path, gold: Path) -> tuple[list[Example], list[str]]:
    """The labelled real responses, and the labels whose words could not be found in the text."""
    texts = {row["response_url"]: row["response"] for row in _rows(responses)}
    examples, lost = [], []
    for row in _rows(gold):
        text = row.get("response") or texts.get(row["response_url"])
        if text is None:
            lost.append(row["response_url"])
            continue
        actions = []
        for action in row["actions"]:
            span = locate(action["quote"], text)
            if span is None:
                lost.append(action["quote"][:60])
                continue
            kinds = (action["status"], action["type"], action["strength"], action.get("concern", ""))
            actions.append(Labelled(*span, *kinds, raw=action))
        refuses = [(*span, each["concern"]) for each in row.get("refuses", ()) if (span := locate(each["quote"], text))]
        examples.append(Example(text, tuple(actions), fingerprint(text), True, tuple(refuses)))
    return examples, lost


def read_marked(raw: str) -> Example:
    """A fictional letter: lines `#like REF …`, `#matter N: …`, then text with [[words]]{status|type|tier|matters}."""
    matters, like = [], set[str]()
    while raw.startswith("#"):
        line, _, raw = raw.partition("\n")
        if match := re.match(r"#matter (\w+): (.*)", line):
            matters.append((match[1], match[2]))
        elif line.startswith("#like "):
            like |= set(line.split()[1:])
    text, at, actions, refuses = "", 0, [], []
    for match in MARK.finditer(raw):
        text += raw[at : match.start()]
        span = len(text), len(text) + len(match[1])
        text, at = text + match[1], match.end()
        status, kind, tier, concern = match[2].split("|")
        if status == "refused":
            refuses.append((*span, concern))
        else:
            actions.append(Labelled(*span, status, kind, tier, concern))
    text += raw[at:]
    return Example(text, tuple(actions), fingerprint(text), False, tuple(refuses), tuple(matters), frozenset(like))


def fictional_examples(folder: Path = LETTERS) -> list[Example]:
    """The marked fictional letters of the project."""
    return [
        replace(read_marked(path.read_text(encoding="utf-8")), blind=int(path.name.split("-")[0]) >= BLIND_FROM)
        for path in sorted(folder.glob("[0-9]*.txt"))
    ]


Row = tuple[dict[str, float], str, str]
"""Features, label, letter."""


def rows_of(example: Example) -> dict[str, list[Row]]:
    """Training rows of one letter for each part of the model."""
    letter = read_letter(example.text)
    rows: dict[str, list[Row]] = {name: [] for name in SETTINGS}
    for at, sentence in enumerate(letter.sentences):
        inside = [act for act in example.actions if shares(sentence.start, sentence.end, act)]
        if may_promise(letter, at) or inside:
            features = sentence_features(letter.text, letter.sentences, letter.views, at)
            rows["action"].append((features, "yes" if inside else "no", example.group))
    for act in example.actions:
        _kind_rows(letter, act, example.group, rows)
    return rows


def shares(start: int, end: int, act: Labelled) -> bool:
    """Whether a sentence and an action hold more than half of the shorter of them."""
    return min(end, act.end) - max(start, act.start) > 0.5 * min(act.end - act.start, end - start)


def home_of(letter: Letter, start: int, end: int) -> int:
    """The sentence that holds most of a span."""
    shared = [min(end, each.end) - max(start, each.start) for each in letter.sentences]
    return shared.index(max(shared))


def heading_of(letter: Letter, at: int) -> str:
    """The nearest heading above, ``""`` if none."""
    above = (each for each in reversed(letter.sentences[:at]) if each.kind == "heading")
    found = next(above, None)
    return letter.text[found.start : found.end] if found else ""


def _kind_rows(letter: Letter, act: Labelled, group: str, rows: dict[str, list[Row]]) -> None:
    home = letter.sentences[at := home_of(letter, act.start, act.end)]
    words, quote = letter.text[home.start : home.end], letter.text[act.start : act.end]
    groups = verb_groups(words)
    start, end = act.start - home.start, act.end - home.start
    for cut in start_cuts(words):
        label = "yes" if abs(cut.at - start) <= NEAR else "no"
        rows["start"].append((start_features(words, cut, groups), label, group))
    for cut in end_cuts(words):
        if cut.at < max(0, start) + LEAST:
            continue
        near = abs(cut.at - end) <= NEAR
        rows["end"].append((end_features(words, max(0, start), cut, groups), "yes" if near else "no", group))
        if near or cut.at > end:
            break
    kinds = type_features(quote, words, heading_of(letter, at))
    rows["status"].append((status_features(quote, words), act.status, group))
    rows["type"].append((kinds, act.type, group))
    rows["strength"].append((kinds, act.strength, group))


def fit(rows: Sequence[Row], strength: float, least: int, weigh: Mapping[str, float]) -> dict[str, Any]:
    """A logistic regression as named weights; ``weigh`` has the weight of each letter's rows.

    Features seen in fewer than ``least`` letters are left out.
    """
    from sklearn.feature_extraction import DictVectorizer  # type: ignore[import-untyped]
    from sklearn.linear_model import LogisticRegression  # type: ignore[import-untyped]

    seen: dict[str, set[str]] = {}
    for features, _, group in rows:
        for name in features:
            seen.setdefault(name, set()).add(group)
    kept = {name for name, groups in seen.items() if len(groups) >= least}
    vectors = DictVectorizer(sparse=True, sort=True)
    matrix = vectors.fit_transform([{k: v for k, v in features.items() if k in kept} for features, _, _ in rows])
    model = LogisticRegression(C=strength, max_iter=4000)
    model.fit(matrix, [label for _, label, _ in rows], sample_weight=[weigh[group] for _, _, group in rows])
    names = vectors.get_feature_names_out()
    weights = [
        {name: round(float(w), 5) for name, w in zip(names, row, strict=True) if abs(w) > 1e-4} for row in model.coef_
    ]
    return {
        "classes": [str(c) for c in model.classes_],
        "bias": [round(float(b), 5) for b in model.intercept_],
        "weights": weights,
    }


def train(
    rows: Mapping[str, Sequence[Row]], letters: Mapping[str, Example], thresholds: Mapping[str, float] = THRESHOLDS
) -> dict[str, Any]:
    """The model file's content from training rows of all parts; ``letters`` are those letters, by group."""
    linear = {}
    for name, setting in SETTINGS.items():
        weights = {group: letter.weight(name) for group, letter in letters.items()}
        linear[name] = fit(rows[name], setting.strength, setting.least, weights)
    return {
        "name": "promises",
        "version": VERSION,
        "linear": linear,
        "thresholds": dict(thresholds),
        "trained_on": sorted(letters),
    }


def train_on(examples: Sequence[Example], cache: dict[str, dict[str, list[Row]]] | None = None) -> PromiseModel:
    """A model from whole letters, one copy of each."""
    return read_model(content(examples, cache))


def content(examples: Sequence[Example], cache: dict[str, dict[str, list[Row]]] | None = None) -> dict[str, Any]:
    """The content of a model file trained on ``examples``; ``cache`` keeps the rows of letters between folds."""
    cache = {} if cache is None else cache
    one_each = {example.group: example for example in examples}
    rows: dict[str, list[Row]] = {name: [] for name in SETTINGS}
    for group, example in one_each.items():
        if group not in cache:
            cache[group] = rows_of(example)
        for name, found in cache[group].items():
            rows[name] += found
    return train(rows, one_each)


def _rows(path: Path) -> list[dict[str, Any]]:
    return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines() if line.strip()]


def main() -> None:
    parser = argparse.ArgumentParser(description="Train the model of promises.")
    parser.add_argument("--responses", type=Path, default=SHARED / "responses.jsonl")
    parser.add_argument("--gold", type=Path, default=SHARED / "gold" / "promises.jsonl")
    parser.add_argument("--out", type=Path, default=ROOT / "src" / "forewarned" / "lessons" / "trained" / MODEL_FILE)
    given = parser.parse_args()
    real, lost = real_examples(given.responses, given.gold)
    model = content([*real, *fictional_examples()])
    given.out.write_text(json.dumps(model, ensure_ascii=False, indent=0, sort_keys=True) + "\n", encoding="utf-8")
    print(
        f"{given.out.name}: {len(real)} real responses, {len(model['trained_on'])} different letters in all, "
        f"{len(lost)} labels not found"
    )


if __name__ == "__main__":
    main()
