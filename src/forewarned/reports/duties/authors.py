"""Who a document's name says it is from, and whether its words name a body at all."""

from __future__ import annotations

import re
from collections.abc import Sequence

from forewarned.reports.duties.naming import (
    DATE,
    NOISE,
    DocumentName,
    is_person_word,
    is_response_word,
    plain,
)

BODY_WORDS = re.compile(
    r"\b(?:nhs\w*|trusts?|councils?|groups?|limited|ltd|plc|llp|hospitals?|services?|police|constabulary|colleges?|boards?"
    r"|icbs?|ccgs?|surger(?:y|ies)|cent(?:re|er)|homes?|universit(?:y|ies)|departments?|dept|ministry|associations?"
    r"|directorate|england|wales|health\w*|highways|authority|society|institute|agency|partnership|practice|pharmacy"
    r"|rail|transport|company|hmpps?|noms|hmp|office|commission\w*|foundation|federation|church|school|academy|royal"
    r"|national|care|housing|nursing|clinic|medical|ambulance|fire|prison|government|secretary|minister\w*|defra|dhsc"
    r"|cqc|nice|mhra|gmc|nmc|hse|elft|slam|international|uk|airport|estates|solutions|homecare)\b",
    re.IGNORECASE,
)
# A name with these is a paper on a subject, even where it also names bodies ("Deaths-in-the-NHS").
SUBJECT_WORDS = re.compile(
    r"\b(?:deaths?|treatment|use of|sections?|guidance|policy|policies|review|statistics|data|protocol"
    r"|procedure|minutes|slides|presentation|flowchart|checklist|photographs?|article|news|circular)\b",
    re.IGNORECASE,
)
# What stands between "response" and its author; the site types "ny" for "by" and "form" for "from".
FROM = re.compile(r"\b(?:from|by|form|ny|fom|frm)\b[. ]*", re.IGNORECASE)
ABOUT = re.compile(
    r"\b(?:regarding|re|concerning|in relation to)\b.*$|^for\b.*$"
    r"|\bto (?:the |a |further |hm )*(?:prevention|pfd|reg(?:ulation)? ?28|coroner|report|concerns?)\b.*$",
    re.IGNORECASE,
)
ATTACHMENT = re.compile(
    r"\b(?:action plans?|improvement plans?|letters? to\b.*|(?<!inspection )report|policy|statement"
    r"|dashboard|guidance|exhibits?\b.*|annex\w*\b.*|appendi\w+\b.*|enclosures?\b.*|attachments?\b.*|schedule\b.*)\s*\d*$",
    re.IGNORECASE,
)
LEADING = re.compile(
    r"^(?:(?:joint|further|amended|updated?|additional|supplement(?:al|ary)|second|2nd|first|1st|third|3rd|interim"
    r"|initial|full|narrative|formal|letters?|email|accompanying|covering|cover|\d+)\b[ .,]*)+",
    re.IGNORECASE,
)
THE_FORM = re.compile(
    r"\b(?:pfds?|reg(?:ulation)? ?28|rule 43|prevention of (?:future|further) deaths?(?: reports?)?)\b",
    re.IGNORECASE,
)
TRAILING = re.compile(
    r"(?:[ ,.]+|\b(?:and|joint|letter|update|response\w*|respons|of|the|part|\d{1,2}))+$", re.IGNORECASE
)


def is_body_like(words: str) -> bool:
    """Do these words name a body, rather than a subject or a person?"""
    return bool(BODY_WORDS.search(words)) and not SUBJECT_WORDS.search(words)


def attachment(words: str) -> str:
    """What a response's name ends on when it is a paper sent with one ("action plan"), else ``""``."""
    match = ATTACHMENT.search(clean(words))
    return match.group().strip().lower() if match else ""


def respondent_of(name: DocumentName, deceased: Sequence[str]) -> str:
    """The body a response's name says it is from, readable; ``""`` when it names none.

    Noise (Published, Redacted, dates, numbers of copies), references, the word response and the
    name of the deceased are left out.
    """
    words = clean(name.words)
    tokens = words.split(" ")
    at = next((i for i, token in enumerate(tokens) if is_response_word(token)), None)
    if at is None:
        letter = re.search(r"\b(?:update|letter|email|reply)\b", words, re.IGNORECASE)
        by = FROM.search(words, letter.end()) if letter else None
        return _tidy(words[by.end() :] if by else _without_person(LEADING.sub("", words), deceased))
    before, after = " ".join(tokens[:at]), " ".join(tokens[at + 1 :])
    by = FROM.search(after)
    if by is not None and not ABOUT.search(after[: by.start()]):
        return _tidy(after[by.end() :])
    after = _tidy(_without_person(re.sub(r"^to\b", "", after, flags=re.IGNORECASE), deceased))
    return after or _tidy(_without_person(LEADING.sub("", before), deceased))


def clean(words: str) -> str:
    """Words without dates and without words about the handling of the file."""
    words = DATE.sub(" ", NOISE.sub(" ", words))
    return re.sub(r"\s+", " ", words).strip(" .,;")


def _tidy(words: str) -> str:
    words = THE_FORM.sub(" ", ABOUT.sub("", words.strip()))
    words = ATTACHMENT.sub("", words.strip())
    words = re.sub(r"^(?:(?:the|and|letters?)\b[ .,]*)+", "", words.strip(" .,;()"), flags=re.IGNORECASE)
    words = re.sub(r"(?<=[A-Za-z])\d$", "", TRAILING.sub("", words)).strip(" .,;()")
    words = re.sub(r"\b(?:[A-Za-z]\.){2,}[A-Za-z]?\b", lambda match: match.group().replace(".", ""), words)
    words = re.sub(r"\s+", " ", words)
    return words if len(re.sub(r"[^A-Za-z]", "", words)) >= 2 else ""


def _without_person(words: str, deceased: Sequence[str]) -> str:
    """Words without the name of the deceased, its initials and the site's R mark, unless a body is named."""
    if is_body_like(words) and not any(is_person_word(plain(word), deceased) for word in words.split()[:2]):
        return words
    initials = "".join(part[0] for part in deceased)
    short = initials[:1] + initials[-1:]
    kept = []
    for word in words.split(" "):
        bare = plain(word)
        if len(bare) < 2 or bare in (initials, short) or is_person_word(bare, deceased):
            continue
        kept.append(word)
    return " ".join(kept)
