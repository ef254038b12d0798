"""Sex, where the person died, and the settings of their care: ward, cell, care home, community."""

from __future__ import annotations

import re

from forewarned.lessons.facts.passages import Cue, Reading, best, cue, fact_at
from forewarned.lessons.values import Fact

RULE = "person-1"

_OLD = r"\byears?[- ](?:old|of age)[,]?\s+(?:\w+\s+){0,3}?"
_SEX: tuple[Cue, ...] = (
    cue("male", 0.95, "years old|year old|year-old|of age|years-old", rf"{_OLD}(?:man|male|gentleman|boy|"
        rf"father|husband|schoolboy)\b"),
    cue("female", 0.95, "years old|year old|year-old|of age|years-old", rf"{_OLD}(?:woman|female|lady|girl|"
        rf"mother|wife|schoolgirl)\b"),
    cue("male", 0.95, "death of|deceased", r"\b(?:death of|Deceased,?)\s+(?:the late )?Mr\b", exact=True),
    cue("female", 0.95, "death of|deceased", r"\b(?:death of|Deceased,?)\s+(?:the late )?(?:Mrs|Miss|"
        r"Ms)\b", exact=True),
    cue("male", 0.8, "was a", r"\bwas an? (?:\w+[ -]){0,4}(?:man|gentleman|boy)\b"),
    cue("female", 0.8, "was a", r"\bwas an? (?:\w+[ -]){0,4}(?:woman|lady|girl)\b"),
    cue("male", 0.8, "boy|himself|when he died|his own life", r"\b(?:baby boy|schoolboy|hanged himself|old "
        r"when he died|(?:took|ended) his own life)\b"),
    cue("female", 0.8, "girl|herself|when she died|her own life", r"\b(?:baby girl|schoolgirl|hanged herself|"
        r"old when she died|(?:took|ended) her own life)\b"),
    cue("male", 0.6, "mr", r"\bMr\.? [A-Z]", exact=True),
    cue("female", 0.6, "mrs|miss", r"\b(?:Mrs|Miss)\.? [A-Z]", exact=True),
)  # fmt: skip
_HE = re.compile(r"\b(?:he|his|him|himself)\b")
_SHE = re.compile(r"\b(?:she|her|hers|herself)\b")


def find_sex(reading: Reading) -> list[Fact]:
    """``sex``: male or female, by what the report calls the person, else by four fifths of at least three pronouns."""
    found: list[Fact] = []
    for sentence in reading.telling:
        for word in _SEX:
            if (match := word.find(sentence)) is not None:
                found.append(fact_at(sentence, match.span(), "sex", word.value, RULE, word.score))
    he = [(sentence, match.span()) for sentence in reading.telling for match in _HE.finditer(sentence.low)]
    she = [(sentence, match.span()) for sentence in reading.telling for match in _SHE.finditer(sentence.low)]
    for mine, other, value in ((he, she, "male"), (she, he, "female")):
        share = len(mine) / max(1, len(mine) + len(other))
        if len(mine) >= 3 and share >= 0.8:
            found.append(fact_at(*mine[0], "sex", value, f"{RULE} pronouns", round(0.5 + 0.4 * share, 2)))
    return best(found)


_PSYCHIATRIC = r"(?:psychiatric|mental health|acute mental|adolescent|secure|PICU|eating disorders?)"
_SECTION = r"(?:s(?:ection|\.|ec\.?)?\s?(?:2|3|4|5\(?[24]\)?|35|36|37|37/41|38|47|48|47/49|136)\b)"
_THE = r"(?:the |a |an )?(?:[\w']+[ -]+){0,5}"
SETTINGS: tuple[Cue, ...] = (
    cue(
        "detained", 0.8, "detain|sectioned|detention",
        rf"\b(?:was|were|been|being|remained|whilst|while|when|still|is)\b[^.;]{{0,40}}\b(?:detained|sectioned|"
        rf"liable to be detained)"
        rf"\b[^.;]{{0,60}}\b(?:{_SECTION}|mental health act|MHA|under|at|in)\b",
        r"\bdetained (?:in-?)?patient\b", r"\bdetention under (?:the |s)",
    ),
    cue("detained", 0.75, "mental health act|mha", rf"\bunder {_SECTION} of the (?:mental health act|MHA)\b"),
    cue(
        "inpatient", 0.85, "patient",
        rf"\b(?:was|were|been|remained|as|whilst|while|when|became|an?)\b (?:an? )?(?:\w+ ){{0,3}}(?:{_PSYCHIATRIC} )?"
        r"(?:in-?patient|informal patient|voluntary patient|detained patient)\b",
        rf"\bpatient (?:at|in|on) {_THE}(?:{_PSYCHIATRIC}|ward|unit)\b",
    ),
    cue(
        "inpatient", 0.65, "admitted|transferred|admission",
        rf"\b(?:admitted|transferred|admission) (?:\w+ ){{0,3}}to {_THE}{_PSYCHIATRIC} (?:\w+ ){{0,2}}(?:unit|"
        rf"ward|hospital|bed)\b",
        rf"\b(?:admitted|detained|admission)\b[^.;]{{0,60}}\b(?:under|pursuant to|"
        rf"{_SECTION})[^.;]{{0,25}}(?:mental health act|MHA)\b",
    ),
    cue(
        "inpatient", 0.85, "whilst|while",
        rf"\b(?:whilst|while) (?:\w+ ){{0,6}}(?:on|in|at) {_THE}{_PSYCHIATRIC} (?:\w+ ){{0,2}}(?:unit|ward|"
        rf"hospital|detention)\b",
    ),
    cue(
        "hospital", 0.6, "hospital|infirmary|a&e|a & e|emergency",
        r"\b(?:admitted|admission|taken|transferred|conveyed|readmitted) (?:\w+ ){0,3}to (?:the |a "
        r")?(?:[\w'&.]+[ -]+){0,6}"
        r"(?:hospital|infirmary|A ?& ?E|accident and emergency|emergency department)\b",
    ),
    cue(
        "custody", 0.75, "hmp|hm |hmyoi|yoi|offender|prison|custody|remand|police|removal|training centre",
        r"\b(?:HMP|HMYOI|HM Prison|HM YOI|YOI|young offenders?'? institut\w+|serving prisoner|remand prisoner|"
        r"on remand|"
        r"in (?:police |prison )?custody|police (?:station|cell)|immigration removal centre|secure training centre)\b",
    ),
    cue(
        "community", 0.6, "community|cmht|crisis|treatment team|outpatient|early intervention|discharged",
        r"\b(?:community mental health|CMHT|home treatment team|crisis (?:resolution|team)|community (?:team|"
        r"care|nurse|psychiatric)|"
        r"(?:care|treatment|support|managed|treated) in the community|outpatients?|early intervention|"
        r"discharged (?:home|from (?:the )?(?:ward|hospital|unit)))\b",
    ),
    cue("care_home", 0.7, "care home|nursing home|residential", r"\b(?:care home|nursing home|residential home|"
        r"residential care)\b"),
    cue("supported_housing", 0.6, "supported|hostel|sheltered", r"\b(?:supported (?:living|accommodation|"
        r"housing)|hostel|sheltered (?:housing|accommodation))\b"),
    cue("school", 0.5, "school|pupil|student", r"\b(?:pupil|student) at \w", r"\b(?:his|her|the) school\b"),
    cue("looked_after", 0.7, "looked|foster|children's home|care order", r"\b(?:looked[- ]after child|foster "
        r"(?:carers?|placement|care)|children's home|care order)"),
)  # fmt: skip
_PAST = re.compile(
    r"\b(?:previous(?:ly)?|had been (?:an?|detained|admitted)|history of|in (?:19|20)\d\d|years? (?:ago|before|"
    r"earlier)|former|"
    r"following (?:his|her|their) discharge|discharged from|refused admission|not (?:been )?(?:admitted|"
    r"detained)|should have "
    r"been|could have been|consider\w* (?:for )?(?:admission|detention)|no bed|awaiting|if (?:he|she|they))\b",
    re.I,
)
_NOT = re.compile(
    r"\b(?:not|no longer|never|no grounds to|did not meet[^.;]{0,30}|decision not to)\W+(?:\w+\W+){0,3}$", re.I
)
_OF_OTHERS = re.compile(r"\b(?:perpetrator|assailant|defendant|his killer|her killer|who killed)\b", re.I)
FLOOR = 0.5
"""What lies in the past or did not happen falls below this and is no fact."""


def find_settings(reading: Reading) -> list[Fact]:
    """``setting``: several may be true, one fact each, the surest words.

    ``inpatient`` is a bed on a mental-health ward or unit, ``hospital`` any other hospital.
    """
    found: dict[str, Fact] = {}
    for sentence in reading.telling:
        hits = [(word, match) for word in SETTINGS if (match := word.find(sentence)) is not None]
        if not hits or _OF_OTHERS.search(sentence.text):
            continue
        past = _PAST.search(sentence.text) is not None
        for word, match in hits:
            if _NOT.search(sentence.text[: match.start()]):
                continue
            sure = word.score - (0.4 if past and word.value in ("inpatient", "detained", "custody") else 0.0)
            if sure >= FLOOR and (word.value not in found or sure > found[word.value].score):
                found[word.value] = fact_at(sentence, match.span(), "setting", word.value, RULE, round(sure, 2))
    return sorted(found.values(), key=lambda f: (-f.score, f.value))


_BEFORE = r"\b(?:at|in|on|from|near|to)\s+(?:the |a |an )?"
_PLACES: tuple[tuple[str, re.Pattern[str]], ...] = tuple(
    (code, re.compile(rf"{_BEFORE}(?P<w>{words})", flags))
    for code, words, flags in (
        ("home", r"(?:his|her|their|the family|the deceased's) (?:own |then )?home(?: address)?|home address|"
            r"home\b|his flat|her flat|"
                 r"(?:his|her|their) (?:bedroom|house|garden|room at home|accommodation)", re.I),
        ("prison", r"HMP|HM Prison|HMYOI|HM YOI|YOI|(?:his|her) cell|prison", 0),
        ("mental_health_unit", r"(?:\w+[' -]+){0,4}(?:psychiatric|mental health) (?:unit|ward|hospital)", re.I),
        ("care_home", r"(?:\w+[' -]+){0,4}(?:care|nursing|residential) home", re.I),
        ("railway", r"(?:railway|level crossing|train tracks|tracks|train line)", re.I),
        ("road", r"(?:motorway|carriageway|A\d{1,4}\b|M\d{1,2}\b|road)", 0),
        ("water", r"(?:River|river|canal|sea\b|lake|pond|reservoir|beach|quarry)", 0),
        ("woods_or_park", r"(?:wood(?:s|land)?\b|park\b|forest|field|tree)", re.I),
        ("hospital", r"(?:[A-Z][\w'&.]*[ -]+){0,6}(?:Hospital|Infirmary|hospital|Hospice|hospice|Medical Centre)", 0),
        ("work", r"(?:work(?:place)?\b|building site|construction site|factory|farm)", re.I),
    )
)  # fmt: skip
_DEATH = re.compile(
    r"\b(?:died|passed away|death|found (?:dead|deceased|hanging|hanged|unresponsive|suspended|in|at|on|by)|pronounced|"
    r"body was|took (?:his|her|their) own life|hanged \w+sel|life extinct)\b"
)
_NEXT = re.compile(r"[;]|\band (?:was|were|he|she)\b")


def find_place(reading: Reading) -> list[Fact]:
    """``place``: the kind of place at which the person died or was found (``home``, ``hospital``, ``railway``…)."""
    found: list[Fact] = []
    for sentence in reading.telling:
        for death in _DEATH.finditer(sentence.text):
            died = death[0] in ("died", "passed away", "death", "pronounced", "life extinct")
            clause = _NEXT.split(sentence.text[death.end() : death.end() + 110])[0]
            options = [(m.start("w"), code, m) for code, words in _PLACES if (m := words.search(clause)) is not None]
            if options:
                _, code, match = min(options, key=lambda option: option[:2])
                span = (death.end() + match.start("w"), death.end() + match.end("w"))
                found.append(fact_at(sentence, span, "place", code, RULE, 0.8 if died else 0.7))
    return best(found)
