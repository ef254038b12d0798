"""Measures the themes of matters of concern: ours and three plain ways, on the same labelled matters.

    python -m benchmarks.themes [--texts PATH] [--gold PATH] [--labels PATH] [--misses] [--json]

Scored as the shared data's README says: precision against the union of two readers, recall against their
intersection, micro-averaged. A matter that the packaged model learnt from is scored by a model refitted without any
matter of its report (k-fold by report, ours and the shared labels alike); an unseen one by the packaged model. The
encoder beside it stays as it is: it was taught nothing of the shared labels' reports. Of other matters given by
``--gold`` it may have learnt some by our own readers' labels: how many is printed.
The 95 % interval is a bootstrap over reports. Beside it: ours of the matters that no writer of our fictional ones had
read, and by words alone (as without the optional part ``meaning``); the most frequent theme for every matter, the words
of the themes' names, and a plain TF-IDF regression that learns from the measured labels alone, cross-validated; and
what the readers gave from whose labels ours learns, of matters that stood unnamed among theirs.
"""

from __future__ import annotations

import hashlib
import json
import random
import re
import time
from collections import Counter
from collections.abc import Sequence
from pathlib import Path

from training.theme_items import FOLDS, LABELS, PFD, Item, fold_of, read_fictional, read_gold, read_labels, shares
from training.themes import fit

from benchmarks import check_there, gold_arguments, tell
from forewarned.lessons.themes.codebook import codebook
from forewarned.lessons.themes.learning import fingerprint
from forewarned.lessons.themes.model import ThemeModel

GOLD = PFD / "gold" / "themes.jsonl"
READERS = LABELS.with_name("themes-readers.jsonl")
Given = list[frozenset[str]]
SHOWN = (
    "ours",
    "ours_of_unread_matters",
    "words_alone",
    "tfidf_on_these_labels_alone",
    "words_of_the_names",
    "most_frequent_theme",
)
DRAWS = 1000
ENOUGH = 10
DULL = frozenset("and the to of in or a something else not concern services service within between people".split())


def by_model(model: ThemeModel, items: Sequence[Item]) -> Given:
    found = model.themes_of_many([item.text for item in items])
    return [frozenset(theme.code for theme in themes) for themes in found]


def ours(items: Sequence[Item], training: Sequence[Item]) -> tuple[Given, Given, int]:
    """Themes of each matter, the same by words alone, and how many of them were scored by a refitted model."""
    packaged = ThemeModel.load()
    base = packaged.base
    known = [at for at, item in enumerate(items) if packaged.knows(item.text)]
    given, alone = by_model(packaged, items), by_model(ThemeModel.of(base), items)
    for fold in sorted({fold_of(items[at].url) for at in known}):
        held = [at for at in known if fold_of(items[at].url) == fold]
        refitted = fit([item for item in training if fold_of(item.url) != fold], base.alone, base.beside)
        for found, encoder in ((given, packaged.encoder), (alone, None)):
            labels = by_model(ThemeModel.of(refitted, encoder), [items[at] for at in held])
            for at, one in zip(held, labels, strict=True):
                found[at] = one
    return given, alone, len(known)


def of_unread(given: Given, items: Sequence[Item], shared: Sequence[Item]) -> dict[str, float]:
    """Figures of the matters that no writer of fictional ones had read: of the shared set they knew one half."""
    read = {(item.url, item.text) for item in shared if fold_of(item.url, 2) == 0}
    left = [at for at, item in enumerate(items) if (item.url, item.text) not in read]
    return {"matters": len(left), **figures([given[at] for at in left], [items[at] for at in left])}


def most_frequent(items: Sequence[Item]) -> Given:
    """The theme that the other reports have most often."""
    given = []
    for item in items:
        seen = Counter(code for other in items if other.url != item.url for code in sorted(other.sure))
        given.append(frozenset(code for code, _ in seen.most_common(1)))
    return given


def names_alone(items: Sequence[Item]) -> Given:
    """Every theme with a word of its name in the matter, compared by their first six letters."""
    words = {
        code: {w[:6] for w in re.findall(r"[a-z]+", t.name.lower()) if w not in DULL} for code, t in codebook().items()
    }
    given = []
    for item in items:
        seen = {word[:6] for word in re.findall(r"[a-z]+", item.text.lower())}
        given.append(frozenset(code for code, own in words.items() if own & seen))
    return given


def plain_tfidf(items: Sequence[Item]) -> Given:
    """One-vs-rest regression on TF-IDF words and pairs, learnt from the measured labels alone, by report.

    Its threshold is the best one on these very rows, which favours it.
    """
    import numpy as np
    from sklearn.feature_extraction.text import TfidfVectorizer  # type: ignore[import-untyped]
    from sklearn.linear_model import LogisticRegression  # type: ignore[import-untyped]

    codes = tuple(codebook())
    table_of_all = np.full((len(items), len(codes)), -9.0)
    for fold in range(FOLDS):
        rest = [item for item in items if fold_of(item.url) != fold]
        held = [at for at, item in enumerate(items) if fold_of(item.url) == fold]
        if not rest or not held:
            continue
        words = TfidfVectorizer(ngram_range=(1, 2), sublinear_tf=True)
        table = words.fit_transform([item.text for item in rest])
        seen = words.transform([items[at].text for at in held])
        margins = np.full((len(held), len(codes)), -9.0)
        for column, code in enumerate(codes):
            holds = [code in item.may for item in rest]
            if any(holds) and not all(holds):
                learnt = LogisticRegression(class_weight="balanced", C=4.0, solver="liblinear").fit(table, holds)
                margins[:, column] = learnt.decision_function(seen)
        table_of_all[held] = margins
    tries: list[Given] = []
    for threshold in np.arange(-2.0, 1.01, 0.1):
        over = [frozenset(codes[at] for at in np.flatnonzero(row > threshold)) for row in table_of_all]
        tries.append([o or frozenset([codes[int(row.argmax())]]) for o, row in zip(over, table_of_all, strict=True)])
    return max(tries, key=lambda given: shares(given, items)[2])


def per_theme(given: Given, items: Sequence[Item]) -> dict[str, dict[str, float]]:
    """For each code: how many matters both readers gave it, and its precision, recall and F1."""
    found = {}
    for code in codebook():
        only = [labels & {code} for labels in given]
        same = [Item(item.url, item.text, item.sure & {code}, item.may & {code}) for item in items]
        precision, recall, f1 = shares(only, same)
        count = sum(bool(item.sure) for item in same)
        if count or any(only):
            found[code] = {"n": count, "precision": round(precision, 3), "recall": round(recall, 3), "f1": round(f1, 3)}
    return found


def interval(given: Given, items: Sequence[Item]) -> list[float]:
    """95 % of the F1s of seeded draws of reports."""
    reports: dict[str, list[int]] = {}
    for at, item in enumerate(items):
        reports.setdefault(item.url, []).append(at)
    urls, draw, scores = sorted(reports), random.Random(20261122), []
    for _ in range(DRAWS):
        chosen = [at for url in draw.choices(urls, k=len(urls)) for at in reports[url]]
        scores.append(shares([given[at] for at in chosen], [items[at] for at in chosen])[2])
    scores.sort()
    return [round(scores[int(DRAWS * 0.025)], 4), round(scores[int(DRAWS * 0.975) - 1], 4)]


def readers(gold: Path) -> dict[str, float]:
    """How the readers agree on these rows: each against the other, micro-F1."""
    both = first = second = 0
    for line in gold.read_text(encoding="utf-8").splitlines():
        row = json.loads(line)
        a, b = set(row["reader_a"]), set(row["reader_b"])
        both, first, second = both + len(a & b), first + len(a), second + len(b)
    return {"f1": round(2 * both / max(first + second, 1), 4)}


def our_readers(items: Sequence[Item]) -> dict[str, dict[str, float]]:
    """What each reading of ours of these matters would score; none where it had none of them."""
    wanted = {hashlib.sha256(item.text.encode()).hexdigest(): item for item in items}
    marks: dict[str, list[tuple[frozenset[str], Item]]] = {}
    for line in READERS.read_text(encoding="utf-8").splitlines():
        row = json.loads(line)
        if row["sha256"] in wanted:
            marks.setdefault(row["reading"], []).append((frozenset(row["labels"]), wanted[row["sha256"]]))
    return {
        name: {"matters": len(pairs), **figures([given for given, _ in pairs], [item for _, item in pairs])}
        for name, pairs in marks.items()
    }


def figures(given: Given, items: Sequence[Item]) -> dict[str, float]:
    precision, recall, f1 = shares(given, items)
    return {"precision": round(precision, 4), "recall": round(recall, 4), "f1": round(f1, 4)}


def measure(texts: Path, gold: Path, labels: Path) -> dict[str, object]:
    """The whole benchmark as one value."""
    items = read_gold(gold)
    shared = read_gold(GOLD) if GOLD.exists() else []
    learnt = {(item.url, item.text): item for item in [*items, *shared] if ThemeModel.load().knows(item.text)}
    given, alone, refitted = ours(items, [*learnt.values(), *read_labels(labels, texts), *read_fictional()])
    packaged = ThemeModel.load()
    anew = ThemeModel.of(packaged.base, packaged.encoder.keeping(None) if packaged.encoder else None)
    taught = packaged.encoder.trained_on if packaged.encoder else frozenset()
    started = time.process_time()
    by_model(anew, items)
    spent = (time.process_time() - started) / max(len(items), 1)
    misses = [
        {
            "report_url": item.url,
            "text": item.text,
            "ours": sorted(labels),
            "both": sorted(item.sure),
            "either": sorted(item.may),
        }
        for labels, item in zip(given, items, strict=True)
        if labels - item.may or item.sure - labels
    ]
    return {
        "matters": len(items),
        "reports": len({item.url for item in items}),
        "scored_by_refitted_models": refitted,
        "scored_by_the_packaged_model": len(items) - refitted,
        "learnt_by_the_encoder_from_our_labels": sum(fingerprint(item.text) in taught for item in items),
        "ours": {**figures(given, items), "interval_95": interval(given, items)},
        "words_alone": figures(alone, items),
        "ours_of_unread_matters": of_unread(given, items, shared),
        "most_frequent_theme": figures(most_frequent(items), items),
        "words_of_the_names": figures(names_alone(items), items),
        "tfidf_on_these_labels_alone": figures(plain_tfidf(items), items),
        "readers_with_each_other": readers(gold),
        "our_readers": our_readers(items),
        "themes": per_theme(given, items),
        "themes_with_10_or_more_under_0.60": [
            code for code, row in per_theme(given, items).items() if row["n"] >= ENOUGH and row["f1"] < 0.6
        ],
        "processor_milliseconds_a_matter": round(1000 * spent, 2),
        "misses": misses,
    }


def show(result: dict[str, object], with_misses: bool) -> None:
    print(
        f"{result['matters']} matters of {result['reports']} reports: "
        f"{result['scored_by_refitted_models']} by refitted models, "
        f"{result['scored_by_the_packaged_model']} unseen by the packaged one; "
        f"{result['learnt_by_the_encoder_from_our_labels']} learnt by the encoder, from our own readers' labels"
    )
    print(f"{'':30}{'precision':>10}{'recall':>8}{'F1':>8}")
    for who in SHOWN:
        row = result[who]
        assert isinstance(row, dict)
        print(f"{who.replace('_', ' '):30}{row['precision']:>10.3f}{row['recall']:>8.3f}{row['f1']:>8.3f}", end="")
        print("  95 %: {:.3f} to {:.3f}".format(*row["interval_95"]) if "interval_95" in row else "")
    agreed = result["readers_with_each_other"]
    assert isinstance(agreed, dict)
    print(f"{'the readers with each other':30}{'':18}{agreed['f1']:>8.3f}")
    read = result["our_readers"]
    assert isinstance(read, dict)
    for name, row in read.items():
        print(f"our {name} reading of {row['matters']}".ljust(30), end="")
        print(f"{row['precision']:>10.3f}{row['recall']:>8.3f}{row['f1']:>8.3f}")
    themes = result["themes"]
    assert isinstance(themes, dict)
    print(f"\n{'theme':22}{'both':>6}{'precision':>11}{'recall':>8}{'F1':>7}")
    for code, row in sorted(themes.items(), key=lambda pair: -pair[1]["n"]):
        print(f"{code:22}{row['n']:>6}{row['precision']:>11.2f}{row['recall']:>8.2f}{row['f1']:>7.2f}")
    weak = result["themes_with_10_or_more_under_0.60"]
    assert isinstance(weak, list)
    spent = result["processor_milliseconds_a_matter"]
    print(f"\nwith 10 or more, under 0.60: {', '.join(weak) or 'none'}; {spent} ms of processor time a matter")
    misses = result["misses"]
    assert isinstance(misses, list)
    for miss in misses if with_misses else ():
        print(
            f"- {miss['report_url']}\n    ours {miss['ours']} both {miss['both']} either {miss['either']}\n"
            f"    {miss['text'][:300]}"
        )


def main(arguments: Sequence[str] | None = None) -> None:
    parser = gold_arguments("Measure the themes of matters of concern.", "themes.jsonl")
    parser.add_argument("--labels", type=Path, default=LABELS)
    parser.add_argument("--misses", action="store_true", help="print every matter that is not exactly right")
    given = parser.parse_args(arguments)
    check_there(parser, given.gold, given.labels)
    result = measure(given.texts, given.gold, given.labels)
    tell(result, as_json=given.json, show=lambda found: show(found, given.misses))


if __name__ == "__main__":
    main()
