"""Why two deaths are alike, quoted side by side, and in what they differ."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from itertools import product

import numpy as np

from forewarned.lessons.similar.aspects import ASPECTS, called, topic
from forewarned.lessons.similar.sides import Side, Weighed, cosine, quote
from forewarned.lessons.similar.values import Quote, SharedPoint

POINTS = {"person": 2, "setting": 2, "mechanism": 2, "failing": 3}
"""How many shared points of an aspect are quoted."""
BROAD = {("mechanism", "suicide"), ("setting", "home"), ("person", "repeat_harm"), ("person", "depression")}
"""Met in so many that alone they set no two deaths apart."""
LIKE_PASSAGE, SAME_WORDS = 0.25, 0.9
ADULT, OTHER_AGE = 18, 15
TOPIC = "topic"
"""The aspect of a failing that is spoken of, and of which nothing says that it failed."""
Rarity = Callable[[tuple[str, str]], float]


def explain(here: Side, there: Side, rarity: Rarity) -> tuple[tuple[SharedPoint, ...], tuple[str, ...]]:
    """Shared points (by aspect, the rarest first) and differences, as a reader sees them.

    A failing that either only speaks of is called by its topic: "was on 15 minute observations" alleges nothing.
    """
    points: list[SharedPoint] = []
    for aspect in ASPECTS:
        both = [code for code in here.met if code[0] == aspect and code in there.met]
        both.sort(key=lambda code: (-rarity(code) * min(here.met[code].times, there.met[code].times, 3), code))
        points += [_point(code, here, there) for code in both[: POINTS[aspect]]]
    points += _passages(here, there, points)
    return tuple(points), tuple(_differences(here, there, rarity))


def _point(code: tuple[str, str], here: Side, there: Side) -> SharedPoint:
    """The pair of sentences on ``code`` most alike in their words; of a failing, those where both say that it was."""
    mine, theirs = here.quotes(code), there.quotes(code)
    if code[0] != "failing":
        return SharedPoint(code[0], called(*code), *_most_alike(mine, theirs))
    failed = ([one for one in mine if here.says_failed(one[0])], [one for one in theirs if there.says_failed(one[0])])
    if all(failed):
        return SharedPoint(code[0], called(*code), *_most_alike(*failed))
    return SharedPoint(TOPIC, topic(*code), *_most_alike(mine, theirs))


def _most_alike(mine: Sequence[tuple[Quote, Weighed]], theirs: Sequence[tuple[Quote, Weighed]]) -> tuple[Quote, Quote]:
    best, chosen = -1.0, (mine[0][0], theirs[0][0])
    for (a, x), (b, y) in product(mine, theirs):
        like = cosine(x, y)
        if like > best:
            best, chosen = like, (a, b)
    return chosen


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
    found = _of_person(here.facts, there.facts)
    for aspect in ASPECTS:
        mine, theirs = _own(aspect, here, there, rarity), _own(aspect, there, here, rarity)
        label = TOPIC if aspect == "failing" and not any(failed for _, failed in (mine, theirs)) else aspect
        if mine[0] and theirs[0]:
            found.append(f"{label}: {theirs[0]} there, {mine[0]} here")
        elif theirs[0]:
            found.append(f"{label}: {theirs[0]} there, not here")
        elif mine[0]:
            found.append(f"{label}: {mine[0]} here, not there")
    return found


def notes_on(here: Side, there: Side) -> tuple[str, ...]:
    """What a reader must know of the pair beside what is shared and what differs."""
    if cosine(here.whole, there.whole) > SAME_WORDS:
        return ("nearly the same words: this may be another report on the same death",)
    return ()


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


def _own(aspect: str, one: Side, other: Side, rarity: Rarity) -> tuple[str, bool]:
    """What is most told of an aspect in one case and not met at all in the other; ``""`` where nothing is.

    And whether the words say that it failed, where that is asked: a failing is called by its topic where they do not.
    """
    met = one.met
    alone = [code for code in met if code[0] == aspect and code not in other.met and code not in BROAD]
    if aspect in ("setting", "failing"):  # what is said once is said in passing, unless nothing is said more often
        alone = [code for code in alone if met[code].times > 1] or alone
    if not alone:
        return "", False
    most = max(alone, key=lambda code: (rarity(code) * min(met[code].times, 4), code))
    failed = aspect == "failing" and one.failed(most)
    return (topic(*most) if aspect == "failing" and not failed else called(*most)), failed
