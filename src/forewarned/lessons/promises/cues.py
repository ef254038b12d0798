"""Cues of the genre: turns of phrase that make a sentence of a response a promise, or the courtesy and narrative around one."""
# ruff: noqa: E501  a pattern is one line, to be read beside its name

from __future__ import annotations

import re
from functools import lru_cache

from forewarned.lessons.promises.verbs import VerbGroup, verb_groups
from forewarned.lessons.promises.words import CHANGE, INQUIRE, OURS, PERSON, SPEECH

STATUS_OF: dict[str, str] = {
    "perfect": "taken",
    "perfect_passive": "taken",
    "past": "taken",
    "past_passive": "taken",
    "present_passive": "underway",
    "perfect_progressive": "underway",
    "progressive": "underway",
    "progressive_passive": "underway",
    "continue": "underway",
    "underway": "underway",
    "future": "planned",
    "future_passive": "planned",
    "future_progressive": "planned",
    "plan": "planned",
    "scheduled": "planned",
}
"""The status that a kind of verb group says by itself; the other kinds say none."""

CUES: dict[str, str] = {
    "thanks": r"\bthank(?:s| you)\b|\bgrateful\b|\bwelcome the opportunity\b",
    "condolence": r"\bcondolence|\bsympath|\bsadden|\bsorry\b|\bloved ones\b|\btragic\b|\bsad death\b|\bapologi",
    "your_report": r"\byour (?:report|letter|concerns?)\b|\byou (?:raise|have raised|note|mention|highlight|state|ask)|\bregulation 28\b|\bmatters? of concern\b",
    "hope": r"\b(?:hope|trust|assure|reassur\w+|confident|please)\b(?! has| have| is| will)",
    "contact": r"\b(?:hesitate|further (?:information|details|assistance)|happy to|contact me)\b",
    "belief": r"\b(?:i|we) (?:do )?(?:note|recognise|acknowledge|understand|accept|believe|appreciate|know|consider that|agree|recognize|feel)\b",
    "purpose": r"^(?:this|these|it|they|which|the (?:aim|purpose|intention|focus)[\w ]{0,20}) (?:will|would|is|are|has|have|should|can|aims?|also)?\s*(?:\w+ly )?(?:ensur|enabl|help|allow|support|provid|mean|includ|cover|build|lead|give|aim|set|outlin|improv|reduc)",
    "refers_back": r"^(?:this|these|it|they|such|the (?:new|updated|above|revised)|those)\b",
    "incident": r"\b(?:at the time|on that day|in this case|during the inquest|in evidence|at the inquest|the incident|prior to (?:his|her|their) death|when (?:he|she|they)|on the (?:day|night|evening))\b",
    "norm": r"\b(?:must|should|is required to|are required to|responsib\w+ (?:for|of)|duty|duties|statutory)\b",
    "definition": r"^(?:the|a|an|[A-Z]\w+)\b[\w ,()’'-]{0,60}?\b(?:is|are) (?:a|an|the|not|responsible|owned|used|available|built|designed)\b",
    "normal_practice": r"\b(?:usual(?:ly)? practice|standard practice|good practice|normally|typically|generally|in general|routinely|as usual)\b",
    "reason": r"^(?:however|although|whilst|while|unfortunately|sadly|if|where|once|as you|it is|it was|there (?:was|were)|in (?:this|his|her) case)\b",
    "action_lead": r"\b(?:as a result|in response|following (?:this|the|your)|that is why|therefore|accordingly|to address|in addition|furthermore|additionally|since (?:the|this|then)|consequently|to (?:further )?support|going forward|in order to|to improve|to ensure)\b",
    "action_noun": r"\b(?:action|actions|action plan|working group|task ?force|pilot|programme|audit|training|policy|procedure|guidance|protocol|checklist|template|newsletter|bulletin|briefing|alert|e-learning|workshop|roundtable|review|strategy|campaign|funding|investment|module|pathway)\b",
    "shared": r"\b(?:shar(?:ed|ing)|circulat\w+|disseminat\w+|remind\w*|brief(?:ed|ing)|communicat\w+|cascad\w+)\b",
    "place_now": r"\b(?:now (?:in place|available|live|required|mandatory|includes?|has|have|been|uses?)|there is (?:now|also)|is now|are now|in place|went live|go(?:ne|ing)? live|came? into (?:force|effect))\b",
    "consider": r"\b(?:consider(?:ing)?|explor(?:e|ing)|whether|feasib\w+|look(?:ing)? (?:at|into)|scop(?:e|ing))\b",
    "enclosed": r"\b(?:enclos\w+|attach\w+|append\w+|appendix|annex|copy of|excerpt)\b",
    "regularly": r"\b(?:regularly|every \w+|weekly|monthly|quarterly|annual(?:ly)?|ongoing|continu\w+)\b",
    "refusal": r"\b(?:no plans?|will not|do(?:es)? not (?:consider|propose|intend|need|believe)|not (?:within|our|the) (?:remit|responsib\w+)|unable to|cannot)\b",
    "statistic": r"\b\d[\d,.]*\s?%|\b\d{3,}\b.*\b(?:patients|people|calls|cases|students)\b",
    "hypothetical": r"\b(?:would|could|may|might)\b",
}  # fmt: skip
_CUES = {name: re.compile(pattern, re.IGNORECASE) for name, pattern in CUES.items()}
TOKEN = re.compile(r"[A-Za-z][A-Za-z’'-]*")


def cue_features(words: str, groups: tuple[VerbGroup, ...]) -> dict[str, float]:
    """One feature a cue that is there, and for each verb group who does what: ``does:ours:taken:change``."""
    features = {f"cue:{name}": 1.0 for name, pattern in _CUES.items() if pattern.search(words)}
    for group in groups:
        who, status, what = subject_of(words, group), STATUS_OF.get(group.kind, "none"), verb_kind(group)
        features[f"does:{who}:{status}:{what}"] = 1.0
        features[f"does:{who}:{status}"] = 1.0
        features[f"does::{status}:{what}"] = 1.0
    features["act"] = act_of(words)
    return features


@lru_cache(maxsize=8192)
def act_of(words: str) -> float:
    """How much ``words`` look like an act by somebody who answers, from 0 to 1: by doer, status and kind of verb."""
    best = 0.0
    for group in verb_groups(words):
        who, what = subject_of(words, group), verb_kind(group)
        if group.kind in STATUS_OF and not group.negated and who != "person" and what in ("change", "inquire"):
            best = max(best, {"ours": 1.0, "thing": 0.7, "back": 0.3, "relative": 0.2}.get(who, 0.5))
    return best


def verb_kind(group: VerbGroup) -> str:
    """What the verb of a group does: change, inquire, speech or other."""
    if group.verb in CHANGE:
        return "change"
    if group.verb in INQUIRE:
        return "inquire"
    return "speech" if group.verb in SPEECH else "other"


def subject_of(words: str, group: VerbGroup) -> str:
    """Who stands before the verb: ours (we, the Trust, an acronym), person, back (this, it), relative (which) or thing."""
    start = group.start
    if group.kind == "past":  # this group begins with its subject
        start = group.end
    before = TOKEN.findall(words[max(0, start - 60) : start])[-5:]
    if not before:
        return "none"
    last = before[-1].lower() if group.kind != "past" else (before[-2].lower() if len(before) > 1 else "")
    near = {word.lower() for word in before[-3:]}
    if last in {"which", "who", "that"}:
        return "relative"
    if last in {"we", "i"} or near & OURS or any(word.isupper() and len(word) > 1 for word in before[-3:]):
        return "ours"
    if near & PERSON:
        return "person"
    if near & {"this", "it", "these", "they", "those"}:
        return "back"
    return "thing"
