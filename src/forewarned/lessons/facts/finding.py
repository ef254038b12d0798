"""What the inquest found: the medical cause (1a), and the conclusion by its short form or as a narrative."""

from __future__ import annotations

import re
from itertools import islice

from forewarned.lessons.facts.passages import Reading, Sentence, best, fact_at
from forewarned.lessons.values import Fact

RULE = "finding-1"

# Blanks are counted: three stretches of any length side by side would take for ever over a long one.
# Where the words of 1a begin; the line of 1b, 1c or 2 ends them. Printed as 1a, 1(a), Ia, I a), (1a), 1.a and so on.
_LINE_A = re.compile(
    r"(?:(?<=[\s:;,.(“‘\"'–•-])|^)\(?(?:1|I|l(?!a [a-z]))\s?[.(]?\s?a(?![a-z])\s?[).:]{0,2}\s{0,6}[-–:.]?\s{0,6}"
    r"(?P<words>[A-Za-z0-9][^\n;•“”]{2,140}?)"
    r"(?=\s{0,6}(?:[.;,]?\s{0,6}(?:due to|and|as a consequence of)?\s{0,6}\(?\b(?:1|I|l)?\s?[.(]?\s?b\s?[).:]|"
    r"[;,.]?\s{0,6}\(?\b(?:1|I)\s?\(?[bcd]\b|"
    r"\s{1,6}(?:The|and my|and the) conclusion\b|\s{0,6}\(due to|[,;.]?\s{0,6}\b(?:II|2|Part 2|Part II)\b[\s.:)]|"
    r"[.;”’\"'\n]|,?\s{1,6}and (?:the|a|I|his|her|with)\b|$))"
)
_CAUSE_WAS = re.compile(
    r"\b(?:(?:medical )?cause of (?:his |her |their |the )?death(?: was| is| being| given as| found| recorded "
    r"as| given was|\s{0,6}[:–-])+(?: (?:that of|as|due to|from))?)"
    r"\s{0,6}[:“‘\"']?\s{0,6}(?P<words>[A-Za-z][^\n.;”]{2,110})",
    re.I,
)
_CUE = re.compile(
    r"\b(?:conclusions?|concluded|verdicts?|determin(?:ed|ation)|returned|recorded|found that|finding|my "
    r"findings|box 4|short[- ]form)\b",
    re.I,
)
_NOT_YET = re.compile(
    r"\b(?:has not yet|not yet concluded|no conclusion|yet to|will be|remains ongoing|is ongoing)\b", re.I
)
CONCLUSIONS: tuple[tuple[str, re.Pattern[str]], ...] = (
    ("suicide", re.compile(r"\bsuicide\b(?!\s+(?:attempt|risk|note|prevention|ideation|plan|pact|watch|thought|"
        r"letter|message|or)\w*)|\b(?:took|taken|ended) (?:his|her|their) own li(?:fe|ves)\b|\bkilled (?:him|"
        r"her|them)sel(?:f|ves)\b", re.I)),
    ("misadventure", re.compile(r"\bmis-?adventure\b", re.I)),
    ("accident", re.compile(r"\baccident(?:al)?(?: death)?\b(?! (?:and|&) emergency)", re.I)),
    ("natural_causes", re.compile(r"\bnatural causes?\b", re.I)),
    ("road_traffic_collision", re.compile(r"\broad[- ]traffic (?:collision|accident|incident)\b", re.I)),
    ("drug_related", re.compile(r"\b(?:drugs?|alcohol|drugs? (?:and|or|/) ?alcohol)[- ]?\s?related\b|"
        r"\b(?:dependence on|abuse of|non-dependent abuse of) drugs\b", re.I)),
    ("open", re.compile(r"\bopen (?:conclusion|verdict)\b|\b(?:conclusion|verdict)(?: \w+){0,6} (?:was|of|is|"
        r":)? ?[\"“'‘]?open\b", re.I)),
    ("unlawful_killing", re.compile(r"\bunlawful(?:ly)? kill(?:ing|ed)\b", re.I)),
    ("lawful_killing", re.compile(r"(?<!un)\blawful(?:ly)? kill(?:ing|ed)\b", re.I)),
    ("industrial_disease", re.compile(r"\bindustrial disease\b", re.I)),
    ("stillbirth", re.compile(r"\bstill[- ]?birth\b", re.I)),
    ("complication_of_treatment", re.compile(r"\b(?:complications?|consequences?) of "
        r"(?:\w+[ -]){0,4}(?:treatment|surgery|procedure|operation|surgical|medical|therapy)\b", re.I)),
    ("neglect", re.compile(r"\b(?:contributed to by|aggravated by|amounting to|rider of) (?:\w+ "
        r"){0,2}neglect\b", re.I)),
    ("narrative", re.compile(r"\bnarrative\b", re.I)),
)  # fmt: skip
FURTHEST = 20_000
"""Characters of a section within which the medical cause is looked for."""
_REACH = 2
"""Sentences after the one that announces a conclusion that may hold it ("The conclusion was:" and a list below)."""


def find_cause(reading: Reading) -> list[Fact]:
    """``cause``: the words of 1a, lower case with single spaces, as printed."""
    found: list[Fact] = []
    for name in ("investigation", "circumstances"):
        text = reading.sections.get(name, "")
        for cue, score in ((_LINE_A, 0.9), (_CAUSE_WAS, 0.75)):
            match = next((m for m in islice(cue.finditer(text, 0, FURTHEST), 40) if _is_cause(cue, text, m)), None)
            if match is not None:
                start = match.start("words")
                words = match["words"].rstrip(" -–:.,\r\t\xa0")
                value = " ".join(words.lower().split())
                sure = round(score - 0.1 * (name == "circumstances"), 2)
                found.append(Fact("cause", value, name, start, start + len(words), RULE, sure))
    return best(found)


def _is_cause(cue: re.Pattern[str], text: str, match: re.Match[str]) -> bool:
    """Whether a line a is a cause's (death or cause is spoken of before it), and not the start of an empty table."""
    if re.match(r"(?:1|I)\s?\(?a|as follows|recorded\b|given\b|determined\b", match["words"]):
        return False
    near = text[max(0, match.start() - 300) : match.end()]
    return cue is not _LINE_A or re.search(r"cause|death|die|1a|I ?a\b", near, re.I) is not None


def _announced(reading: Reading) -> list[tuple[Sentence, float]]:
    """Sentences that give a conclusion, with how surely: the one that names it, then those that follow closely."""
    told = reading.telling
    weight: dict[Sentence, float] = {}
    for at, sentence in enumerate(told):
        if not _CUE.search(sentence.text) or _NOT_YET.search(sentence.text):
            continue
        strong = re.search(r"\b(?:conclusions?|verdicts?|short[- ]form)\b", sentence.text, re.I) is not None
        weight[sentence] = max(weight.get(sentence, 0.0), 0.92 if strong else 0.7)
        opens = re.search(r"(?:[:–-]|was|were|that|of|follow\w*|terms)\W*$", sentence.text) is not None
        for later in told[at + 1 : at + 1 + (_REACH + 2 if opens else _REACH)]:
            if later.section == sentence.section and (opens or len(later.text) < 60):
                weight[later] = max(weight.get(later, 0.0), 0.8 if strong else 0.55)
    return list(weight.items())


def find_conclusion(reading: Reading) -> list[Fact]:
    """``conclusion``: one fact for each code of `CONCLUSIONS` that the inquest's own words hold."""
    found: dict[str, Fact] = {}
    for sentence, weight in _announced(reading):
        cue = _CUE.search(sentence.text)
        for code, words in CONCLUSIONS:
            match = words.search(sentence.text, cue.start() if cue is not None and code != "narrative" else 0)
            if match is None or _denied(sentence.text, match.start()):
                continue
            fact = fact_at(sentence, match.span(), "conclusion", code, RULE, weight)
            if code not in found or fact.score > found[code].score:
                found[code] = fact
    return sorted(found.values(), key=lambda f: (-f.score, f.start, f.value))


_DENIED = re.compile(
    r"\b(?:not|no|never|neither|nor|insufficient|unable|whether|rather than|ruled? out|risk of|attempt\w*(?: at| to)?|"
    r"thoughts? (?:of|about)|idea\w*|threat\w*|possib\w+|prevent\w*|likelihood|consider\w*|wish\w*|want\w*|"
    r"intend\w* to|intent(?:ion)?s? (?:to|of)|plan\w* to)\W+(?:\w+\W+){0,5}$",
    re.I,
)


def _denied(text: str, at: int) -> bool:
    """Whether the words before make it no finding: denied, doubted, or spoken of as something else."""
    before = re.split(r"[.;:]|\bbut\b", text[max(0, at - 70) : at])[-1]
    return _DENIED.search(before) is not None
