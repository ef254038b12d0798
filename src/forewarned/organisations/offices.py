"""People in an addressee field: redacted names, private persons, and offices held in a body."""

from __future__ import annotations

import re
from dataclasses import dataclass

from forewarned.organisations.kinds import names_only_a_part
from forewarned.organisations.names import plain, untyped
from forewarned.organisations.wordlists import words_of

_REDACTED = re.compile(r"[\[(<{]?\s*(?:name\s+)?redacted(?:\s+name)?\s*[\])>}]?", re.IGNORECASE)
_HONORIFIC = re.compile(
    r"(?:the\s+)?(?:rt\.?\s*hon\.?|right\s+hono?u?rable|hon\.?|mr|mrs|ms|miss|mx|dr|prof|professor|sir|"
    r"dame|lord|lady|cllr|"
    r"councillor|baroness|baron|reverend|rev|dcc|acc|pc|ds|di|dci|insp|inspector|supt|superintendent|sgt|"
    r"lt|col|colonel|general|"
    r"captain|capt|commander|cdr|major|brigadier)\b\.?\s*",
    re.IGNORECASE,
)
_POSTNOMINAL = re.compile(r"[\s,]+(?:MP|QC|KC|CBE|OBE|MBE|QPM|KBE|DBE|FRCP|FRCPsych|MD|PhD|MS|AM|MSP)\b\.?")
_NAME_WORDS = re.compile(r"(?:[A-Z](?:[a-zé'\-]+|\.)?(?:[A-Z][a-z]+)?\s*){1,4}")

_RANK = (
    r"chief executive(?: officer)?s?|chief constables?|chief officers?|chief operating officer|"
    r"chief fire officer|chief nurse|"
    r"chief medical officer|chief inspector|chief coroner|chief of staff|chief clinical officer|chief pharmacist|"
    r"group chief executive(?: officer)?|interim chief executive(?: officer)?|acting chief executive(?: officer)?|"
    r"ceo|coo|cmo|managing director|executive director|medical director|(?:joint |interim |deputy |"
    r"assistant |national |regional |"
    r"executive |associate |strategic |corporate |clinical |group )?(?:medical |clinical |"
    r"nursing )?director(?:-general| general)?|"
    r"(?:deputy |vice )?president|(?:vice[- ])?chair(?:man|woman|person)?|governor|governing governor|"
    r"head(?:teacher| teacher| master|master)?|"
    r"principal|vice[- ]chancellor|company secretary|general secretary|(?:the )?secretary|commissioner|leader|mayor|"
    r"(?:registered |general |practice |senior |compliance |operations |service |home |care |area |"
    r"regional |policy and commissioning |"
    r"commissioning |occupational safety |health and safety |property |legal |risk |quality |business |"
    r"contract |site |ward |centre |unit )*managers?|"
    r"(?:lead |senior |consultant |duty )?(?:gp|partner|partners|consultant psychiatrist|consultant|"
    r"psychiatrist|solicitor|"
    r"coordinator|officer|engineer|highway engineer|highways engineer|lead|owner|proprietor|owners|"
    r"proprietors|clerk|curator|trustees?|directors?|"
    r"administrator|superintendent|inspector|solicitors|surveyor|architect)|"
    r"responsible (?:person|officer|individual)|nominated individual|practitioners|doctors"
)
_OFFICE = re.compile(
    rf"(?:the\s+)?(?:office of (?:the )?)?(?:{_RANK})"
    r"(?:\s+(?:and|&)\s+(?:[\w']+\s+){0,3}(?:" + _RANK + r"))?"
    r"(?P<of>\s+(?:of|for|at|to|with|from)\s+(?:the\s+)?|\s*[,:\-]\s*(?:the\s+)?|\s+)(?P<body>\S.*)$",
    re.IGNORECASE,
)
_ONLY_OFFICE = re.compile(
    rf"(?:the\s+)?(?:office of (?:the )?)?(?:{_RANK})(?:\s+(?:and|&|for|of|in|to)\s+(?P<of>[a-z&,' ]+))?\s*",
    re.IGNORECASE,
)
_TRAILING_OFFICE = re.compile(
    rf"^(?P<body>.+?)(?:\s*[,:\-(]\s*|\s+)(?:the\s+|its\s+)?(?:{_RANK}|legal (?:team|department|services)|"
    rf"inquests? team)\s*\)?$",
    re.IGNORECASE,
)
_ENDS_IN_OFFICE = re.compile(
    r"\b(?:lead|manager|officer|director|engineer|co-?ordinator|secretary|advis[eo]r|president|chairman|"
    r"chair|inspector|surveyor|"
    r"headteacher|governor|chief executive|ceo|nurse|psychiatrist|consultant|solicitor|practitioner)$",
    re.IGNORECASE,
)
_FOR_ATTENTION = re.compile(
    r"^(?:f\.?a\.?o\.?|for the attention of|attention|attn|c/o|care of|copied? to|cc|copy)[:\s]+", re.IGNORECASE
)

# Ministers are named by their subject; the department that has the subject answers.
_SUBJECTS: tuple[tuple[str, str], ...] = (
    (r"\bwales\b|\bwelsh\b", "body:welsh-government"),
    (r"prison|probation|justice|courts|sentencing|victims", "body:ministry-of-justice"),
    (r"crime|polic|\bhome\b|security|immigration|border|asylum|safeguarding|passport|fire|domestic abuse|extremism",
     "body:home-office"),
    (r"business|industr|trade|consumer|enterprise|small business", "body:department-for-business-and-trade"),
    (r"energy|climate|net zero", "body:department-for-energy-security-and-net-zero"),
    (r"work and pension|employment|disab|welfare|pensions", "body:department-for-work-and-pensions"),
    (r"school|child|educat|universit|famil|skills|apprentice", "body:department-for-education"),
    (r"transport|road|aviation|rail|maritime|shipping|highways", "body:department-for-transport"),
    (r"housing|communit|levelling|building safety|local government|homeless|planning",
     "body:ministry-of-housing-communities-and-local-government"),
    (r"health|care|patient|suicide|mental|nhs|maternity|women", "body:department-of-health-and-social-care"),
    (r"defence|veteran|armed forces", "body:ministry-of-defence"),
    (r"environment|food|rural|farming|water|animal", "body:department-for-environment-food-and-rural-affairs"),
    (r"culture|sport|digital|media|tourism|civil society|gambling|loneliness|youth",
     "body:department-for-culture-media-and-sport"),
    (r"science|technology|innovation|online safety|artificial",
     "body:department-for-science-innovation-and-technology"),
    (r"foreign|overseas|commonwealth", "body:foreign-commonwealth-and-development-office"),
    (r"exchequer|treasury", "body:hm-treasury"),
    (r"northern ireland", "body:northern-ireland-office"),
)  # fmt: skip
_SUBJECT_PATTERNS = tuple((re.compile(words), key) for words, key in _SUBJECTS)
_MINISTER = re.compile(
    r"^(?:the )?(?:parliamentary )?(?:under )?(?:secretary of state|sos|s of s|"
    r"minister(?:s)?(?: of state)?|secretary state|undersecretary|"
    r"secretaries of state|minister of state)(?: (?:at the|at|for the|for|of the|of|"
    r"with responsibility for|in charge of|responsible for|to the))? (?P<subject>.+)$"
    r"|^(?:the )?(?P<before>.+?) (?:minister|secretary)$"
)


_NOT_A_SUBJECT = re.compile(
    r"\b(?:nhs|trust|council|police and|redacted|executive|company|club|royal college|surgery)\b"
)


@dataclass(frozen=True, slots=True)
class Stripped:
    """What is left of a text after a person or office at either end is taken off, and what was taken."""

    rest: str
    taken: str
    linked: bool = True  # by "of", "at", a comma … and not by mere neighbourhood


def is_redacted(text: str) -> bool:
    """Is the whole text a redaction mark ("[REDACTED]", "REDACTED and REDACTED")?"""
    left, found = _REDACTED.subn(" ", text)
    return found > 0 and not re.sub(
        r"\b(?:and|the|dr|mr|mrs|ms|professor|sir|dame|lady|lord)\b|[\W_]", "", left, flags=re.I
    )


def has_redaction(text: str) -> bool:
    """Is some of the text a redaction mark?"""
    return bool(_REDACTED.search(text))


def without_redactions(text: str) -> str:
    """``text`` without redaction marks and the punctuation around them."""
    return re.sub(r"^[\s,.;:\-]+|[\s,;:\-]+$", "", _REDACTED.sub(" ", untyped(text)))


def strip_person(text: str) -> Stripped | None:
    """Take an honorific and personal name off the front ("Rt Hon Ann Other MP, Minister for X")."""
    match = _HONORIFIC.match(text)
    if not match:
        return None
    end = match.end()
    while again := _HONORIFIC.match(text, end):
        end = again.end()
    name = _NAME_WORDS.match(text, end)
    if not name:
        return None
    rest = text[name.end() :]
    rest = _POSTNOMINAL.sub("", rest, count=1) if _POSTNOMINAL.match(rest) else rest
    if rest.strip() and not re.match(r"\s*[,:\-(]", rest):
        return None
    return Stripped(rest.strip(" ,:-()"), text[: name.end()].strip())


def is_person(text: str, first_names: frozenset[str]) -> bool:
    """Is the whole text a private person's name?"""
    bare = _POSTNOMINAL.sub("", text).strip()
    stripped = strip_person(text)
    if stripped is not None:
        return not stripped.rest
    words = bare.split()
    if bare != text.strip() and 2 <= len(words) <= 4 and _NAME_WORDS.fullmatch(bare):
        return True  # "Quillon Farthingale MP"
    if not 2 <= len(words) <= 4 or not all(
        word[:1].isupper() and word.replace("-", "").replace("'", "").isalpha() for word in words
    ):
        return bool(
            re.match(r"^(?:the )?(?:family|parents?|mother|father|son|daughter|wife|husband) of\b", plain(text))
        )
    return words[0].lower() in first_names


def strip_office(text: str) -> Stripped | None:
    """Take an office off the front ("Chief Executive of X", "The Governor, HMP X") or the end ("X, Director")."""
    text = _FOR_ATTENTION.sub("", text)
    if words_of("office").isdisjoint(plain(text).split()):
        return None
    match = _OFFICE.match(text)
    if match:
        return Stripped(
            match["body"].strip(" ,:-"), text[: match.start("body")].strip(" ,:-"), bool(match["of"].strip())
        )
    match = _TRAILING_OFFICE.match(text)
    if match:
        taken = text[match.end("body") :]
        return Stripped(match["body"].strip(" ,:-("), taken.strip(" ,:-()"), bool(re.match(r"\s*[,:(\-]", taken)))
    return None


def is_only_office(text: str) -> bool:
    """Is the text an office with no body named ("Compliance Manager")?"""
    bare = text.strip(" ,.:-")
    if plain(bare) in ("secretary of state", "minister", "minister of state", "the minister"):
        return True
    only = _ONLY_OFFICE.fullmatch(bare)
    if only:
        return not only["of"] or names_only_a_part(only["of"])
    return len(bare.split()) <= 6 and bool(_ENDS_IN_OFFICE.search(bare))


def without_attention(text: str) -> str:
    """``text`` without a leading "FAO", "c/o" and the like."""
    return _FOR_ATTENTION.sub("", text)


# The officers of a country's government; England's are those of the United Kingdom's department.
_OVER_A_COUNTRY = re.compile(
    r"^(?:the )?(?:office of (?:the )?)?(?:(?:deputy|interim|acting) )?"
    r"(?P<office>chief (?:medical|dental|nursing|midwifery|pharmaceutical|scientific|veterinary|social care) "
    r"(?:officer|advis[eo]r)|(?:cabinet secretary|(?:deputy )?ministers?|health minister)\b.*?)"
    r" (?:for |of |in |to )?(?:the )?(?:government (?:of|in) )?(?P<country>wales|scotland|england)$"
)
_GOVERNMENTS = {
    "wales": "body:welsh-government",
    "scotland": "body:scottish-government",
    "england": "body:department-of-health-and-social-care",
}


def government_of(text: str) -> str | None:
    """Key of the government whose office-holder over a country is named ("Chief Medical Officer for Wales")."""
    match = _OVER_A_COUNTRY.match(plain(text))
    if not match or (match["country"] == "england" and not match["office"].startswith("chief ")):
        return None
    return _GOVERNMENTS[match["country"]]


def minister_subject(text: str) -> str:
    """The subject of a minister's office ("Secretary of State for Transport" -> "transport"), or ""."""
    match = _MINISTER.match(plain(text))
    return re.sub(r"^(?:dept|department) (?:of|for) ", "", match["subject"] or "") if match else ""


def department_of(text: str) -> str | None:
    """Key of the department whose minister is named by subject, or None ("Minister of State for Prisons")."""
    words = plain(text)
    match = _MINISTER.match(words)
    if not match:
        return None
    return subject_of_state(match["subject"] or match["before"])


def subject_of_state(subject: str) -> str | None:
    """Key of the department that has ``subject``, or None."""
    subject = plain(subject)
    if len(subject.split()) > 12 or _NOT_A_SUBJECT.search(subject):
        return None
    for pattern, key in _SUBJECT_PATTERNS:
        if pattern.search(subject):
            return key
    return None
