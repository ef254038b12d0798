"""Why two deaths are alike, quoted side by side, and in what they differ."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from itertools import product

import numpy as np

from forewarned.lessons.similar.aspects import ASPECTS, called
from forewarned.lessons.similar.sides import Met, Side, cosine, quote
from forewarned.lessons.similar.values import SharedPoint

POINTS = {"person": 2, "setting": 2, "mechanism": 2, "failing": 3}
"""How many shared points of an aspect are quoted."""
BROAD = {("mechanism", "suicide"), ("setting", "home"), ("person", "repeat_harm"), ("person", "depression")}
"""Met in so many that alone they set no two deaths apart."""
LIKE_PASSAGE, SAME_WORDS = 0.25, 0.9
ADULT, OTHER_AGE = 18, 15
Rarity = Callable[[tuple[str, str]], float]


def explain(here: Side, there: Side, rarity: Rarity) -> tuple[tuple[SharedPoint, ...], tuple[str, ...]]:
    """Shared points (by aspect, the rarest first) and differences, as a reader sees them."""
    points: list[SharedPoint] = []
    for aspect in ASPECTS:
        both = [code for code in here.met if code[0] == aspect and code in there.met]
        both.sort(key=lambda code: (-rarity(code) * min(here.met[code].times, there.met[code].times, 3), code))
        points += [_point(code, here, there) for code in both[: POINTS[aspect]]]
    points += _passages(here, there, points)
    return tuple(points), tuple(_differences(here, there, rarity))


def _point(code: tuple[str, str], here: Side, there: Side) -> SharedPoint:
    """The pair of sentences on ``code`` that are most alike in their words."""
    mine, theirs = here.quotes(code), there.quotes(code)
    best, chosen = -1.0, (mine[0][0], theirs[0][0])
    for (a, x), (b, y) in product(mine, theirs):
        like = cosine(x, y)
        if like > best:
            best, chosen = like, (a, b)
    return SharedPoint(code[0], called(*code), *chosen)


def _passages(here: Side, there: Side, points: Sequence[SharedPoint]) -> list[SharedPoint]:
    """The two sentences most alike in their words, unless they are quoted already or hardly alike."""
    if not here.weighed or not there.weighed:
        return []
    columns = {int(row): n for n, row in enumerate(sorted({int(r) for rows, _ in here.weighed for r in rows}))}
    left = np.zeros((len(here.weighed), len(columns)), np.float32)
    right = np.zeros((len(there.weighed), len(columns)), np.float32)
    for matrix, side in ((left, here), (right, there)):
        for n, (rows, weights) in enumerate(side.weighed):
            for row, weight in zip(rows.tolist(), weights.tolist(), strict=True):
                if row in columns:
                    matrix[n, columns[row]] = weight
    alike = left @ right.T
    alike[((left > 0).astype(np.float32) @ (right > 0).astype(np.float32).T) < 3] = 0  # two words alike are chance
    one, other = np.unravel_index(int(alike.argmax()), alike.shape)
    if alike[one, other] < LIKE_PASSAGE:
        return []
    a, b = here.told[one], there.told[other]
    pair = (quote(here.sections[a.section], a, ()), quote(there.sections[b.section], b, ()))
    if any(
        (p.here.section, p.here.start, p.there.section, p.there.start)
        == (pair[0].section, pair[0].start, pair[1].section, pair[1].start)
        for p in points
    ):
        return []
    return [SharedPoint("words", "passages alike", *pair)]


def _differences(here: Side, there: Side, rarity: Rarity) -> list[str]:
    found: list[str] = []
    if cosine(here.whole, there.whole) > SAME_WORDS:
        found.append("nearly the same words: this may be another report on the same death")
    found += _of_person(here.facts, there.facts)
    for aspect in ASPECTS:
        mine, theirs = _own(aspect, here.met, there.met, rarity), _own(aspect, there.met, here.met, rarity)
        if mine and theirs:
            found.append(f"{aspect}: {theirs} there, {mine} here")
        elif theirs:
            found.append(f"{aspect}: {theirs} there, not here")
        elif mine:
            found.append(f"{aspect}: {mine} here, not there")
    return found


def _of_person(here: Mapping[str, str], there: Mapping[str, str]) -> list[str]:
    """Another sex, or an age so far off that it is another time of life; a bound (such as ">=18") tells neither."""
    found: list[str] = []
    if here.get("age", "").isdigit() and there.get("age", "").isdigit():
        mine, theirs = int(here["age"]), int(there["age"])
        if abs(mine - theirs) >= OTHER_AGE or (mine < ADULT) != (theirs < ADULT):
            found.append(f"age: {theirs} there, {mine} here")
    if {"sex"} <= here.keys() & there.keys() and here["sex"] != there["sex"]:
        found.append(f"sex: {there['sex']} there, {here['sex']} here")
    return found


def _own(aspect: str, one: Met, other: Met, rarity: Rarity) -> str:
    """What is most told of an aspect in one case and not met at all in the other; ``""`` where nothing is."""
    alone = [code for code in one if code[0] == aspect and code not in other and code not in BROAD]
    if aspect in ("setting", "failing"):  # what is said once is said in passing, unless nothing is said more often
        alone = [code for code in alone if one[code].times > 1] or alone
    if not alone:
        return ""
    return called(*max(alone, key=lambda code: (rarity(code) * min(one[code].times, 4), code)))
