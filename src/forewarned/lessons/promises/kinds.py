"""Features that tell a promise's status, type and tier: verb groups, dates, and words of each kind of action."""
# ruff: noqa: E501  a pattern is one line, to be read beside its name

from __future__ import annotations

import re

from forewarned.lessons.promises.cues import STATUS_OF, cue_features
from forewarned.lessons.promises.dates import find_dates
from forewarned.lessons.promises.features import STOPPED, WORD
from forewarned.lessons.promises.verbs import stem, verb_groups

TYPE_WORDS: dict[str, str] = {
    "policy": r"polic(?:y|ies)|procedur|protocol|guidance|guideline|standard operating|\bsops?\b|framework|strateg|\bplans?\b|legislation|regulation|code of practice|standards?\b|criteria",
    "training": r"train|teach|workshop|e-?learning|induction|curricul|\bcourse|simulation|competenc|educat|syllabus|toolbox talk|module",
    "audit": r"audit|monitor|dip.sampl|quality assur|spot check|inspect|complian|unannounced|evaluat|oversight|scrutin|tracker|dashboard",
    "staffing": r"recruit|appoint|\bposts?\b|whole time|\bwte\b|full.time equivalent|additional (?:staff|nurses|consultants|doctors|officers)|workforce|staffing|rota|joined the|new role",
    "it_records": r"electronic|digital|software|\bIT\b|system upgrade|record(?:s|ed)?\b|\bforms?\b|\bEPR\b|alert|flag|template|interface|database|\bapp\b|computer|interoperab|summary",
    "environment": r"crossing|doors?\b|signage|\bsigns?\b|ligature|estate|speed limit|lighting|install|junction|barrier|fence|highway|road|gull|drain|bathroom|window|layout|room\b|building",
    "equipment": r"equipment|device|pump|alarm|defibrillator|monitor(?:s)\b|vehicle|\bkit\b|mattress|machine|platforms?\b",
    "commissioning": r"fund|£|invest|commission|\bbeds?\b|bedspaces|capacity|contract|grant|budget|provision|new service|spaces|units",
    "supervision": r"supervis|individual practitioner|line manager|apprais|one.to.one|reflective|performance management|disciplin",
    "communication_reminder": r"shar(?:ed|ing)|remind|circulat|newsletter|bulletin|e?-?mail|brief(?:ed|ing)|publicis|communicat|disseminat|social media|signpost|awareness|promot|poster|cascad|intranet|memo\b|publish(?:ed)? as|messag",
    "review_only": r"review|explor|consider|assess|discuss|stud(?:y|ies)|visit|survey|analys|consult|roundtable|working group|investigat|scop|feasib|look(?:ing)? at|learning",
    "national_escalation": r"national|minister|secretary of state|NHS England|NHSE|MHRA|department (?:of|for)|escalat|wr(?:ote|itten|ite) to|rais(?:e|ed|ing)|college of|lobby",
    "other": r"work(?:ing)? (?:with|closely|together)|engag|collaborat|partners|contact|request|support|task ?force|lead",
}  # fmt: skip
STRONG_WORDS: dict[str, str] = {
    "forcing": r"cannot|only (?:be|possible)|automatic|mandatory field|interlock|hard stop|prevents?|block|lock|does not allow|unable to (?:proceed|be)|limit of",
    "built": r"replac|remov|weld|install|construct|new (?:build|crossing|unit)|redesign|collapsible|anti-ligature|signal|withdr[ae]w",
    "standard": r"standardis|simplif|single (?:system|form|pathway)",
    "leaders": r"board|chief executive|executive director",
    "amount": r"£\s?\d|\b\d[\d,]* (?:additional|new|more|beds|spaces|places|staff|posts)",
    "checklist": r"checklist|flow ?chart|read.?back|proforma|template|aide.?memoire|triage",
}
TYPE_PATTERNS = {name: re.compile(pattern, re.IGNORECASE) for name, pattern in TYPE_WORDS.items()}
_STRONG = {name: re.compile(pattern, re.IGNORECASE) for name, pattern in STRONG_WORDS.items()}


PAST_PLAN = re.compile(
    r"\b(?:was|had been) (?:\w+ly )?(?:our|my|its|their|the [\w’]+(?: [\w’]+)?) (?:\w+ )?(?:intention|plan|aim|hope)\b|"
    r"\bhad (?:\w+ly )?(?:been )?(?:planned|intended|hoped|proposed|aimed|meant|due|scheduled)\b|"
    r"\b(?:was|were) (?:\w+ly )?(?:planned|intended|hoped|proposed|meant|due|scheduled) (?:to|for)\b",
    re.IGNORECASE,
)
STILL = frozenset({"planned", "underway"})


def is_past_plan(promise: str) -> bool:
    """Whether the words tell only of a plan of the past ("it was our intention to…"): nothing is promised by that."""
    if not PAST_PLAN.search(promise):
        return False
    kinds = {group.kind for group in verb_groups(promise)} - {"scheduled", "plan", "continue"}
    return not any(STATUS_OF.get(kind) in STILL for kind in kinds)


def status_features(promise: str, sentence: str) -> dict[str, float]:
    """Features for taken, underway, planned, considered."""
    features: dict[str, float] = {}
    groups = verb_groups(promise)
    for index, group in enumerate(groups):
        features[f"g:{group.kind}"] = 1.0
        features[f"s:{STATUS_OF.get(group.kind, 'none')}"] = 1.0
        features[f"v:{group.verb}"] = 1.0
        if index == 0:
            features[f"g1:{group.kind}"] = 1.5
            features[f"s1:{STATUS_OF.get(group.kind, 'none')}"] = 1.5
    for group in verb_groups(sentence):
        features[f"all:{STATUS_OF.get(group.kind, 'none')}"] = 0.5
    for name in cue_features(promise, groups):
        if name.startswith("cue:") and name[4:] in ("consider", "place_now", "regularly", "shared", "hypothetical"):
            features[name] = 1.0
    for when in find_dates(promise):
        features[f"date:{when.form}"] = 0.5
    first = re.match(r"\W*([A-Za-z-]+)", promise)
    if first and first.group(1).lower().endswith("ed"):
        features["opens_done"] = 1.0
    elif first and (not groups or groups[0].start > 40):
        features[f"opens:{stem(first.group(1))}"] = 1.0
    features["ask"] = float(
        bool(
            re.search(r"\b(?:intention|proposals?|due to|scheduled|planned|by (?:the )?(?:end|\d|Q\d|[A-Z]))", promise)
        )
    )
    return features


def type_features(promise: str, sentence: str, heading: str = "") -> dict[str, float]:
    """Features for the type of action and for its tier; the sentence and the heading speak more softly than the promise."""
    features: dict[str, float] = {}
    for name, pattern in TYPE_PATTERNS.items():
        hits = len(pattern.findall(promise))
        if hits:
            features[f"t:{name}"] = 1.0 + 0.3 * min(hits - 1, 2)
        elif pattern.search(sentence):
            features[f"ts:{name}"] = 0.5
        if heading and pattern.search(heading):
            features[f"th:{name}"] = 0.4
    for name, pattern in _STRONG.items():
        if pattern.search(promise):
            features[f"k:{name}"] = 1.0
    for word in WORD.findall(promise):
        if stem(word) not in STOPPED:
            features[f"w:{stem(word)}"] = 0.6
    groups = verb_groups(promise)
    for group in groups[:2]:
        features[f"v:{group.verb}"] = 0.8
    status = STATUS_OF.get(groups[0].kind, "none") if groups else "none"
    features[f"s1:{status}"] = 0.5
    return features
