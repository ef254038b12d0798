"""Forms of a name: for comparing (``plain``, ``loose``), for keys (``slug``), for reading (``title_case``)."""

from __future__ import annotations

import hashlib
import re
import unicodedata
from functools import lru_cache

_QUOTES = str.maketrans({"’": "'", "‘": "'", "`": "'", "´": "'", "–": "-", "—": "-", "‑": "-", "\xa0": " "})
_APOSTROPHE = re.compile(r"'")
_NOT_WORD = re.compile(r"[^a-z0-9]+")
_INITIALS = re.compile(r"\b(?:[a-z]\.\s?){2,}[a-z]?\b")

# Words that do not tell two bodies apart; the scoring note of the shared data leaves out the same ones.
UNTELLING = frozenset("the of for and in a nhs foundation trust ltd limited plc llp inc".split())

# One written word -> the words it stands for.
_STANDS_FOR: dict[str, tuple[str, ...]] = {
    "dept": ("department",),
    "depart": ("department",),
    "dpt": ("department",),
    "govt": ("government",),
    "ccg": ("clinical", "commissioning", "group"),
    "ccgs": ("clinical", "commissioning", "group"),
    "icb": ("integrated", "care", "board"),
    "ics": ("integrated", "care", "system"),
    "mbc": ("metropolitan", "borough", "council"),
    "hmp": ("hm", "prison"),
    "hmps": ("hm", "prison"),
    "hmyoi": ("hm", "yoi"),
    "healthcare": ("health", "care"),
    "center": ("centre",),
    "saint": ("st",),
    "sos": ("secretary", "state"),
    "hosp": ("hospital",),
    "gps": ("general", "practitioner"),
    "paediatric": ("paediatric",),
    "organization": ("organisation",),
    "lb": ("london", "borough"),
    "ft": ("foundation",),
    "uhb": ("university", "health", "board"),
    "dr": ("dr",),
    "assoc": ("association",),
    "regulation": ("regulatory",),
    "regulator": ("regulatory",),
    "commission": ("commissioning",),
    "sw": ("south", "west"),
    "nw": ("north", "west"),
    "se": ("south", "east"),
    "ne": ("north", "east"),
    **{
        short: (f"{long}shire",)
        for short, long in (
            ("yorks", "york"),
            ("lincs", "lincoln"),
            ("herts", "hertford"),
            ("bucks", "buckingham"),
            ("notts", "nottingham"),
            ("staffs", "stafford"),
            ("lancs", "lanca"),
            ("wilts", "wilt"),
            ("hants", "hamp"),
            ("northants", "northampton"),
            ("cambs", "cambridge"),
            ("beds", "bedford"),
            ("berks", "berk"),
            ("glos", "gloucester"),
            ("leics", "leicester"),
            ("worcs", "worcester"),
            ("warks", "warwick"),
            ("oxon", "oxford"),
            ("derbys", "derby"),
        )
    },
    "pcc": ("police", "crime", "commissioner"),
    "serv": ("service",),
    "svs": ("service",),
    "mgmt": ("management",),
}


def untyped(text: str) -> str:
    """``text`` with typographic quotes, dashes and hard spaces as plain ones; same length as ``text``."""
    return text.translate(_QUOTES)


@lru_cache(maxsize=65536)
def plain(text: str) -> str:
    """Normal form: no case, punctuation or accents, "&" read as "and", one space between words."""
    lowered = unicodedata.normalize("NFKD", untyped(text)).lower()
    lowered = "".join(c for c in lowered if not unicodedata.combining(c)) if not lowered.isascii() else lowered
    lowered = _INITIALS.sub(lambda m: re.sub(r"[.\s]", "", m.group()) + " ", lowered)
    lowered = lowered.replace("his majesty's", "hm").replace("her majesty's", "hm").replace("&", " and ")
    lowered = lowered.replace("his majestys", "hm").replace("her majestys", "hm")
    return _NOT_WORD.sub(" ", _APOSTROPHE.sub("", lowered)).strip()


def _stem(word: str) -> str:
    if len(word) > 4 and word.endswith("ies"):
        return word[:-3] + "y"
    if len(word) > 3 and word.endswith("s") and not word.endswith("ss"):
        return word[:-1]
    return word


@lru_cache(maxsize=65536)
def loose_words(text: str) -> tuple[str, ...]:
    """Telling words of ``text`` in order: singular, abbreviations spelt out, untelling words left out."""
    found: list[str] = []
    for word in plain(text).split():
        for part in _STANDS_FOR.get(word, (word,)):
            if part not in UNTELLING:
                found.append(_stem(part))
    return tuple(found)


@lru_cache(maxsize=65536)
def loose(text: str) -> str:
    """``loose_words`` as one string: equal for names that differ only in untelling words, number and case."""
    return " ".join(loose_words(text))


def slug(text: str) -> str:
    """A stable identifier of a name: its normal form without a leading "the", joined by hyphens.

    At most 140 characters: of a longer one the start and a hash, so that it fits its column on every engine.
    """
    words = plain(text).split()
    whole = "-".join(words[1:] if len(words) > 1 and words[0] == "the" else words)
    return whole if len(whole) <= 140 else f"{whole[:123]}-{hashlib.sha256(whole.encode()).hexdigest()[:16]}"


_SMALL = frozenset("and of the for in on upon at by le with to".split())
_CAPITALS = frozenset("NHS UK BMI CCG ICB HM GP H&J UCL".split())
_WORD = re.compile(r"[^\s\-(]+")


def title_case(shouted: str) -> str:
    """A shouted register name in ordinary capitals: "KING'S LYNN, AND" -> "King's Lynn, and"."""
    first = True

    def one(match: re.Match[str]) -> str:
        nonlocal first
        word, start = match.group(), match.start()
        bare = word.strip(".,()")
        begins, first = first, False
        if bare.upper() in _CAPITALS or any(c.isdigit() for c in bare):
            return word.upper()
        hyphenated = start > 0 and shouted[start - 1] == "-"
        if bare.lower() in _SMALL and (not begins or hyphenated):
            return word.lower()
        head = word[:1].upper() + word[1:].lower()
        return re.sub(r"^(O'|Mc)([a-z])", lambda m: m.group(1) + m.group(2).upper(), head)

    cased = _WORD.sub(one, shouted)
    cased = re.sub(r"\bCCG\b", "Clinical Commissioning Group", cased)
    return re.sub(r"\bICB\b", "Integrated Care Board", cased)
