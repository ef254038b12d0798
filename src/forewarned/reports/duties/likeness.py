"""How like two names of bodies are, as written: the same, an acronym, a typing error, a part of the other.

Works on words alone; where names are resolved to bodies, those are asked first (matching.py).
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache

from rapidfuzz import fuzz

from forewarned.organisations.names import loose_words, plain

# Acronyms and old names seen in the names of response files; full names as plain words.
KNOWN_AS = {
    "noms": "hm prison and probation service",
    "hmpps": "hm prison and probation service",
    "national offender management service": "hm prison and probation service",
    "prison service": "hm prison and probation service",
    "dh": "department of health and social care",
    "doh": "department of health and social care",
    "dhsc": "department of health and social care",
    "department of health": "department of health and social care",
    "department for health": "department of health and social care",
    "secretary of state for health": "department of health and social care",
    "moj": "ministry of justice",
    "secretary of state for justice": "ministry of justice",
    "mod": "ministry of defence",
    "secretary of state for defence": "ministry of defence",
    "dft": "department for transport",
    "dfe": "department for education",
    "defra": "department for environment food and rural affairs",
    "dwp": "department for work and pensions",
    "home secretary": "home office",
    "secretary of state for the home department": "home office",
    # NHS England's first legal name: as one word it cannot be taken for "… of England".
    "nhse": "nhscommissioningboard",
    "nhs improvement": "nhscommissioningboard",
    "nhs england and nhs improvement": "nhscommissioningboard",
    "highways england": "national highways",
    "highways agency": "national highways",
    "npcc": "national police chiefs council",
    "acpo": "national police chiefs council",
    "aace": "association of ambulance chief executives",
    "hsib": "healthcare safety investigation branch",
    "hssib": "health services safety investigations body",
    "nwas": "north west ambulance service",
    "secamb": "south east coast ambulance service",
    "las": "london ambulance service",
    "las legal services": "london ambulance service",
    "epput": "essex partnership university",
    "eput": "essex partnership university",
    "nsft": "norfolk and suffolk",
    "aneurin bevan": "aneurin bevan university health board",
    "bcuhb": "betsi cadwaladr university health board",
    "metropolitan police": "metropolitan police service",
    "mps": "metropolitan police service",
}
# Families in which one body answers for another: prisons by their service or ministry, and so on.
JUSTICE = re.compile(
    r"\b(?:hm prison|hmp|hmyoi|yoi|prisons?|probation|noms|hmpps|offender management|ministry of justice|moj"
    r"|nps|secretary of state for justice|governor)\b"
)
# Words many bodies share: alone they tell no two apart.
GENERIC = frozenset(
    "hospital university council county city borough district metropolitan health care social service "
    "police department ministry royal college board authority group home house centre medical "
    "practice surgery general national england wales uk british association society institute company "
    "the ambulance integrated clinical commissioning partnership community mental teaching london "
    "local government north south east west great office secretary state agency regional healthcare "
    "constabulary fire rescue prison hm school housing highways limited service nursing residential "
    "adult child children legal of for environment justice education transport "
    "practitioner gp doctor committee lmc safeguarding".split()
)
# Kinds by the words bodies of them call themselves by; the first that fits. Names of two kinds are never one body's.
KINDS = tuple(
    (kind, re.compile(words))
    for kind, words in (
        ("committee", r"\b(?:committee|lmc)\b"),
        ("safeguarding", r"\bsafeguarding (?:\w+ )*(?:board|partnership)\b"),
        ("partnership", r"\bhealth and (?:social )?care partnership\b(?! (?:nhs|foundation|trust))"),
        ("police commissioner", r"\bcrime commissioner\b|\bpcc\b"),
        ("police", r"\b(?:police|constabulary)\b"),
        ("fire", r"\bfire\b"),
        ("ambulance", r"\bambulance\b"),
        ("council", r"\bcouncil\b|\bborough\b|\bhighways?\b|\blocal authority\b"),
        (
            "commissioner",
            r"\b(?:ccgs?|icbs?|clinical commissioning|integrated care board|primary care trust|pct)\b",
        ),
        ("college", r"\b(?:royal college|college of)\b"),
        ("trust", r"\b(?:hospitals?|nhs (?:foundation )?trust|healthcare|foundation trust)\b"),
        ("university", r"\buniversity of\b|(?<!partnership )\buniversity$"),
        ("gp", r"\b(?:surgery|medical (?:centre|practice)|health centre|practice|gps?|general practitioners?)\b"),
        ("prison", JUSTICE.pattern),
        ("home", r"\b(?:care|nursing|residential|rest) home\b"),
        ("school", r"\bschool\b(?! of\b)"),
        ("department", r"\b(?:department|ministry|home office|secretary of state|minister)\b"),
        ("authority", r"\bauthority\b"),
    )
)


# Words in common alone are never enough to be sure (matching.SURE).
SHARED = 0.74


@dataclass(frozen=True, slots=True)
class Likeness:
    """How like two names are: ``score`` 0..1 and the reason, in words for a reader."""

    score: float
    reason: str


# An office and its body: (pattern of the office, how its body is written).
OFFICES = (
    (
        re.compile(r"^(?:chief constable|commissioner)(?: of| for)? (?:police of )?(?:the )?metropolis$"),
        "metropolitan police",
    ),
    (re.compile(r"^chief constable(?: of| for)? (?P<of>.+?)(?: police| constabulary)?$"), r"\g<of> police"),
    (re.compile(r"^lord chancellor\b.*$|^secretary of state for justice$"), "ministry of justice"),
    (re.compile(r"^minister of state for (?:crime|policing|security)\b.*$"), "home office"),
    (
        re.compile(
            r"^(?:secretary of state|sos|minister(?: of state)?|under secretary(?: of state)?)"
            r" (?:for|of) (?P<of>.+)$"
        ),
        r"department of \g<of>",
    ),
)


@lru_cache(maxsize=65536)
def spoken(text: str) -> str:
    """A name in plain words with acronyms, offices and old names written out."""
    words = re.sub(r"^(?:the |rt hon |right honourable )+", "", plain(text))
    words = KNOWN_AS.get(words, words)
    for office, body in OFFICES:
        words = office.sub(body, words)
    words = KNOWN_AS.get(words, words).replace("constabulary", "police")
    return re.sub(
        r"\bnhs eng\w*(?: and nhs (?:improvement|imp)\b)?|\bnhs and improvement\b|\bnhse(?: i)?\b",
        "nhscommissioningboard",
        words,
    )


@lru_cache(maxsize=65536)
def kind_of(text: str) -> str:
    """The coarse kind a name shows ("police", "council"), ``""`` when it shows none."""
    words = spoken(text)
    return next((kind for kind, pattern in KINDS if pattern.search(words)), "")


@lru_cache(maxsize=65536)
def alike(one: str, other: str) -> Likeness | None:
    """How like two names are, or ``None`` when they can hardly be of the same body."""
    left, right = spoken(one), spoken(other)
    if not left or not right:
        return None
    a, b = loose_words(left), loose_words(right)
    if left == right or (a and a == b):
        same_words = plain(one) == plain(other)
        return Likeness(
            0.97 if same_words else 0.95,
            "the same name" if same_words else "the same name, written otherwise",
        )
    if _initials(left, right) or _initials(right, left):
        return Likeness(0.9, "one is the initials of the other")
    kinds = kind_of(one), kind_of(other)
    if JUSTICE.search(left) and JUSTICE.search(right):
        return Likeness(0.8, "prisons are answered for by their service and its ministry")
    if kinds[0] and kinds[1] and kinds[0] != kinds[1]:
        return None
    return _by_words(frozenset(a), frozenset(b), " ".join(a), " ".join(b))


def _initials(short: str, full: str) -> bool:
    """Is ``short`` one word made of the first letters of ``full``, small words counted or not?"""
    if " " in short or not 2 <= len(short) <= 7:
        return False
    words = full.split()
    if len(words) < 2:
        return False
    every = "".join(word[0] for word in words)
    telling = "".join(word[0] for word in words if word not in ("of", "for", "and", "the", "in", "on", "nhs"))
    with_nhs = "".join(word[0] for word in words if word not in ("of", "for", "and", "the", "in", "on"))
    if short in (every, telling, with_nhs):
        return True
    # "MHRA" leaves out the p of products: one telling word may be left out of a longer acronym.
    if len(short) < 4:
        return False
    return every.startswith(short) or telling.startswith(short) or _one_left_out(short, with_nhs)


def _one_left_out(short: str, full: str) -> bool:
    return len(full) == len(short) + 1 and any(full[:i] + full[i + 1 :] == short for i in range(1, len(short)))


def _by_words(a: frozenset[str], b: frozenset[str], left: str, right: str) -> Likeness | None:
    if not a or not b:
        return None
    small, large = (a, b) if len(a) <= len(b) else (b, a)
    telling = small - GENERIC
    if telling and _contained(small, large):
        return Likeness(0.85, "one name is part of the other")
    ratio = max(fuzz.ratio(left, right), fuzz.token_sort_ratio(left, right))
    if ratio >= 88 and _typing_errors_only(a, b):
        return Likeness(0.88, "the same name but for typing errors")
    shared = {word for word in a if _near(word, b)} - GENERIC
    if telling and shared and len(shared) >= 0.6 * max(len(a - GENERIC), len(b - GENERIC)):
        whole = len(shared) > 1 and _contained(a - GENERIC, b) and _contained(b - GENERIC, a)
        return Likeness(SHARED if whole else 0.7, "the telling words of the names are shared")
    if not telling and len(small) > 1 and _contained(small, large):
        return Likeness(0.55, "a general name that is part of the other")
    return None


def _near(word: str, words: frozenset[str]) -> bool:
    if word in words or word.removesuffix("shire") in words or f"{word}shire" in words:
        return True
    return len(word) >= 5 and any(fuzz.ratio(word, one) >= 82 for one in words)


def _contained(small: frozenset[str], large: frozenset[str]) -> bool:
    return all(_near(word, large) for word in small)


def _typing_errors_only(a: frozenset[str], b: frozenset[str]) -> bool:
    """Every word of each has a near one in the other: "North"/"South" are different words, not errors."""
    return _contained(a, b) and _contained(b, a)


@lru_cache(maxsize=65536)
def telling_words(text: str) -> frozenset[str]:
    """The words of a name that few bodies share."""
    return frozenset(loose_words(spoken(text))) - GENERIC


def surely_different(one: str, other: str) -> bool:
    """Are these of different kinds of body (a council, a police force), with no telling word in common?"""
    left, right = spoken(one), spoken(other)
    kinds = kind_of(one), kind_of(other)
    if not kinds[0] or not kinds[1] or kinds[0] == kinds[1]:
        return False
    if JUSTICE.search(left) and JUSTICE.search(right):
        return False
    b = frozenset(loose_words(right))
    return not any(_near(word, b) for word in telling_words(one))
