"""What a sentence of a response shows to the classifiers: its verbs, who speaks, where it stands."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from forewarned.lessons.promises.cues import cue_features
from forewarned.lessons.promises.dates import find_dates
from forewarned.lessons.promises.sentences import Sentence
from forewarned.lessons.promises.verbs import VerbGroup, stem, verb_groups
from forewarned.lessons.promises.words import CARE, CHANGE, INQUIRE, OURS, PERSON, SPEECH

WORD = re.compile(r"[A-Za-z][A-Za-z’'-]*|\d+")
OPENERS = frozenset(
    "this these it they we i the in to our if where while although however as following since there that all your "
    "on for at by additionally furthermore also moreover should once when please".split()
)
ACTING = frozenset(
    "introduce introduced create created develop developed establish established engage recruit recruited train "
    "trained review reviewed update updated revise revised share shared implement implemented launch launched "
    "appoint appointed agree agreed publish published deliver delivered provide provided install installed ensure "
    "commission commissioned issue issued add added change changed complete completed improve improved work "
    "undertake undertaken conduct produce produced circulate circulated remind reminded invest invested purchase "
    "purchased increase increased explore consider additional refresh refreshed embed embedded monitor audit "
    "audited strengthen strengthened raise replaced replace".split()
)
"""First words of list items that name an action with no doer: "Introduce a checklist", "Introduced a checklist"."""
STOPPED = frozenset(
    "a an the of and or for in on at to is are was were be as it its by with from that this which".split()
)


PAST = frozenset({"past", "past_passive", "past_progressive", "be_past", "pluperfect"})
STILL = frozenset({"be", "be_past", "present_passive", "modal"})
"""A sentence with no other verbs tells what happened, or how things are."""
LOOK_BACK = 150
"""Sentences looked back on for one that says the same: all of any real letter; keeps huge texts linear."""


@dataclass(frozen=True, slots=True)
class View:
    """One sentence with what was computed of it once: its words, stems and verb groups."""

    words: str
    stems: frozenset[str]
    groups: tuple[VerbGroup, ...]


def view(words: str) -> View:
    """The sentence's words, content stems and verb groups."""
    found = (stem(word) for word in WORD.findall(words))
    return View(words, frozenset(word for word in found if word not in STOPPED), verb_groups(words))


def verb_class(verb: str) -> str:
    """change, inquire, speech, care or other; the first list that holds the stem."""
    for name, words in (("change", CHANGE), ("inquire", INQUIRE), ("speech", SPEECH), ("care", CARE)):
        if verb in words:
            return name
    return "other"


def group_features(found: View) -> dict[str, float]:
    """Features of the verb groups and of who stands before the first one."""
    features: dict[str, float] = {}
    for index, group in enumerate(found.groups):
        kind = verb_class(group.verb)
        for name in (f"g:{group.kind}", f"gc:{group.kind}:{kind}", f"v:{group.verb}"):
            features[name] = 1.0
        if index == 0:
            features[f"g1:{group.kind}"] = 1.0
            features[f"g1c:{group.kind}:{kind}"] = 1.0
        if group.negated:
            features["negated"] = 1.0
    kinds = {group.kind for group in found.groups}
    if not kinds:
        features["no_verb"] = 1.0
    elif kinds <= PAST:
        features["past_only"] = 1.0
    elif kinds <= STILL:
        features["be_only"] = 1.0
    lead = found.words[: found.groups[0].end] if found.groups else found.words[:60]
    before = {word.lower() for word in WORD.findall(lead)}
    features["subject:ours"] = float(bool(before & OURS) or bool(re.search(r"\b[A-Z]{2,}\b", lead)))
    features["subject:person"] = float(bool(before & PERSON))
    return features


def sentence_features(text: str, sentences: Sequence[Sentence], views: Sequence[View], at: int) -> dict[str, float]:
    """Features of sentence ``at`` of the response; names are stable, they stand in the model's file."""
    sentence, found = sentences[at], views[at]
    features = group_features(found) | {f"w:{word}": 1.0 for word in found.stems}
    features |= cue_features(found.words, found.groups)
    features |= _shape(found.words) | _place(text, sentences, views, at)
    features[f"kind:{sentence.kind}"] = 1.0
    tokens = ["^", *(word.lower() for word in WORD.findall(found.words))]
    features |= {f"b:{left}_{right}": 0.5 for left, right in pairwise(tokens)}
    features["repeats"] = max(
        (_alike(found.stems, other.stems) for other in views[max(0, at - LOOK_BACK) : at]), default=0.0
    )
    return {name: value for name, value in features.items() if value}


def _shape(words: str) -> dict[str, float]:
    tokens = WORD.findall(words)
    first = tokens[0].lower() if tokens else ""
    shape = {
        f"opens:{first}": float(first in OPENERS),
        "imperative": float(first in ACTING and not (tokens[1:] and tokens[1].lower() in ("is", "has", "was", "will"))),
        "short": float(len(tokens) < 7),
        "long": float(len(tokens) > 40),
        "length": min(len(tokens), 60) / 60,
        "money": float("£" in words),
        "number": float(bool(re.search(r"\d", words))),
        "colon_end": float(words.rstrip().endswith(":")),
        "quotes": float(bool(re.search(r"[“\"‘]", words))),
        "link": float("www." in words or "http" in words),
        "now": float(bool(re.search(r"\bnow\b", words))),
        "new": float(bool(re.search(r"\b(?:new|additional|further|updated|revised)\b", words))),
    }
    for when in find_dates(words):
        shape[f"date:{when.form}"] = shape["dated"] = 1.0
    return shape


def _place(text: str, sentences: Sequence[Sentence], views: Sequence[View], at: int) -> dict[str, float]:
    """Where in the letter: its opening and its close are seldom promises; the heading above tells the topic."""
    share = sentences[at].start / max(1, len(text))
    place = {
        "opening": float(at < 3),
        "early": float(share < 0.15),
        "late": float(share > 0.9),
        "closing": float(at >= len(sentences) - 3),
        "first_of_block": float(sentences[at].place == 0),
    }
    for before in range(at, max(-1, at - 12), -1):
        if sentences[before].kind == "heading":
            place |= {f"under:{word}": 1.0 for word in views[before].stems}
            break
    lead = next((k for k in range(at - 1, max(-1, at - 15), -1) if text[sentences[k].end - 1] == ":"), None)
    if lead is not None and sentences[at].kind == "item":
        place["listed"] = 1.0
        place |= {f"led:{word}": 1.0 for word in views[lead].stems}
    return place


def _alike(a: frozenset[str], b: frozenset[str]) -> float:
    """Shared share of the smaller set of stems, of sentences with enough of them to tell."""
    least = min(len(a), len(b))
    return len(a & b) / least if least >= 6 else 0.0
