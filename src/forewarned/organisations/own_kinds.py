"""Words of a sort of body: a text that ends in one is a body of its own, and alone it names none.

"Kent Police, The Local Medical Committee" is two bodies; "Norfolk County Council, Highways Authority" is one. The
kinds of which every member is listed (``closed``) are those the law or the state keeps a list of.
"""

from __future__ import annotations

import re
from functools import lru_cache

from forewarned.organisations.names import plain
from forewarned.organisations.wordlists import words_of

_NOT_OF_A_TRUST = "police local_authority government nhs_commissioner prison_probation fire gp"
_EVERY = frozenset(
    "nhs_trust nhs_commissioner nhs_national government regulator local_authority police prison_probation fire "
    "welsh_health_board gp care_provider education professional_body company charity other".split()
)
# (what a text ends in, the kinds of body that such a text can be a part or another word of)
_HEADS: tuple[tuple[re.Pattern[str], frozenset[str]], ...] = tuple(
    (re.compile(rf"\b(?:{head})$"), kinds if isinstance(kinds, frozenset) else frozenset(kinds.split()))
    for head, kinds in (
        (r"committees?|lmcs?|safeguarding (?:adults? |children )?boards?", ""),
        (r"crime commissioners?|pccs?", ""),
        (r"(?:police|constabulary|constabularies)(?: forces?| services?)?", "police government"),
        (r"(?:fire(?: and rescue)?) (?:services?|brigades?|authority|authorities)|fire and rescue",
         "fire police government local_authority"),
        (r"councils?|boroughs?|local authority|local authorities", "local_authority"),
        (r"authority|authorities", "local_authority government police fire regulator nhs_national"),
        (r"surgery|surgeries|practices?|gps?|general practitioners?", "gp"),
        (r"ccgs?|icbs?|commissioning groups?|integrated care (?:boards?|systems?)", "nhs_commissioner"),
        (r"health boards?", "welsh_health_board"),
        (r"trusts?|ambulance services?", _EVERY - frozenset(_NOT_OF_A_TRUST.split())),
        (r"prisons?|prison services?|probation services?|hmps?|yois?", "prison_probation government company"),
        (r"colleges?|universit(?:y|ies)|schools?|academy|academies",
         "education professional_body local_authority charity company nhs_trust"),
    )
)  # fmt: skip

_CLOSED = re.compile(
    r"\bnhs\b"
    r"|\b(?:foundation|hospitals?|health ?care|partnership|ambulance(?: service)?|mental health|community|care|"
    r"university) trusts?\b"
    r"|\buniversity hospitals?\b|\bambulance services?$"
    r"|\bprimary care trusts?\b|\bpcts?\b|\bstrategic health authorit"
    r"|\b(?:ccgs?|icbs?|commissioning groups?|integrated care (?:boards?|systems?))\b|\bcommissioning support\b"
    r"|\bpolice\b|\bconstabular"
    r"|(?<!town )(?<!parish )(?<!community )\bcouncils?$|\blondon borough\b"
    r"|\b(?:county|city|borough|district|metropolitan) councils?\b"
    r"|\b(?:hmps?|hmyoi|yoi)\b|\bhm prison|\bprison\b|\byoung offenders?\b|\bimmigration removal\b|\bsecure training\b"
    r"|\bfire (?:and rescue|service|brigade|authority)\b"
    r"|\bhealth boards?\b"
)
_FIRM = re.compile(r"\b(?:ltd|limited|plc|llp|inc|llc|cic)\b")


@lru_cache(maxsize=16384)
def stands_alone(text: str, kind: str) -> bool:
    """Does ``text`` end in a word for a body of its own, which a body of ``kind`` has no part of?"""
    words = plain(text)
    for head, kinds in _HEADS:
        if head.search(words):
            return kind not in kinds
    return False


@lru_cache(maxsize=16384)
def is_sort_of_body(text: str) -> bool:
    """Is ``text`` nothing but a word for a sort of body that stands alone ("GP", "The Police")?"""
    return is_generic(text) and any(head.search(plain(text)) for head, _ in _HEADS)


def is_generic(text: str) -> bool:
    """Is ``text`` made of nothing but words for sorts of bodies ("GP surgeries", "Clinical Commissioning Groups")?"""
    words = plain(text).split()
    return bool(words) and words_of("generic").issuperset(words)


def closed(name: str) -> bool:
    """Is a body of this name of a kind whose every member is listed, so that an unlisted one is doubtful?"""
    words = plain(name)
    return bool(_CLOSED.search(words)) and not _FIRM.search(words)
