"""Where in a sentence its promise begins and ends: words before the doer and words of purpose or result are left out.

Candidates are marks of English clauses; a small linear model, learnt from readers' quotations, says which cut to make.
"""
# ruff: noqa: E501  a pattern is one line, to be read beside its name

from __future__ import annotations

import re
from dataclasses import dataclass

from forewarned.lessons.promises.cues import act_of
from forewarned.lessons.promises.verbs import VerbGroup

DOER = (
    r"(?:we|i|the|a|an|it|this|these|there|our|my|all|each|any|every|its|their|new|staff|funding|training|guidance|work|"
    r"[A-Z][\w’'&-]+|additional|further|weekly|monthly|regular|compliance|recruitment|mobilisation)\b"
)
STARTS: tuple[tuple[str, str], ...] = (
    ("comma", rf",\s+(?:and\s+|but\s+|however,\s+)?(?={DOER})"),
    ("because", r"\b(?:[Tt]hat is why|[Ww]hich is why|confirms? that|is that|confirmed that|informed (?:us|me) that|understand that)\s+"),
    ("and_doer", r"(?:,|;)?\s+(?:and|but|while|whilst)\s+(?=(?:[\w’'&-]+\s+){1,8}?(?:have|has|will|are|is|was|were|intends?|plans?)\b)"),
    ("and_verb", r",?\s+and\s+(?=(?:will|have|has|are|is|intend|plan)\s+)"),
    ("and_done", r"\s+(?:and|also)\s+(?=[a-z]+ed\s+(?:the|a|an|our|my|its|with|all)\b)"),
    ("semicolon", r";\s+(?=\w)"),
    ("new_sentence", r"(?<=[a-z)])\s+(?=(?:The|This|We|You|It|In|These|Our) [a-z])"),
    ("no_comma", r"(?<=report|eport’)\s+(?=we\b)|(?<=inquest)\s+(?=we\b)|(?<=death)\s+(?=we\b)"),
    ("subject", r"(?<=\w)\s+(?=(?:can now|has been|have been|will be)\b)|,\s+(?=(?:will|is|has)\s)"),
)  # fmt: skip
ENDS: tuple[tuple[str, str], ...] = (
    ("which", r",?\s+(?=which\b)"),
    ("comma_that", r",\s+(?=that\b)"),
    ("that", r"\s+(?=that (?:set|sets|will|would|provide|support|allow|enable|include)\b)"),
    ("so_that", r",?\s+(?=so (?:that|as)\b|in order (?:to|that)\b|thus\b|thereby\b|with the (?:aim|intention|view)\b|with a view\b)"),
    ("to_verb", r",?\s+(?=to (?:ensure|provide|support|help|enable|allow|deliver|improve|consider|reduce|prevent|facilitate|address|encourage|assist|further|better|make|give|promote|understand|identify)\b)"),
    ("ing", r",\s+(?=(?:[a-z]+ly )?[a-z]{3,}ing\b)"),
    ("where", r",?\s+(?=where\b|when\b|whereby\b|after which\b|until\b|because\b|as part of\b|in line with\b|in relation to\b|in addition\b)"),
    ("comma", r",\s+(?=(?:the|an?|with|i\.e|e\.g|as|including|such|namely|and|but|around|for|in)\b)"),
    ("and", r"\s+(?=and (?:[a-z]+ly )?(?:also |will |are |is |have |has |to |improve|ensur|develop|provid|which|additionally|determin|promot|support|so|this|the|we|it|she|he|system|any|our|no)\w*)|,?\s+(?=and (?:[\w’'-]+ ){1,4}(?:is|are|will|has|have|was|were)\b)"),
    ("colon", r":\s+|\s+[–-]\s+|;\s+"),
    ("bracket", r"\s+(?=\()"),
    ("new_sentence", r"(?<=[a-z)])\s+(?=(?:The|This|We|You|It|In|These|Our) [a-z])"),
)  # fmt: skip
_STARTS = [(name, re.compile(pattern)) for name, pattern in STARTS]
_ENDS = [(name, re.compile(pattern)) for name, pattern in ENDS]
FRAMED = re.compile(
    r"^(?:to|in|as|while|whilst|although|since|when|if|following|with|by|for|on|over|at|after|having|within|further|upon|"
    r"during|until|under|subject|where|prior|because|given|despite|through|from|due)\b", re.IGNORECASE
)  # fmt: skip
"""A sentence that opens so has words of time, purpose or reason before its doer."""
LEAST = 18
"""No promise is shorter: a doer, a verb and a thing."""


@dataclass(frozen=True, slots=True)
class Cut:
    """A place where the promise may begin (or end): an offset into the sentence, and the mark that stands there."""

    at: int
    name: str


def start_cuts(words: str) -> tuple[Cut, ...]:
    """Places after the sentence's beginning where its promise may begin, left to right."""
    return _cuts(words, _STARTS, after=True)


def end_cuts(words: str) -> tuple[Cut, ...]:
    """Places before the sentence's end where its promise may end, left to right."""
    return _cuts(words, _ENDS, after=False)


def _cuts(words: str, patterns: list[tuple[str, re.Pattern[str]]], *, after: bool) -> tuple[Cut, ...]:
    found: dict[int, str] = {}
    for name, pattern in patterns:
        for match in pattern.finditer(words):
            found.setdefault(match.end() if after else match.start(), name)
    inside = ((at, name) for at, name in sorted(found.items()) if LEAST // 2 <= at <= len(words) - 6)
    return tuple(Cut(at, name) for at, name in inside)


def start_features(words: str, cut: Cut, groups: tuple[VerbGroup, ...]) -> dict[str, float]:
    """What tells whether the promise begins at ``cut``: verbs before and after, lengths, the first words on both sides."""
    before = [group for group in groups if group.start < cut.at]
    after = [group for group in groups if group.end > cut.at]
    first = re.match(r"\w+", words)
    right = re.match(r"\w+", words[cut.at :])
    features = {
        f"cut:{cut.name}": 1.0,
        f"first:{first.group().lower() if first else ''}": 1.0,
        f"right:{right.group().lower() if right else ''}": 1.0,
        f"{cut.name}:verbs_before:{min(2, len(before))}": 1.0,
        f"verbs_after:{min(2, len(after))}": 1.0,
        "before": min(cut.at, 200) / 100,
        "after": min(len(words) - cut.at, 200) / 100,
    }
    framed = bool(FRAMED.match(words))
    if framed and cut.name == "comma":
        alone = cut.at == next((each.at for each in start_cuts(words) if each.name == "comma"), -1)
        features["framed_first" if alone else "framed_later"] = 1.0
    left, whole = 0.0 if framed else act_of(words[: cut.at]), act_of(words[cut.at :])
    features |= {
        "left_act": left,
        "right_act": whole,
        "only_right": float(left < 0.5 <= whole),
        f"{cut.name}:left": left,
    }
    if after:
        features[f"next:{after[0].kind}"] = 1.0
        features["next_near"] = float(after[0].start - cut.at < 60)
    if before:
        features[f"was:{before[0].kind}"] = 1.0
    return features


def end_features(words: str, start: int, cut: Cut, groups: tuple[VerbGroup, ...]) -> dict[str, float]:
    """What tells whether the promise ends at ``cut``: the mark there, how much has been said, how much would be left."""
    said = [group for group in groups if start <= group.end <= cut.at]
    length, left = cut.at - start, len(words) - cut.at
    right = re.match(r"\W*(\w+)", words[cut.at :])
    acted = act_of(words[start : cut.at])
    return {
        f"cut:{cut.name}": 1.0,
        f"right:{right.group(1).lower() if right else ''}": 1.0,
        "acted": acted,
        f"{cut.name}:not_yet": float(acted < 0.5),
        f"said:{min(2, len(said))}": 1.0,
        "length": min(length, 250) / 100,
        "length2": (min(length, 250) / 100) ** 2,
        "left": min(left, 250) / 100,
        "short": float(length < 60),
        "long": float(length > 120),
        f"{cut.name}:long": float(length > 120),
        f"{cut.name}:short": float(length < 60),
        "comma_words": float(words[start : cut.at].count(",")),
    }
