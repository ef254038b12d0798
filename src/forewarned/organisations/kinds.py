"""What the words of a name say about it: the kind of an unlisted body, or that it is only a part of one."""

from __future__ import annotations

import re

from forewarned.organisations.names import plain
from forewarned.organisations.wordlists import words_of

# First match wins. Words a body of that kind calls itself by; matched against the normal form of the name.
_KIND_WORDS: tuple[tuple[str, str], ...] = (
    ("nhs_commissioner", r"ccgs?|icbs?|clinical commissioning groups?|integrated care boards?|primary care trusts?"),
    ("welsh_health_board", r"health boards?"),
    ("nhs_trust", r"nhs (?:foundation )?trusts?"),
    ("gp", r"surgery|surgeries|(?:medical|health|group|gp|family|doctors|general) practice|"
           r"medical cent(?:re|er)|health ?cent(?:re|er)|"
           r"medical group|practice|primary care cent(?:re|er)|walk in cent(?:re|er)|medical partnership|gp"),
    ("education", r"school|schools|academy|academies|university|college of (?:further|higher).*|sixth form|nursery|"
                  r"pre ?school|kindergarten|high school|grammar|polytechnic|education|college"),
    ("professional_body", r"royal college|association|society|federation|institute|institution|faculty|union|guild|"
                          r"academy of|confederation|chamber|bar council|board of"),
    ("care_provider", r"(?:care|nursing|residential|rest|retirement|carehome|"
                      r"nursing and residential)s? ?homes?|hospice|hospital|hospitals|"
                      r"clinic|court|lodge|house|manor|hall|grange|villa|villas|cottage|retirement village|"
                      r"home care|homecare|care|carers|"
                      r"healthcare|health ?care|nursing|nurses|caring|ambulance|ambulances|medical|health|"
                      r"unit|centre|residential|"
                      r"domiciliary|homes?|rehab|rehabilitation|supported living|pharmacy|chemist|chemists|"
                      r"dental|urgent care|doctors|therapy"),
    ("local_authority", r"council|councils|borough|safeguarding (?:adults?|children'?s?) board|county|"
                        r"parish|combined authority|national park|city of"),
    ("police", r"police|constabulary"),
    ("fire", r"fire (?:and rescue )?(?:service|brigade|authority)|fire and rescue"),
    ("prison_probation", r"prison|young offenders?|secure training|probation|immigration removal|"
                         r"rehabilitation company|yoi|hmp"),
    ("nhs_commissioner", r"commissioning|commissioners|integrated care|primary care trust|"
                         r"health and social care partnership|strategic health"),
    ("nhs_trust", r"nhs|foundation trust"),
    ("charity", r"charity|charitable|foundation|trust|appeal|fund|volunteers?|housing|church|diocese|mission|relief"),
    ("company", r"ltd|limited|plc|llp|inc|company|co|group|holdings|services|solutions|systems|"
                r"international|uk|gmbh|llc|bros|brothers|sons?|"
                r"industries|insurance|bank|airport|airlines?|airways|railways?|rail|trains?|buses|bus|"
                r"coaches|transport|hotel|hotels|leisure|"
                r"park|parks|shopping|stores?|retail|properties|property|management|security|engineering|"
                r"construction|homes|estates|farm|"
                r"farms|club|water|energy|electric|electrical|motors?|cars?|festival|golf|gym|palace|"
                r"stadium|arena|theatre|museum|zoo|castle|pier|heliport|shop|cafe|restaurant|pub|inn|"
                r"brewery|airsoft|resort|holidays|travel|"
                r"lettings|manufacturing|products|technologies|technology|software|contractors?|haulage|"
                r"logistics|partners|partnership"),
    ("other", r"authority|agency|commission|committee|inquiry|panel|network|forum|alliance|board|office|"
              r"ombudsman|service|organisation|"
              r"inspectorate|executive|body|register|registry|programme|project|trustees|community|"
              r"parliament|government|ministry|department"),
)  # fmt: skip
_KINDS = tuple((kind, re.compile(rf"\b(?:{words})\b")) for kind, words in _KIND_WORDS)

_COMPANY_MARK = re.compile(r"\b(?:ltd|limited|plc|llp|inc|gmbh|llc|cic)\b")
_CARE_MARK = re.compile(
    r"\b(?:care|nursing|health|healthcare|medical|hospitals?|hospice|homes?|carers|ambulance|residential)\b"
)
_STRONG_END = re.compile(
    r"(?:ltd|limited|plc|llp|cic|group|surgery|practice|school|college|university|home|homes|hospital|"
    r"hospice|council|trust|"
    r"association|society|federation|institute|company|centre|agency|authority|academy|foundation|"
    r"partnership|board|committee|"
    r"police|constabulary|service|services|house|lodge|court|clinic|pharmacy|alliance|union|club|hotel|"
    r"network|inc|llc|"
    r"commission|office|executive|bank|airport|housing|solutions|healthcare|care|uk|hall|manor|college|"
    r"nursery|church)$"
)


def guess_kind(name: str) -> str:
    """The kind an unlisted body's own words suggest; "" when they suggest none."""
    words = plain(name)
    if _COMPANY_MARK.search(words):
        return "care_provider" if _CARE_MARK.search(words) else "company"
    for kind, pattern in _KINDS:
        if pattern.search(words):
            return kind
    return ""


def ends_like_a_body(name: str) -> bool:
    """Does the name end in a word that bodies end in ("… Surgery", "… Ltd")?"""
    return bool(_STRONG_END.search(plain(re.sub(r"\([^)]*\)\s*$", "", name))))


_LOCAL_END = re.compile(
    r"\b(?:surgery|surgeries|practice|medical centre|health centre|medical group|nursing home|care home|"
    r"residential home|rest home|"
    r"care centre|school|academy|primary|ltd|limited|llp|cic)\.?$",
    re.IGNORECASE,
)


def ends_like_a_local_body(name: str) -> bool:
    """Does the name end as surgeries, homes, schools and small companies do, which no list of ours holds?"""
    return bool(_LOCAL_END.search(name))


_SECTION = re.compile(r"\b(?:office|department|dept|team|section|division|directorate|branch|desk)$", re.IGNORECASE)


def names_a_section(name: str) -> bool:
    """Does the name end as sections of a body do ("… Team", "… Department")?"""
    return bool(_SECTION.search(name))


def names_only_a_part(text: str) -> bool:
    """Is ``text`` made only of words for a part or a sort of body, so that no one body is named?"""
    words = plain(text).split()
    if len(words) == 1 and guess_kind(words[0]) and words[0] == text.strip().lower():
        return True  # "Surgery", "Clinic"
    return bool(words) and words_of("part").issuperset(words)
