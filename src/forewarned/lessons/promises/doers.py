"""Who is to do it: another body than the one that answers, where the words of an action say so.

A letter tells of others' actions too ("The Office for … has introduced", "to be finalised by …"). Such an action is shown
but is not the respondent's own: nothing of it is overdue of them. Only what names a body counts, as the subject of the
first verb or as the agent of a passive that is to come; a role or a team ("the Head of Nursing") is the respondent's.
"""
# ruff: noqa: E501  a pattern is one line, to be read beside its name

from __future__ import annotations

import re
from collections.abc import Sequence

from forewarned.lessons.promises.verbs import VerbGroup, stem, verb_groups

WORD = r"[A-Z][\w’'&-]*"
JOIN = rf"(?:\s+(?:of|for|and|the|in|on|&|{WORD}))*"
BODY = (
    r"(?:Council|Constabulary|Police|Agency|Authority|Commission|Commissioner|Inspectorate|Ombudsman|Ministry|"
    r"Integrated Care Board|Health Board|ICB|NHS Improvement|England|Wales|"
    r"Foundation Trust|NHS Trust|Royal College|Home Office|Cabinet Office|Treasury|Parliament|"
    r"(?:Ambulance|Probation|Prison|Prosecution|Rescue|Mediation) Service|Health and Safety Executive|"
    r"Association|Federation|University|National Institute|Office (?:for|of)|College of|"
    r"Department (?:for|of) (?:Health|Transport|Education|Work|Business|Environment|Levelling|Science))"
)
"""What a name must hold to be a body's: a "Department", "Board", "Service" or "Team" alone is mostly a part of one."""
NAMED = rf"(?:{WORD}(?:\s+(?:of|for|and|&|{WORD}))*\s+)??{BODY}\b{JOIN}"
ACRONYM = r"[A-Z][A-Za-z]*[A-Z][A-Za-z]*\b"
OTHERS = (
    r"(?:suppliers?|manufacturers?|contractors?|vendors?|local authorities|trusts|ICBs|integrated care boards|health boards|"
    r"police forces|employers|universities|universities and colleges|GP practices|pharmacies|landlords?)"
)
"""Kinds of other parties, named by what they are: "GP IT suppliers", "all local authorities"."""
RULERS = r"(?:[Tt]he\s+|His Majesty[’']s\s+|HM\s+|UK\s+)*(?:Government|government|Chancellor|Prime Minister|Deputy Prime Minister|Home Secretary|Secretary of State[\w ]*|Ministers)"
_KIND = re.compile(
    rf"(?:^|[,;:]\s+|\bthat\s+)(?P<who>(?:(?!(?i:our|my)\b)[\w’'-]+\s+){{0,4}}{OTHERS})\b(?:\s+[\w’'-]+){{0,7}}\s*$"
)
_SUBJECT = re.compile(
    rf"(?P<who>(?:[Tt]he\s+)?(?:{RULERS}|{NAMED}|{ACRONYM}))(?:\s+\([^()]{{1,40}}\))?(?:,[^,]{{1,80}},)?"
    r"(?:\s+(?:also|now|currently|already|recently|therefore|has|have|will|is|are|\w+ly))*\s*$"
)
_AGENT = re.compile(
    r"\b(?:will|shall|to|should|due to|expected to)\s+(?:also\s+)?(?:be|by)\s+(?:\w+ly\s+)?(?P<verb>\w+)\s+by\s+"
    rf"(?P<who>(?:the\s+)?(?:{RULERS}|{NAMED}|{ACRONYM}))"
)
WITH_HELP = frozenset(
    "supported informed followed accompanied funded approved guided monitored audited assisted joined".split()
)
"""By whom something is backed or looked at is not who does it."""
OBLIGED = frozenset(stem(word) for word in ("required", "mandated", "obliged"))
A_PART = re.compile(
    r"\b(?:Teams?|Groups?|Units?|Committee|Act|Bill|Code|Plan|Policy|Strategy|Programme|Wards?|Hospitals?|Managers?|Leads?|Directorate|Forum|Panel)$"
)
"""What ends so is a part of a body, a place or a paper."""
HEAD_BEFORE = re.compile(
    r"\b(?:of|with|from|by|for|to|at|in|between|and|or|via|on|our|my|through|under|using)\s+$", re.I
)
"""After these a name belongs to another noun ("guidance of NHS England")."""
DEFINED = rf"\((?:the )?[“\"‘']?(?P<short>{ACRONYM})[”\"’']?\)"
GOVERNMENT = re.compile(
    r"\b(?:secretary of state|minister|department (?:for|of)|ministry|home office|cabinet|treasury|government)\b", re.I
)
KINDS: dict[str, str] = dict(
    pair.split(":")
    for pair in (
        "police:police constabulary:police force:police council:council borough:council county:council city:council "
        "agency:agency authority:authority commission: commissioner: inspectorate: ombudsman: ministry: trust:trust "
        "university:university association: federation: service: office: executive: college: england: wales: board: "
        "department: institute: public: national: foundation:"
    ).split()
)
"""Words that say what kind of body it is, and under which name kinds count as one; alone they name none."""
WHOLE = re.compile(rf"NHS (?:England|Wales|Improvement)|Home Office|Cabinet Office|Treasury|Parliament|ICB|{OTHERS}")
"""Names that are whole though each of their words is common."""
SMALL = frozenset("of for and the in on nhs a".split())


def other_doer(text: str, start: int, end: int, respondent: Sequence[str]) -> tuple[int, int] | None:
    """Offsets of the words that name another body as who does ``text[start:end]``; None when none is named.

    ``respondent``: names of who answers (as on the letter, as in the register). Without any, no other can be told.
    """
    own = [name for name in respondent if name.strip()]
    if not own:
        return None
    promise = text[start:end]
    for at, who in _named(promise):
        if ACRONYM_ALONE.fullmatch(who) and not _is_body(who.removeprefix("the ").removeprefix("The "), text):
            continue
        if not is_own(who, own):
            return start + at, start + at + len(who)
    return None


ACRONYM_ALONE = re.compile(rf"(?:[Tt]he\s+)?{ACRONYM}")
BODIES = frozenset(
    "CQC DfE DfT DHSC DVLA DVSA DWP GMC HEE HMPPS HMRC HSE HSIB HSSIB ICB IOPC MHCLG MHRA MOD MoD MoJ NCA NHSE NHSEI "
    "NHSI NHSX NICE NMC NPCC NRLS OFSTED Ofsted ORR PHE RCGP RCN RCOG RCP RCPCH RCPsych RCEM TfL UKHSA UKVI YJB".split()
)
"""Acronyms of bodies that letters use without spelling them out; others count where the letter spells them out."""


def _is_body(short: str, text: str) -> bool:
    """A known acronym, or one that this letter gives in brackets after the name of a body."""
    if short in BODIES:
        return True
    for match in re.finditer(DEFINED, text):
        if match["short"] == short:
            before = text[max(0, match.start() - 80) : match.start()]
            return bool(re.search(rf"{BODY}{JOIN}\s*$", before))
    return False


def _named(promise: str) -> list[tuple[int, str]]:
    """Each body or kind of party that is the subject of the first verb, or the agent of a passive to come."""
    found = []
    groups = verb_groups(promise)
    # The subject of a passive does nothing, but for one that is required to.
    if groups and ("passive" not in groups[0].kind or groups[0].verb in OBLIGED):
        lead = promise[: _verb_start(promise, groups[0])]
        kind = _KIND.search(lead)
        if kind:
            found.append((kind.start("who"), kind["who"]))
        subject = _SUBJECT.search(lead)
        if subject and not HEAD_BEFORE.search(lead[: subject.start("who")]):
            found.append((subject.start("who"), subject["who"]))
    agent = _AGENT.search(promise)
    if agent and agent["verb"].lower() not in WITH_HELP:
        found.append((agent.start("who"), agent["who"]))
    return [(at, who) for at, who in found if not A_PART.search(who)]


def _verb_start(promise: str, first: VerbGroup) -> int:
    """Where the verb begins: the group of a simple past may begin with its subject, its verb is its last word."""
    if first.kind != "past":
        return first.start
    said = promise[first.start : first.end].rstrip()
    return first.start + len(said) - len(said.rsplit(maxsplit=1)[-1])


def is_own(who: str, respondent: Sequence[str]) -> bool:
    """Whether ``who`` names one of the respondent's names, or only says "the Agency", which may be the respondent.

    By its words; by its initials; by its telling words where both are of one kind (police, council…); and the
    Government for a ministry.
    """
    plain = re.sub(r"^(?:the|his majesty[’']s|hm|uk|all)\s+", "", who.strip(), flags=re.I)
    if re.fullmatch(RULERS, plain) or re.fullmatch(RULERS, who):
        return any(GOVERNMENT.search(name) for name in respondent)
    words = _words(plain)
    telling = {word[:6] for word in words - KINDS.keys()}
    if not telling and not WHOLE.fullmatch(plain):
        return True
    for name in respondent:
        held = _words(name)
        if words <= held or (len(held) > 1 and held <= words) or _is_short_for(plain, name):
            return True
        if _kinds(words) & _kinds(held) and telling and telling <= {word[:6] for word in held}:
            return True
    return False


def _words(name: str) -> frozenset[str]:
    return frozenset(word.lower() for word in re.findall(r"[A-Za-z][\w’'-]*", name)) - SMALL


def _kinds(words: frozenset[str]) -> frozenset[str]:
    return frozenset(KINDS[word] for word in words if KINDS.get(word))


def _is_short_for(short: str, name: str) -> bool:
    """Whether ``short`` are the initials of words in a row of ``name``, small words in or out, or all but one of many."""
    short = short.lower()
    every = re.findall(r"[A-Za-z][\w’'-]*", name)
    for words in (every, [word for word in every if word.lower() not in SMALL - {"nhs"}]):
        heads = [word.lower() if word.isupper() and len(word) < 4 else word[0].lower() for word in words]
        for start in range(len(heads)):
            for stop in range(start + 1, min(len(heads), start + 10) + 1):
                said = "".join(heads[start:stop])
                if said == short or (len(short) > 3 and len(said) == len(short) + 1 and _without_one(said, short)):
                    return True
    return False


def _without_one(said: str, short: str) -> bool:
    return said[0] == short[0] and any(said[:at] + said[at + 1 :] == short for at in range(1, len(said)))
