"""Verb groups of English sentences by their auxiliaries: what was done, is being done, will be done, is thought about.

No tagger: auxiliaries are a closed class, participles end in -ed or -ing or stand in a list of the irregular ones.
"""
# ruff: noqa: E501  a pattern is one line, to be read beside its name

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache

IRREGULAR = (
    "been begun brought built bought chosen come done drawn driven fallen felt found given gone grown had held hidden kept "
    "known led learnt left lent lost made meant met paid put read rewritten risen run said seen sent set shown shut "
    "sought spent spoken sped split spread stood stopped taken taught thought told undertaken understood undergone "
    "upheld withdrawn won written rebuilt overseen drawn held cut"
)
IRREGULAR_PAST = (
    "began brought built bought chose came did drew drove felt found gave went grew held kept knew led left lost made meant "
    "met paid put ran rose said saw sent set showed sought spent spoke stood took taught thought told undertook wrote "
    "understood upheld oversaw"
)
BASE_OF = dict(
    pair.split(":")
    for pair in (
        "been:be begun:begin began:begin brought:bring built:build bought:buy chosen:choose chose:choose came:come "
        "done:do did:do drawn:draw drew:draw driven:drive drove:drive fallen:fall fell:fall felt:feel found:find "
        "given:give gave:give gone:go went:go grown:grow grew:grow had:have held:hold hidden:hide kept:keep known:know "
        "knew:know learnt:learn left:leave lent:lend lost:lose made:make meant:mean met:meet paid:pay rewritten:rewrite "
        "risen:rise rose:rise ran:run said:say seen:see saw:see sent:send shown:show sought:seek spent:spend "
        "spoken:speak spoke:speak sped:speed stood:stand taken:take took:take taught:teach thought:think told:tell "
        "undertaken:undertake undertook:undertake understood:understand undergone:undergo upheld:uphold "
        "withdrawn:withdraw won:win written:write wrote:write rebuilt:rebuild overseen:oversee oversaw:oversee"
    ).split()
)
"""Irregular forms and the verb they belong to, so that undertook, undertaken and undertake are one verb."""
ADVERBS = (
    r"(?:(?:also|now|already|recently|since|subsequently|currently|not|never|always|all|both|either|fully|further|"
    r"immediately|jointly|regularly|therefore|then|thus|just|yet|still|only|soon|shortly|formally|[a-z]+ly)\s+){0,3}"
)
PARTICIPLE = rf"(?:(?:re-?)?(?:{'|'.join(IRREGULAR.split())})|[a-z-]{{2,}}ed)\b"
PAST = rf"(?:{'|'.join(IRREGULAR_PAST.split())}|[a-z-]{{2,}}ed)\b"
GERUND = r"(?!(?:during|nothing|something|anything|everything|morning|evening|king)\b)[a-z-]{2,}ing\b"
BASE = r"[a-z][a-z-]+\b"
SUBJECT = (
    r"(?:\b(?:we|i|they|which|who|and|also|then|it|team|trust|council|board|service|government|department|college|"
    r"constabulary|force|agency|commission|company|university|practice|group|officers?|directors?|staff|he|she)"
    r"|(?-i:\b[A-Z]{2,}[a-z]?))\s+"
)

PATTERNS: tuple[tuple[str, str], ...] = (
    ("perfect_progressive", rf"\b(?:have|has|’ve|'ve)\s+{ADVERBS}been\s+{ADVERBS}(?P<verb>{GERUND})"),
    ("perfect_passive", rf"\b(?:have|has|’ve|'ve)\s+{ADVERBS}been\s+{ADVERBS}(?P<verb>{PARTICIPLE})"),
    ("perfect", rf"\b(?:have|has|’ve|'ve)\s+{ADVERBS}(?P<verb>{PARTICIPLE})"),
    ("pluperfect", rf"\bhad\s+{ADVERBS}(?:been\s+{ADVERBS})?(?P<verb>{PARTICIPLE})"),
    ("modal_perfect", rf"\b(?:would|could|should|might|may|must|to)\s+{ADVERBS}have\s+{ADVERBS}(?P<verb>{PARTICIPLE})"),
    ("future_passive", rf"\b(?:will|shall|’ll|'ll|is to|are to|due to|going to)\s+{ADVERBS}be\s+{ADVERBS}(?P<verb>{PARTICIPLE})"),
    ("future_progressive", rf"\b(?:will|shall|’ll|'ll)\s+{ADVERBS}be\s+{ADVERBS}(?P<verb>{GERUND})"),
    ("future", rf"\b(?:will|shall|’ll|'ll|going to)\s+{ADVERBS}(?P<verb>{BASE})"),
    ("plan", r"\b(?:plans?|intends?|aims?|proposes?|intention|committed|commits?|agreed|aiming|planning|intending|proposing)"
             rf"(?:\s+is)?\s+to\s+{ADVERBS}(?P<verb>{BASE})"),
    ("scheduled", rf"\b(?:is|are|was|were)\s+{ADVERBS}(?P<verb>scheduled|planned|due|expected|intended|anticipated|proposed)\b"),
    ("progressive_passive", rf"\b(?:is|are|am|’re|'re)\s+{ADVERBS}being\s+{ADVERBS}(?P<verb>{PARTICIPLE})"),
    ("progressive", rf"\b(?:is|are|am|’re|'re|’m|'m)\s+{ADVERBS}(?P<verb>{GERUND})"),
    ("past_progressive", rf"\b(?:was|were)\s+{ADVERBS}(?P<verb>{GERUND})"),
    ("past_passive", rf"\b(?:was|were)\s+{ADVERBS}(?:being\s+)?(?P<verb>{PARTICIPLE})"),
    ("present_passive", rf"\b(?:is|are)\s+{ADVERBS}(?P<verb>{PARTICIPLE})"),
    ("modal_passive", rf"\b(?:can|could|would|should|may|might|must)\s+{ADVERBS}be\s+{ADVERBS}(?P<verb>{PARTICIPLE})"),
    ("modal", rf"\b(?:can|could|would|should|may|might|must|cannot)\s+{ADVERBS}(?P<verb>{BASE})"),
    ("continue", r"\b(?P<verb>continues?|continuing|remains?)\b"),
    ("underway", r"\b(?P<verb>underway|under way|under review|in progress|ongoing|in train|under development)\b"),
    ("past", rf"{SUBJECT}{ADVERBS}(?P<verb>{PAST})"),
    ("past", rf"\b(?P<verb>{PAST})\s+(?=(?:the|a|an|our|its|their|this|these|all|new|further|additional)\b)"),
    ("be_past", r"\b(?P<verb>was|were|had)\b"),
    ("be", r"\b(?P<verb>is|are|has|have|am)\b"),
)  # fmt: skip
_ALL = re.compile(
    "|".join(f"(?P<g{i}>{p.replace('?P<verb>', f'?P<v{i}>')})" for i, (_, p) in enumerate(PATTERNS)), re.I
)
NEGATIVE = re.compile(r"\b(?:not|never|no longer|cannot|no)\b", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class VerbGroup:
    """One verb group: ``kind`` is a name of ``PATTERNS``, ``verb`` its stem, offsets are into the words given."""

    kind: str
    verb: str
    start: int
    end: int
    negated: bool


@lru_cache(maxsize=4096)
def verb_groups(words: str) -> tuple[VerbGroup, ...]:
    """The verb groups of ``words``, left to right, the most telling reading of each place."""
    found = []
    for match in _ALL.finditer(words):
        name = match.lastgroup or ""
        for index, (kind, _) in enumerate(PATTERNS):
            if match.start(f"g{index}") >= 0:
                name = kind
                verb = match.group(f"v{index}")
                found.append(
                    VerbGroup(name, verb_stem(verb), match.start(), match.end(), bool(NEGATIVE.search(match.group())))
                )
                break
    return tuple(found)


def verb_stem(verb: str) -> str:
    """The stem of the verb that a form belongs to: ``undertook`` gives that of ``undertake``."""
    verb = verb.lower()
    return stem(BASE_OF.get(verb, verb))


@lru_cache(maxsize=16384)
def stem(word: str) -> str:
    """A word without its commonest endings: review, reviews, reviewed, reviewing, reviewer are one."""
    word = word.lower().strip("-’'")
    for ending in ("’s", "'s"):
        word = word.removesuffix(ending)
    if len(word) > 5 and word.endswith("ies"):
        return word[:-3] + "y"
    for ending in ("ing", "ed", "es", "s"):
        if len(word) - len(ending) >= 3 and word.endswith(ending) and not word.endswith("ss"):
            word = word[: -len(ending)]
            break
    if len(word) > 3 and word[-1] == word[-2] and word[-1] in "bdgmnprt":
        word = word[:-1]
    return word.removesuffix("e") if len(word) > 3 else word
