"""Whether the person died by suicide: yes, no or not known, with the words that decide it.

What counts, and why: the Office for National Statistics counts as suicide both intentional self-harm and injury whose
intent was left open, and clinicians asked whether a coroner's report is of a suicide do the same: a death by the
person's own hanging counts although the jury left the intention open. So a yes rests on one of these, and ``found_by``
says which: ``conclusion`` (the inquest's), ``said`` ("took her own life"), ``act`` (a fatal act of one's own that is
hardly ever anything else), ``undetermined`` (such an act, with the intention left open, or called accident or
misadventure). Thoughts, plans, attempts survived, risks and other people's suicides are no evidence.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from forewarned.lessons.facts.passages import Reading, best, fact_at
from forewarned.lessons.facts.suicide_cues import (
    ACTS,
    BY_NATURE,
    CHANGED,
    CHILDS_ACCIDENT,
    DENIED,
    HYPOTHETICAL,
    LEFT_OPEN,
    NOT_FATAL,
    OF_ANOTHER,
    SAID,
    THEN_SELF,
    TIED,
)
from forewarned.lessons.values import Fact

RULE = "suicide-1"
OTHERWISE = frozenset(
    "accident misadventure natural_causes road_traffic_collision drug_related unlawful_killing lawful_killing "
    "industrial_disease stillbirth complication_of_treatment".split()
)
"""Conclusions that say another cause than the person's own act, unless the act itself is told."""
NEVER_OWN = frozenset({"unlawful_killing", "natural_causes", "road_traffic_collision"})
UNCLEAR_METHODS = frozenset({"overdose", "train", "fall_from_height", "drowning", "hanging", "asphyxia", "firearm"})
OPEN_TO_CHANCE = frozenset({"train", "jump", "plastic bag", "airway", "own gun", "own fire"})
CHANCE = f"{RULE} act open to chance"
"""Acts that trespass, play, intoxication or confusion can explain: a finding of accident leaves them not known."""
_CLAUSE = re.compile(r"[.;:•]|\bbut\b|\bhowever\b")
_DONE = re.compile(r"\b(?:action|actions|steps|acted|proceeded|was able|went on) to\W+$")
_ONE_PERSON = re.compile(r"(?:took|killed|hanged|ended|committed|died)\b.*(?:life|sel[fv]|suicide)", re.I)


def _spoken_of(text: str, at: int) -> bool:
    """Whether the words before make it a thought, a risk, a denial, or another person's."""
    before = _CLAUSE.split(text[max(0, at - 130) : at])[-1]
    return any(guard.search(before) for guard in (HYPOTHETICAL, OF_ANOTHER, THEN_SELF, DENIED))


def _said(reading: Reading) -> Iterator[Fact]:
    for sentence in reading.sentences:
        if not any(word in sentence.low for word in ("suicide", "life", "lives", "self", "selves")):
            continue
        for cue in SAID:
            for match in cue.pattern.finditer(sentence.text):
                if _spoken_of(sentence.text, match.start()):
                    continue
                infinitive = re.match(r"(?:take|end|taking|ending) ", match[0], re.I) is not None
                if infinitive and not _DONE.search(sentence.text[: match.start()]):
                    continue
                # The concerns speak of suicides in general: only a past act of one person there is this death.
                general = sentence.section == "concerns"
                if general and not _ONE_PERSON.match(match[0]):
                    continue
                score = 0.62 if general else cue.score
                yield fact_at(sentence, match.span(), "suicide", "yes", f"{RULE} said", score)


def _acts(reading: Reading) -> Iterator[Fact]:
    for sentence in reading.telling:
        for cue in ACTS:
            match = cue.find(sentence)
            if match is None or _spoken_of(sentence.text, match.start()) or CHANGED.search(sentence.text):
                continue
            left_open = cue.value == "intended" and LEFT_OPEN.search(sentence.text)
            if NOT_FATAL.search(sentence.text[: match.start()]) or left_open:
                continue
            rule = f"{RULE} act" if cue.value not in OPEN_TO_CHANCE else CHANCE
            yield fact_at(sentence, match.span(), "suicide", "yes", rule, cue.score)
        tied = TIED.find(sentence)
        if tied is not None and not NOT_FATAL.search(sentence.text) and not CHILDS_ACCIDENT.search(sentence.text):
            yield fact_at(sentence, tied.span(), "suicide", "yes", f"{RULE} act", TIED.score)


def _hanging_in_cause(reading: Reading) -> Iterator[Fact]:
    method = reading.fact("method")
    if method is not None and method.value == "hanging" and method.score >= 0.85:
        words = reading.sections[method.section][method.start : method.end].lower()
        # "Suspension" or "strangulation" alone leave open who did it.
        if words not in ("suspension", "strangulation") and not any(
            CHILDS_ACCIDENT.search(sentence.text) for sentence in reading.telling
        ):
            yield Fact("suicide", "yes", method.section, method.start, method.end, f"{RULE} act", 0.7)


def find_suicide(reading: Reading) -> list[Fact]:
    """``suicide``: yes, no or not_known with its evidence; nothing at all when the report gives none either way."""
    conclusions = [fact for fact in reading.found if fact.name == "conclusion" and fact.score >= 0.7]
    for formal in conclusions:
        if formal.value == "suicide":
            return [_as(formal, "yes", "conclusion", 0.97)]
    said = best(list(_said(reading)))
    if said and said[0].score > 0.7:
        return said
    others = [fact for fact in conclusions if fact.value in OTHERWISE]
    acts = best([*_acts(reading), *_hanging_in_cause(reading)])
    if acts:
        return [_weighed(reading, acts[0], others)]
    if said:
        return said
    if others:
        return [_as(others[0], "no", "conclusion", 0.9)]
    return _by_cause(reading)


def _weighed(reading: Reading, act: Fact, others: list[Fact]) -> Fact:
    """An own act against what else the inquest found."""
    never = [fact for fact in others if fact.value in NEVER_OWN]
    if never:
        return _as(never[0], "no", "conclusion", 0.75)
    if any(CHANGED.search(sentence.text) for sentence in reading.telling):
        return _as(act, "not_known", "changed mind", 0.5)
    if others and act.found_by == CHANCE:
        return _as(act, "not_known", "accident or act", 0.5)
    left_open = any(LEFT_OPEN.search(sentence.text) for sentence in reading.telling)
    if others or left_open or "open" in reading.values("conclusion"):
        return _as(act, "yes", "undetermined", round(act.score - 0.12, 2))
    return act


def _by_cause(reading: Reading) -> list[Fact]:
    """With no word on intention: not known for what may be one's own act, no for what is an illness."""
    left = [fact for fact in reading.found if fact.name == "conclusion" and fact.value == "open"]
    cause, method = reading.fact("cause"), reading.fact("method")
    if left:
        return [_as(left[0], "not_known", "open", 0.6)]
    if method is not None and method.value in UNCLEAR_METHODS:
        return [_as(method, "not_known", "method", 0.5)]
    if cause is not None and BY_NATURE.search(cause.value):
        return [_as(cause, "no", "cause", 0.7)]
    return []


def _as(fact: Fact, value: str, rule: str, score: float) -> Fact:
    return Fact("suicide", value, fact.section, fact.start, fact.end, f"{RULE} {rule}", score)
