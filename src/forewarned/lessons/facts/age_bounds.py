"""Bounds of the age from what is said of school, birth and children's services, where no report gives a number."""

from __future__ import annotations

import re

from forewarned.lessons.facts.passages import Cue, Reading, best, cue, fact_at
from forewarned.lessons.values import Fact

RULE = "age-1 bound"

_PERSON = r"(?:he|she|they|[A-Z][a-z]+(?:[- ][A-Z][a-z]+)*)"
_BOUNDS: tuple[Cue, ...] = (
    cue(
        "<18", 0.75, "school|pupil|year ",
        r"\b(?:school ?boy|school ?girl|school ?child|school pupil)\b",
        r"\byear (?:[3-9]|10|11|seven|eight|nine|ten|eleven) (?:pupil|student)\b",
        r"\b(?:was|were) (?:in|a pupil (?:at|in)|at) (?:year (?:[3-9]|1[0-3])|primary school|secondary school|"
        r"high school)\b",
        r"\byear (?:7|8|9|10|11|12|13) at\b",
    ),
    cue(
        "<5", 0.7, "baby|infant|born|neonat|toddler|stillb",
        r"\b(?:this|the|a|new ?born|premature|full[- ]term) (?:baby|infant|neonate|toddler)\b.{0,60}\b(?:died|"
        r"death|was born|delivered)\b",
        r"\bdeath of baby \w+", r"\bbaby \w+ (?:was|died|had)\b",
        r"\b(?:stillb(?:orn|irth)|neonatal death|sudden infant death|born by (?:emergency )?caesarean)\b",
    ),
    cue("<20", 0.6, "teenage", r"\b(?:a|the) (?:\w+ )?teenager\b|\bteenage (?:boy|girl)\b"),
    cue(
        "<19", 0.7, "school",
        rf"\b{_PERSON} was (?:still )?(?:a|at) (?:(?:day |boarding |special )?(?:pupil|student|boarder) (?:at|"
        rf"of) .{{0,40}}\bSchool|[Ss]chool)\b",
        exact=True,
    ),
    cue("<18", 0.5, "boy|girl", r"\b(?:a|this) (?:young |little |\w+ )?(?:boy|girl) (?:who|died|was|of|with)\b"),
    cue("<18", 0.6, "child", r"\b(?:was|as|being) a (?:looked[- ]after |vulnerable |young )?child\b"),
    cue(
        "<19", 0.55, "school|sixth form",
        r"\b(?:the|his|her|their) (?:school|sixth form)(?:'s)? (?:nurse|counsellor|staff|contacted|referred|"
        r"noted|had|were|informed|refused)",
        r"\b(?:returned|came|walked|walking|travell\w+|refused to go|refused to attend|excluded|absence|"
        r"absent) (?:home )?(?:to|from) school\b",
        r"\bschool ?(?:work|friends|bag|uniform|trip|bus)\b",
    ),
    cue(
        "<18", 0.5, "camhs|child|young p",
        r"\b(?:under|by|to|from|with|known to|seen at) (?:the )?(?:\w+ ){0,3}(?:CAMHS|Child(?:ren)?(?:'?s)? "
        r"(?:and|&) (?:Adolescents?|Young Pe\w+))\b",
        r"\bYoung (?:Persons?|People)(?:'?s)? (?:\w+ )?(?:Crisis|Mental Health|Service|Unit|Team)",
        exact=True,
    ),
    cue("<18", 0.45, "adolescent|children", r"\b(?:adolescent|children'?s) (?:\w+ ){0,3}(?:unit|ward|home|hospital)\b"),
    cue("<19", 0.4, "foster|protection plan", r"\b(?:foster (?:carers?|placement)|child protection plan)\b"),
    cue("18", 0.6, "birthday", r"\bthe day after (?:his|her|their) (?:18th|eighteenth) birthday\b",
    r"\brecently turned (?:18|eighteen)\b"),
    cue("<18", 0.6, "birthday", r"\b(?:shortly|days|weeks) (?:before|prior to) (?:his|her|their) (?:18th|"
        r"eighteenth) birthday\b"),
)  # fmt: skip
"""What is said of school, birth and children's services, and the bound that it sets on the age.

Children's mental-health services end on the 18th birthday; school may not.
"""
_ADULT = cue(
    ">=18",
    0.5,
    "elderly|pensioner|retired|grand|his wife|her husband",
    r"\b(?:elderly|pensioner|retired|grand(?:mother|father|children|son|daughter)|his wife|her husband|"
    r"great-grand\w+)\b",
)
_PAST = re.compile(
    r"\b(?:as a child|when (?:he|she) was (?:a child|at school)|in (?:his|her) (?:childhood|teens)|since childhood|"
    r"previously under|had been under|a time when|when (?:he|she) was still|until (?:he|she|they)|"
    r"former(?:ly)?|ex-|(?:his|her|their) (?:son|daughter|child)|"
    r"(?:as|when|whilst|while) a (?:teenager|child|young person))\b",
    re.I,
)


def find_bound(reading: Reading, other: re.Pattern[str]) -> list[Fact]:
    """``age`` as a bound such as ``<18``; weaker than any number. ``other`` marks words about somebody else."""
    found: list[Fact] = []
    grown: list[Fact] = []
    for sentence in reading.telling:
        if (match := _ADULT.find(sentence)) is not None:
            grown.append(fact_at(sentence, match.span(), "age", _ADULT.value, RULE, _ADULT.score))
        hits = [(word, hit) for word in _BOUNDS if (hit := word.find(sentence)) is not None]
        if hits and not _PAST.search(sentence.text):
            for word, hit in hits:
                if not other.search(sentence.text[: hit.start()]):
                    found.append(fact_at(sentence, hit.span(), "age", word.value, RULE, word.score))
    if grown:
        return best([fact for fact in found if fact.score >= 0.7]) or best(grown)
    return best(found)
