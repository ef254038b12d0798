"""Words of a matter with their places, without the form's own sentences and without the names of bodies.

Two matters to one trust share that trust's name, and every report shares the form's sentences: neither says that
one fix would answer both. Both are blanked before words are read, so that offsets into the matter hold.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache

_WORD = re.compile(r"[A-Za-z][A-Za-z0-9]*(?:['’][a-z]+)?")
_SENTENCE_END = re.compile(r"(?<=[.;:?!])\s+|\s*\n\s*\n\s*|\s+(?=\(?[a-z0-9]{1,3}[.)]\s)")

# Sentences of the printed form (Chief Coroner's Guidance No. 5, template) and of inquests as such.
_FORM = re.compile(
    r"""during\ the\ (?:course\ of\ the\ )?(?:inquest|investigation)s?,?\ (?:the|my)\ (?:evidence|inquiries)
            [^.:;]{0,40}?\ revealed\ (?:a\ )?(?:(?:the\ )?following\ )?matters?
            \ (?:giving\ rise\ to|causing)\ (?:a\ )?concern\b
        |(?:although[^.]{0,90}?,\ )?in\ my\ opinion,?\ there\ is\ a\ risk\ that\ future\ deaths
            \ (?:will|could|may)\ occur(?:\ unless\ action\ is\ taken)?
        |in\ the\ circumstances,?\ it\ is\ my\ (?:statutory\ )?duty\ to\ report
            \ (?:(?:this|these\ concerns|them)\ )?to\ you
        |the\ matters?(?:\(s\))?\ of\ concern\ (?:is|are)\ as\ follows
        |\[?\(?brief\ summary\ of\ matters\ of\ concern\)?\]?
        |regulation\ 28\ .{1,3}\ after\ inquest\ (?:document\ )?template\ updated\ [\d/]+
        |(?:the\ )?(?:inquest|court|jury|coroner)\ (?:has\ |was\ )?(?:also\ )?(?:heard|told)
            (?:\ (?:in\ )?evidence)?(?:\ that)?\b
        |\bi\ (?:also\ )?(?:heard|was\ told|received)(?:\ in)?(?:\ evidence)?(?:\ that)?
        |(?:the\ )?evidence\ (?:at\ the\ inquest\ )?(?:was|is|revealed|showed|established)\ that
        |i\ (?:am|remain|was)\ (?:(?:also|still|further|therefore)\ )?concerned(?:\ that)?
        |it\ is\ (?:a\ matter\ )?of\ concern(?:\ to\ me)?(?:\ that)?
        |(?:your|the)\ response\ must\ contain\ details\ of\ action\ taken\b[^.]*\.(?:\ otherwise[^.]*\.)?
        |(?:in\ my\ opinion,?\ |i\ consider\ that\ )?(?:urgent\ )?action\ should\ be\ taken\ (?:\w+\ )?to
            \ (?:prevent|reduce)\ [^.]*\.
        |(?:i\ consider\ that\ )?the\ issues\ raised\ in\ this\ case\b[^.]*\.
        |(?:in\ my\ opinion,?\ )?consideration\ should\ be\ given\ (?:as\ )?to\ whether\ any\ steps\ can\ be\ taken
            \ to\ address\ the\ above\ concerns
        |you\ are\ under\ a\ duty\ to\ respond\b[^.]*\.
        |i\ (?:shall|would)\ be\ (?:glad|grateful)\ to\ (?:be\ told|hear|know)\b[^.]*\.
        |i\ am\ functus\ officio\b[^.]*\.
        |you\ may\ make\ representations\ to\ (?:me|the\ coroner)\b[^.]*\.
        |(?:the\ )?chief\ coroner\ may\ publish\b[^.]*\.
        |(?:he|she|the\ chief\ coroner)\ may\ (?:also\ )?send\ a\ copy\ of\ (?:this|the|your)\b[^.]*\.
        |i\ am\ not\ reassured\ that\ necessary\ actions?\ to\ address\ these\ (?:serious\ )?issues
            \ (?:identified\ )?are\ (?:yet\ )?in\ place""",
    re.IGNORECASE | re.VERBOSE,
)
_BODY = re.compile(
    r"(?:\b[A-Z][\w'’-]*,?\s+(?:(?:and|of|the|for|in|&|upon|on)\s+){0,2}){1,8}"
    r"(?:Trusts?|Health\s+Board|Council|Constabulary|Police(?:\s+Service)?|Integrated\s+Care\s+Board)\b"
)
_SUFFIXES = (
    *("ations", "ation", "ating", "ated", "ments", "ment", "ingly", "ings", "ing", "edly", "ied", "ies"),
    *("rrals", "rral", "ness", "ions", "ion", "ate", "ed", "ly", "es", "s"),
)
_KEPT = {"ied": "y", "ies": "y", "rrals": "r", "rral": "r"}


@dataclass(frozen=True, slots=True)
class Word:
    """A stem and where its word stands: ``text[start:end]``."""

    stem: str
    start: int
    end: int


@lru_cache(maxsize=50_000)
def stem(word: str) -> str:
    """A light, deterministic English stem: "assessments", "assessed" and "assessing" become one."""
    word = word.lower().replace("’", "'")
    word = word.removesuffix("'s")
    for suffix in _SUFFIXES:
        left = len(word) - len(suffix)
        if left >= 3 and word.endswith(suffix) and not word.endswith(("ss", "us", "is")):
            word = word[:left] + _KEPT.get(suffix, "")
            break
    if len(word) > 3 and word[-1] == word[-2] and word[-1] not in "aeiouslz":
        word = word[:-1]
    return word[:-1] if len(word) > 4 and word.endswith("e") else word


def _blank(match: re.Match[str]) -> str:
    return " " * (match.end() - match.start())


def bare(text: str) -> str:
    """``text`` at its own length with the form's sentences and bodies' names blanked."""
    spaced = re.sub(r"\s", " ", text)
    return _BODY.sub(_blank, _FORM.sub(_blank, spaced))


def words_of(text: str, blanked: str = "") -> tuple[Word, ...]:
    """Stems of a matter in order, with offsets into ``text`` itself. ``blanked``: ``bare(text)``, if at hand."""
    found = _WORD.finditer(blanked or bare(text))
    return tuple(Word(stem(one.group()), one.start(), one.end()) for one in found)


def sentences_of(text: str) -> tuple[tuple[int, int], ...]:
    """Sentences and listed points as spans of ``text``; never empty for a text that has a word."""
    spans, start = [], 0
    for gap in _SENTENCE_END.finditer(text):
        if gap.start() - start >= 25:
            spans.append((start, gap.start()))
            start = gap.end()
    if start < len(text):
        spans.append((start, len(text)))
    return tuple(spans)
