"""Measures whether two matters share a corrective obligation: ours beside baselines, on the same labelled pairs.

    python -m benchmarks.same_lesson [--texts PATH] [--gold PATH] [--labels PATH] [--no-meaning] [--own] [--json]

Scored as the shared data's README says: "same" against the rest, on pairs that both readers called the same and
neither called unclear. Pairs that the packaged model learnt from are scored by models fitted again without any pair
that touches their reports (grouped by organisation and report, seeded); unseen ones by the packaged model. The encoder
stays as it is: it was taught nothing of any report of the shared pairs. ``meaning alone`` is ours without it.
``--own`` measures the packaged models on our own pairs too that none of them learnt from, chosen at random within bands
of likeness (harder, and nearer to what is met in use), and on pairs met in use, by which the thresholds were set.
"""

from __future__ import annotations

import math
import random
import time
from collections import Counter
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from training.same_lesson import Bench, scored_by
from training.same_lesson_figures import at_threshold, curve, figures, met_in_use, own_unseen
from training.same_lesson_items import LABELS, Pair, gold_pairs, labelled_pairs, read_lines, unit_of
from training.same_lesson_joined import judged_pairs, product, show_product

from benchmarks import check_there, gold_arguments, tell
from forewarned.errors import ForewarnedError
from forewarned.lessons.meaning.tuned import packaged_encoder
from forewarned.lessons.recurrence import PairModel, Side
from forewarned.lessons.recurrence.model import ENCODER, Embeds

FOLDS, ROUNDS, RESAMPLED = 5, 3, 1000


def interval(scores: Sequence[float], same: Sequence[bool], units: Sequence[str], measure: str) -> list[float]:
    """95 % bootstrap interval of one figure, resampling whole organisations (reports joined by pairs)."""
    places: dict[str, list[int]] = {}
    for at, unit in enumerate(units):
        places.setdefault(unit, []).append(at)
    chosen, names = random.Random(7), sorted(places)
    found: list[float] = []
    for _ in range(RESAMPLED):
        drawn = [place for name in chosen.choices(names, k=len(names)) for place in places[name]]
        if 0 < sum(same[place] for place in drawn) < len(drawn):
            found.append(figures([scores[place] for place in drawn], [same[place] for place in drawn])[measure])
    found.sort()
    return [round(found[int(len(found) * share)], 3) for share in (0.025, 0.975)] if found else []


def ours(model: PairModel, pairs: Sequence[Pair], training: Sequence[Pair]) -> tuple[list[float], int]:
    """Scores of the pairs, and how many came from models fitted again without them."""
    scores = scored_by(model, pairs)
    seen = [at for at, pair in enumerate(pairs) if pair.fingerprint in model.trained_on]
    if not seen:
        return scores, 0
    bench = Bench(model, [*training, *(pairs[at] for at in seen)], model.weights.names)
    units = unit_of([pairs[at] for at in seen])
    total = dict.fromkeys(seen, 0.0)
    for seed in range(ROUNDS):
        chosen = random.Random(seed)
        fold = {unit: chosen.randrange(FOLDS) for unit in sorted(set(units))}
        for number in range(FOLDS):
            test = [at for at, unit in zip(seen, units, strict=True) if fold[unit] == number]
            if test:
                again = model.with_weights(bench.fitted(frozenset(url for at in test for url in pairs[at].reports)))
                for at in test:
                    total[at] += again.score(Side(pairs[at].earlier), Side(pairs[at].later)) / ROUNDS
    for at, score in total.items():
        scores[at] = score
    return scores, len(seen)


def cosine_of_words(texts: Sequence[str], pairs: Sequence[Pair]) -> list[float]:
    """The usual baseline: scikit-learn's TF-IDF over the texts' concerns, English stop words left out."""
    from sklearn.feature_extraction.text import TfidfVectorizer  # type: ignore[import-untyped]

    both = [text for pair in pairs for text in (pair.earlier, pair.later)]
    learnt = TfidfVectorizer(sublinear_tf=True, stop_words="english").fit([*texts, *both])
    one = learnt.transform([pair.earlier for pair in pairs])
    two = learnt.transform([pair.later for pair in pairs])
    return [float(value) for value in one.multiply(two).sum(axis=1).A1]


def same_theme(model: PairModel, pairs: Sequence[Pair]) -> list[float]:
    """Share of themes in common: the objects of our slots, which follow the codebook, as sets (Jaccard)."""
    found = []
    for pair in pairs:
        here, there = (set(model.reading(Side(text)).objects) for text in (pair.earlier, pair.later))
        found.append(len(here & there) / len(here | there) if here | there else 0.0)
    return found


def readers(items: Sequence[dict[str, Any]]) -> dict[str, Any]:
    """How the two readers agree: on the four labels, and on "same" against the rest as if one were the truth."""
    a, b = [item["reader_a"] for item in items], [item["reader_b"] for item in items]
    agreed = sum(x == y for x, y in zip(a, b, strict=True)) / len(items)
    count_a, count_b = Counter(a), Counter(b)
    chance = sum(count_a[label] * count_b[label] for label in count_a) / len(items) ** 2
    both = sum(x == y == "same" for x, y in zip(a, b, strict=True))
    return {
        "pairs": len(items),
        "agreement": round(agreed, 4),
        "kappa": round((agreed - chance) / (1 - chance), 4) if chance < 1 else 1.0,
        "b_against_a": {
            "precision": round(both / count_b["same"], 4) if count_b["same"] else math.nan,
            "recall": round(both / count_a["same"], 4) if count_a["same"] else math.nan,
        },
    }


def members(path: Path) -> dict[str, Any]:
    """Members of lessons across reports, read by one or two readers: how many share the obligation of their lesson.

    By the weights that made the lesson; ``unlabelled``: nothing had learnt from any pair of the lesson. That is not
    unseen: samples of such lessons were read before the filters and the joining thresholds were set.
    """
    judged = [item for item in (read_lines(path) if path.exists() else []) if item.get("kind") == "members"]
    found: dict[str, Any] = {}
    for weights in ("meaning", "words"):
        here = [item for item in judged if any(weights in made for made in item["made_by"])]
        for name, chosen in (
            (weights, here),
            (f"{weights}, unlabelled", [item for item in here if item["unlabelled"]]),
        ):
            each = [member for item in chosen for member in item["members"]]
            right = math.fsum((one["shares"] + one.get("second", one["shares"])) / 2 for one in each)
            share = round(right / len(each), 4) if each else None
            found[name] = {"lessons": len(chosen), "members": len(each), "right": right, "share": share}
    return found


def embedder_or_none(wanted: bool) -> Embeds | None:
    """The packaged embedding model where the optional part is installed."""
    if not wanted:
        return None
    try:
        from forewarned.lessons.meaning import Embedder

        return Embedder.load()
    except ForewarnedError:
        return None


def baselines(
    words: PairModel, embedder: Embeds | None, rows: Sequence[dict[str, Any]], pairs: Sequence[Pair]
) -> dict[str, list[float]]:
    """Scores of the pairs by each of the others."""
    found = {
        "TF-IDF cosine": cosine_of_words([row.get("concerns", "") for row in rows], pairs),
        "same theme": same_theme(words, pairs),
    }
    if embedder:
        one = embedder.embed([pair.earlier for pair in pairs])
        two = embedder.embed([pair.later for pair in pairs])
        found["MiniLM cosine"] = [float(value) for value in (one * two).sum(axis=1)]
    return found


def measure(texts: Path, gold: Path, labels: Path, *, meaning: bool = True, own: bool = False) -> dict[str, Any]:
    """The whole benchmark as one value."""
    rows = read_lines(texts) if texts.exists() else []
    training = labelled_pairs(labels, {row["report_url"]: row for row in rows}) if labels.exists() else []
    pairs = gold_pairs(gold)
    same = [pair.label == "same" for pair in pairs]
    embedder = embedder_or_none(meaning)
    encoder = packaged_encoder(ENCODER) if embedder else None
    words = PairModel.load()
    models, best = {"ours, words": words}, "ours, words"
    if embedder:
        best = "ours, meaning"
        models |= {"meaning alone": PairModel.load(embedder), best: PairModel.load(embedder, encoder)}
    started = time.perf_counter()
    scored, counted = {}, 0
    for name, model in models.items():
        scored[name], counted = ours(model, pairs, training)
    spent = time.perf_counter() - started
    learnt = words.trained_on | (encoder.trained_on if encoder else frozenset())
    sections = {row["report_url"]: str(row.get("concerns", "")) for row in rows}
    judged = judged_pairs(gold, pairs)
    return {
        "pairs": len(pairs),
        "same": sum(same),
        "scored_by_refitted_models": counted,
        "scored_by_the_packaged_model": len(pairs) - counted,
        "learnt_by_the_encoder": sum(pair.fingerprint in encoder.trained_on for pair in pairs) if encoder else 0,
        "figures": measured(scored | baselines(words, embedder, rows, pairs), models, pairs),
        "curve_of": best,
        "curve": curve(scored[best], same),
        "product": {name: product(judged, sections, model, training) for name, model in models.items()},
        "readers": readers(read_lines(gold)),
        "members_of_lessons": members(labels),
        "own_unseen": own_unseen(models, learnt, rows, labels) if own and labels.exists() else {},
        "met_in_use": met_in_use(models[best], rows, labels) if own and labels.exists() else {},
        "model": f"{models[best].found_by} {encoder.mark if encoder else ''}".strip(),
        "seconds": round(spent, 2),
    }


def measured(
    scored: dict[str, list[float]], models: dict[str, PairModel], pairs: Sequence[Pair]
) -> dict[str, dict[str, Any]]:
    """Figures of every way of scoring, and at their thresholds those of our models."""
    same, units = [pair.label == "same" for pair in pairs], unit_of(pairs)
    result: dict[str, dict[str, Any]] = {}
    for name, scores in scored.items():
        result[name] = dict(figures(scores, same))
        result[name]["interval"] = interval(scores, same, units, "recall_at_precision_0.85")
        if name in models:
            result[name]["at_packaged_threshold"] = at_threshold(scores, same, models[name].offers)
    return result


def show(result: dict[str, Any]) -> None:
    """The result for a reader."""
    print(
        f"{result['pairs']} pairs, {result['same']} of them the same lesson: {result['scored_by_refitted_models']} "
        f"scored by models refitted without them, {result['scored_by_the_packaged_model']} by the packaged model; "
        f"{result['learnt_by_the_encoder']} learnt by its encoder\n"
    )
    print(f"{'':16}{'recall at P>=0.85':>19}{'95 %':>16}{'AP':>8}{'AUC':>8}")
    for name, f in result["figures"].items():
        low_high = "-".join(f"{value:.2f}" for value in f["interval"]) or "-"
        recall = f["recall_at_precision_0.85"]
        print(f"{name:16}{recall:>19.3f}{low_high:>16}{f['average_precision']:>8.3f}{f['auc']:>8.3f}")
    for name, f in result["figures"].items():
        if at := f.get("at_packaged_threshold"):
            print(
                f"{name}, packaged threshold {at['threshold']}: precision {at['precision']:.3f}, "
                f"recall {at['recall']:.3f} ({at['called']} called)"
            )
    show_rest(result)


def show_rest(result: dict[str, Any]) -> None:
    """What becomes of the pairs, our own pairs, the readers, the curve, and members of lessons."""
    for name, found in result["product"].items():
        show_product(name, found)
    for name, f in result["own_unseen"].items():
        at = f["at_packaged_threshold"]
        print(
            f"{name}: {f['pairs']} pairs of our own, unseen, {f['same']} same: AP {f['average_precision']:.3f}; "
            f"at the threshold precision {at['precision']:.3f}, recall {at['recall']:.3f}"
        )
    for name, f in result["met_in_use"].items():
        print(f"met in use, {name}: {f['read']} read for some {f['stand_for']}, {f['same']:.2f} of them the same")
    agreed = result["readers"]
    print(
        f"\nthe readers, all {agreed['pairs']} pairs: agreement {agreed['agreement']:.3f}, kappa {agreed['kappa']:.3f};"
        f" 'same' by B against A: precision {agreed['b_against_a']['precision']:.3f}, "
        f"recall {agreed['b_against_a']['recall']:.3f}"
    )
    print(f"\nprecision and recall, {result['curve_of']}")
    for point in result["curve"]:
        print(f"  score {point['score']:.3f}  precision {point['precision']:.3f}  recall {point['recall']:.3f}")
    print("\nmembers of lessons across reports that share their lesson's obligation, as read by language models")
    for name, row in result["members_of_lessons"].items():
        share = "-" if row["share"] is None else f"{row['share']:.3f}"
        print(f"  {name:20} {row['right']:>5g} of {row['members']:>3} in {row['lessons']:>2} lessons: {share}")
    print("  with meaning two readers who knew no score; with words one who had tuned the filters: an upper figure")
    print("  best published: 0.79-0.83, nationally, not by organisation")


def main() -> None:
    parser = gold_arguments("Measure whether matters share a lesson, against two readers.", "same_lesson_pairs.jsonl")
    parser.add_argument("--labels", type=Path, default=LABELS, help="our own labels, for models fitted again")
    parser.add_argument("--no-meaning", action="store_true", help="measure without the optional embedding model")
    parser.add_argument("--own", action="store_true", help="also our own pairs that it did not learn from (minutes)")
    given = parser.parse_args()
    check_there(parser, given.gold)
    if not gold_pairs(given.gold):
        parser.exit(5, f"{given.gold} holds no pair that both readers called the same and neither unclear\n")
    result = measure(given.texts, given.gold, given.labels, meaning=not given.no_meaning, own=given.own)
    tell(result, as_json=given.json, show=show)


if __name__ == "__main__":
    main()
