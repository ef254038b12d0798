"""The day a person died, in one sentence: what says so, how surely, and what only looks like it.

A date near a word of death is often another: of the inquest into it, of what led to it, of somebody else's death.
Scores: 0.85 and more only for words that say that the death itself was on that day; less for the day of an act or of a
finding, which a death may follow.
"""

from __future__ import annotations

import re

from forewarned.lessons.facts.dates import DateFound, find_dates
from forewarned.lessons.facts.passages import Sentence

ACT = 0.75
"""The day of an act, a blow or a finding: the death may have come later."""
DIED_ON = 0.85
_RELATIVE = (
    r"(?:mother|father|parents?|brother|sister|sibling|wife|husband|partner|son|daughter|friend|uncle|aunt|grand\w+|"
    r"another \w+|other \w+|cousin|boyfriend|girlfriend|step\w+|family member|relative|neighbour|colleague|cell ?mate)"
)
_SOMEBODY = r"prisoners?|patients?|residents?|inmates?|detainees?|service users?|people|pupils?|students?"
OTHER_PERSON = re.compile(
    rf"\b{_RELATIVE}\s+(?:(?:had|has|who|then|also|sadly|later)\s+){{0,3}}(?:died|passed|death)"
    rf"|\b(?:an?|another|two|three|four|\d+)\s+(?:\w+\s+)?(?:{_SOMEBODY})\s+(?:\w+\s+)?(?:died|passed|took)",
    re.I,
)
_NO_ACT = r"(?!\s+(?:attempts?|risk|notes?|prevention|ideation|plans?|thoughts?|watch|bid)\b)"
_HIMSELF = r"(?:(?:killed|hanged|hung|shot|drowned|suspended) (?:him|her|them)sel\w+|took (?:his|her|their) own life)"
_ACTED = re.compile(_HIMSELF)
_NOUNS = ("death", "demise", "suicide")
_WORD = re.compile(
    rf"\b(?:dod|d\.o\.d|died|dies|passed away|death|suicide{_NO_ACT}|demise|extinct|pronounced|(?:confirmed|certified|"
    rf"verified|recognised|declared)[^.;]{{0,30}}(?:dead|deceased)|found|discovered|{_HIMSELF}|killed|fatal\w*)\b",
    re.I,
)
"""The last of these before a date is what the date may be of."""
# Words that end just before the date, the surest first.
_BEFORE: tuple[tuple[re.Pattern[str], float], ...] = (
    (
        re.compile(
            r"\b(?:dod|d\.o\.d\.?|date of death|death occurred|died)\s*(?:was|is)?\s*[:–-]?\s*(?:on|at|"
            r"in)?\W*(?:the\s+)?$",
            re.I,
        ),
        0.97,
    ),
    (
        re.compile(
            rf"\b(?:died|dies|passed away|death|suicide{_NO_ACT}|demise)\b[^.;]{{0,25}}?\bon(?: or (?:around|about))?"
            r"(?: the| \w+day)*[\s,]*$",
            re.I,
        ),
        0.95,
    ),
    (
        re.compile(
            r"\b(?:his|her|their|the deceased's|'s|s') death (?:at|in) [^.;]{0,60}\bon(?: the| \w+day)*\s*$", re.I
        ),
        0.9,
    ),
    (re.compile(r"\b(?:his|her|their|the deceased's|'s|s') death in\s+$", re.I), 0.9),
    (
        re.compile(
            r"\b(?:died|passed away|life extinct|pronounced|(?:confirmed|certified|verified|recognised|"
            r"declared)[^.;]{0,30}"
            r"(?:dead|deceased)|death (?:was )?(?:confirmed|certified|verified|pronounced|declared))\b[^;]{0,110}$",
            re.I,
        ),
        0.85,
    ),
    (
        re.compile(rf"\b(?:{_HIMSELF}|(?:was|were) (?:[\w ]{{0,25}} )?killed)\b[^;]{{0,90}}\bon\b[^;]{{0,25}}$", re.I),
        ACT,
    ),
    (
        re.compile(
            r"\b(?:found|discovered)\b[^;]{0,40}\b(?:dead|deceased|hanging|hanged|lifeless|unresponsive|suspended|"
            r"drowned)\b[^;]{0,80}$",
            re.I,
        ),
        0.7,
    ),
    (re.compile(r"\bfatal(?:ly injured| injuries)\b[^;]{0,80}\bon\b[^;]{0,25}$", re.I), 0.7),
)
_AFTER = re.compile(
    r"^[^;]{0,160}?\b(?:died|passed away|was pronounced (?:dead|deceased)|took (?:his|her|their) own life|"
    r"(?:killed|hanged) (?:him|her|them)sel|(?:found|discovered) (?:dead|deceased|hanging|hanged)|life (?:was |being )?"
    r"(?:\w+ )?extinct|(?:was|were) killed|(?:confirmed|certified|declared|verified) (?:dead|deceased)|"
    r"death was (?:confirmed|pronounced|certified|verified|declared|recognised))",
    re.I,
)
_FOUND = re.compile(r"\bfound\b[^;,]{0,80}\bon\b[^;,]{0,20}$", re.I)
_HAVING = re.compile(r"^[^;.\d]{0,60}\bhaving (?:died|taken (?:his|her|their) own life|hanged (?:him|her)self)", re.I)
_DIED_AFTER = re.compile(
    r"^\s?,?\s*(?:(?!and\b|when\b|after\b|who\b|before\b|then\b|following\b)[\w'.()\[\]-]+,?\s+){0,6}?"
    r"(?:died|passed away)\b(?!\s+(?:after|following))",
    re.I,
)
"""The clause says hardly more than who died: no other doing stands between the date and the death."""
_TIME = r"(?:at (?:about |around |approximately )?\d{1,2}[.:]?\d{0,2}\s?(?:hours|hrs|[ap]\.?m\.?)? )"
_ON = re.compile(
    r"(?:^|[\n,:(\"“]|\b(?:when|where|that|until|and|but|indicating))"
    rf"\W*(?:\d+\W+)?{_TIME}?\b(?:in|on)\b[^,;]{{0,30}}$",
    re.I,
)
_INQUEST = re.compile(r"\b(?:inquests?|investigations?)\b", re.I)
_NOT_OF_DEATH = re.compile(
    r"\b(?:open(?:ed|ing)|conclu\w+|commenc\w+|resum\w+|heard|hearings?|inquests?|adjourn\w*|began|beg[iu]n\w*|start\w*|"
    r"held|listed|investigat\w+|review\w*|report\w*|contact|referred|post[- ]mortem|funeral|that\s+(?:on|in))\b",
    re.I,
)
"""Between the word of death and the date: the date is of the inquest, or of what led to the death."""
_LEADING_TO_DEATH = re.compile(
    r"\b(?:after|following|collision|accident|incident|rtc|sustained|fell|fall|struck|admitted|admission|assault\w*|"
    r"injured)\b",
    re.I,
)
"""Between "died of" or "died after" and the date: the day may be of that. Not so where the place of death is said."""
_AT_ONCE = re.compile(
    r"\b(?:at|on) (?:the )?scene\b|\bat scene\b|\bhospital\b|\bat h(?:is|er) home\b|\bon the carriageway\b", re.I
)
_EARLIER = re.compile(r"\b(?:prior to|before|preceding|since|up to)\s+(?:\S+\s+){0,3}$", re.I)
_JUST_ON = re.compile(r"^\s*(?:on|in)(?:\s+(?:the|\w+day))*\s*$", re.I)
_INTO = re.compile(r"\b(?:into|touching|concerning|regarding)\s+(?:\S+\s+){0,3}$", re.I)
_TRIED = re.compile(r"\b(?:attempt\w*|tried|threaten\w*|risk of|thoughts? of|previous\w*)\b[^.;,]{0,25}$", re.I)
_WOULD_HAVE = re.compile(r"\b(?:would|might|could|may)\s+(?:not\s+|never\s+)?have\s+$", re.I)


def death_score(sentence: Sentence, when: DateFound) -> float:
    """How surely the date is the day of the death that the report is of; 0 where nothing says so."""
    before, after = sentence.text[: when.start], sentence.text[when.end :]
    if OTHER_PERSON.search(sentence.text):
        return 0.0
    score = _said_before(before, after)
    # "On 3 May 2019 I commenced … the death of X who died …": the date that opens the clause is not the death's.
    opens = not score and _ON.search(before) is not None and _AFTER.search(after) is not None
    if not score and _FOUND.search(before) and _HAVING.search(after):
        score = ACT
    elif opens and not _INQUEST.search(after[:160]) and not find_dates(after[:120]):
        score = DIED_ON if _DIED_AFTER.search(after) else ACT
    return max(0.0, score - 0.1 * (when.day == 0) - 0.15 * (sentence.section == "concerns"))


def _said_before(before: str, after: str) -> float:
    """By the words before the date: the surest cue, unless they show that the date is of something else."""
    score = next((score for cue, score in _BEFORE if cue.search(before)), 0.0)
    word = next(reversed(list(_WORD.finditer(before))), None)
    if not score or word is None:
        return score
    between, leading, said = before[word.end() :], before[: word.start()], word[0].lower()
    if _NOT_OF_DEATH.search(between) or (_WOULD_HAVE.search(leading) and not _JUST_ON.match(between)):
        return 0.0
    if said in _NOUNS:
        if _EARLIER.search(leading) and not _JUST_ON.match(between):
            return 0.0
        # "an inquest into the death of X on 5 May": the inquest's day, or the death's; nobody can tell.
        if _INTO.search(leading) and not after.startswith(" of "):
            return 0.0
    if (said == "suicide" or _ACTED.fullmatch(said)) and _TRIED.search(leading):
        return 0.0
    if score < 0.9 and _LEADING_TO_DEATH.search(between) and not _AT_ONCE.search(between):
        return min(score, ACT)
    return score
