"""By what means the person died: from the medical cause first, then from what is told of the finding or the act."""

from __future__ import annotations

import re

from forewarned.lessons.facts.passages import Cue, Reading, cue, fact_at
from forewarned.lessons.values import Fact

RULE = "method-1"

CAUSES: tuple[Cue, ...] = (
    cue(
        "hanging", 0.95, "",
        r"\bhang(?:ing|ed)\b", r"\bligature\b", r"\bself[- ]?suspension\b", r"\bsuspension\b(?! trauma)",
        r"\bneck compression\b", r"\bcompression of (?:the )?neck\b", r"\bstrangulation\b",
    ),
    cue(
        "overdose", 0.95, "",
        r"\boverdose\b", r"\b(?:toxicity|poisoning|intoxication)\b", r"\bsodium nitrite\b",
        r"\b(?:drugs?|opiate|opioid|morphine|heroin|methadone|codeine|propranolol|amitriptyline|paracetamol|cocaine)\b"
        r"[^,]{0,30}\b(?:ingestion|use|consumption|death)\b",
    ),
    cue("drowning", 0.95, "", r"\bdrown(?:ing|ed)\b", r"\bimmersion\b"),
    cue("firearm", 0.95, "", r"\b(?:gun ?shot|shotgun|firearm|ballistic)\b"),
    cue("burning", 0.95, "", r"\bburns?\b", r"\b(?:smoke inhalation|inhalation of (?:smoke|fire fumes|products "
        r"of combustion))\b"),
    cue("sharp_object", 0.95, "", r"\b(?:stab|incised|sharp force)\b", r"\bcut (?:throat|wounds?)\b"),
    cue("choking", 0.95, "", r"\bchok(?:ing|ed)\b", r"\bairways?\b.{0,30}\bfood\b", r"\bfood bolus\b",
    r"\baspiration of food\b"),
    cue(
        "asphyxia", 0.95, "",
        r"\bplastic bag\b", r"\b(?:helium|nitrogen|carbon monoxide|argon)\b", r"\basphyxia", r"\bsuffocation\b",
        r"\bairways? obstruction\b",
    ),
)  # fmt: skip
"""What a medical cause (1a to 1c) says of the means; the first that matches in this order."""

_VEHICLE = r"(?:car|lorry|van|bus|vehicle|HGV|motorcycle)"
TOLD: tuple[Cue, ...] = (
    cue(
        "hanging", 0.75, "hang|suspend|ligature",
        r"\bhang(?:ed|ing)\b", r"\bfound (?:\w+ ){0,3}suspended\b", r"\bligature (?:was )?(?:around|round|about|tied)",
        r"\b(?:with|by|from|tied|using|tying|applied|of) (?:a|the|an?other|two|\d) (?:[\w-]+ ){0,2}ligatures?\b"
        r"(?! (?:point|cutter|risk|anchor|knife|incident))",
    ),
    cue(
        "train", 0.75, "train|track| line|tube",
        r"\b(?:struck|hit|collided with|killed) by (?:a|the|an) (?:\w+[ -]){0,3}train\b",
        r"\b(?:in front of|path of) (?:a|an|the) (?:\w+[ -]){0,4}(?:train|tube)\b",
        r"\btrain (?:\w+ ){0,10}(?:struck|hit|collided with) ", r"\b(?:onto|on) the (?:railway |train "
        r")?(?:tracks?|line)\b",
    ),
    cue(
        "fall_from_height", 0.75, "jump|fell|fall|leapt|plung",
        r"\b(?:jump(?:ed|ing)|fell|fallen|falling|leapt|plung\w+|fall) (?:\w+ ){0,4}(?:from|off|out of|over|to "
        r"(?:his|her|"
        r"their) death)\b[^.;]{0,60}\b(?:bridge|roof|window|balcon\w+|building|block|floor|storey|car ?park|"
        r"cliffs?|height|"
        r"viaduct|tower|parapet|quarry|flat|multi-?storey|scaffold\w*|\d+ ?(?:metres|m|feet|ft))\b",
    ),
    cue("overdose", 0.6, "overdos|fatal|toxicity", r"\b(?:overdos(?:e|ed|ing)|fatal (?:dose|quantity|amount|"
        r"level)|drug toxicity)\b"),
    cue(
        "drowning", 0.7, "drown|body",
        r"\bdrown(?:ed|ing)\b",
        r"\bbody was (?:\w+ ){0,3}(?:recovered|found|pulled|discovered) (?:\w+ ){0,3}(?:from|in) the (?:\w+ ){0,3}"
        r"(?:river|canal|sea|lake|water)\b",
    ),
    cue(
        "road_traffic", 0.7, "traffic|rtc|rta|struck|hit |collided",
        r"\b(?:road traffic (?:collision|accident|incident)|RTC|RTA)\b",
        rf"\b(?:struck|hit) by (?:a|an|the) (?:\w+ ){{0,3}}{_VEHICLE}\b",
        rf"\bcollided with (?:a|an|the) (?:\w+ ){{0,3}}(?:{_VEHICLE}|tree)\b",
    ),
    cue("firearm", 0.8, "shot|bullet", r"\bshot (?:him|her|them)sel", r"\bfound shot\b",
    r"\b(?:gun ?shot|bullet) wound\b", r"\bshot dead\b", r"\bwas shot\b"),
    cue("sharp_object", 0.65, "stab|cut |slit |incised", r"\bstabb(?:ed|ing)\b",
    r"\b(?:cut|slit) (?:his|her|their) (?:own )?(?:throat|wrists?|neck)\b", r"\bincised wound"),
    cue("burning", 0.7, "fire|alight", r"\bset (?:fire to )?(?:him|her|them)sel\w+(?: alight| on fire)?",
    r"\bhouse fire\b", r"\bdied (?:\w+ ){0,4}fire\b"),
    cue("choking", 0.6, "chok", r"\bchok(?:ed|ing)\b"),
    cue("asphyxia", 0.65, "bag|helium|monoxide", r"\bplastic bag\b[^.;]{0,40}\b(?:head|face)\b", r"\bhelium\b",
    r"\bcarbon monoxide\b"),
    cue("fall", 0.55, "fell|fall|floor", r"\b(?:fell|had a fall|sustained (?:\w+ ){0,3}fall|unwitnessed fall|"
        r"found on the floor)\b"),
)  # fmt: skip
_FATAL = re.compile(
    r"\b(?:found|discovered|died|dead|deceased|death|fatal|killed|pronounced|life extinct|took (?:his|her|their)|"
    r"conclusion|cause)\b|sel(?:f|ves)\b",
    re.I,
)
_NOT_THIS_TIME = re.compile(
    r"\b(?:previous(?:ly)?|history of|attempt(?:ed|s)?|had (?:also )?taken an? (?:\w+ )?overdose|thoughts? of|"
    r"threat\w*|"
    r"risk of|earlier|past|ideation|intent(?:ion)? to|plan(?:s|ned)? to|on (?:several|numerous|multiple|many|"
    r"two|three) "
    r"occasions|survived|discharged|prevent)\b",
    re.I,
)


def _in_cause(reading: Reading) -> list[Fact]:
    cause = reading.fact("cause")
    if cause is None:
        return []
    # 1b and 1c stand behind 1a: "1a asphyxia 1b hanging".
    words = reading.sections[cause.section][cause.start : cause.end + 90].split("\n\n")[0]
    for cue_ in CAUSES:
        if (match := cue_.pattern.search(words)) is not None:
            start = cause.start + match.start()
            score = cue_.score if start < cause.end else cue_.score - 0.1
            return [Fact("method", cue_.value, cause.section, start, start + len(match[0]), RULE, score)]
    return []


def find_methods(reading: Reading) -> list[Fact]:
    """``method``: at most two, the surest first."""
    found = {fact.value: fact for fact in _in_cause(reading)}
    for sentence in reading.telling:
        if not _FATAL.search(sentence.text):
            continue
        past = _NOT_THIS_TIME.search(sentence.text)
        for told in TOLD:
            if (match := told.find(sentence)) is None:
                continue
            sure = told.score - (0.35 if past is not None and past.start() < match.start() else 0.0)
            if sure >= 0.5 and (told.value not in found or found[told.value].score < sure):
                found[told.value] = fact_at(sentence, match.span(), "method", told.value, RULE, round(sure, 2))
    if "fall_from_height" in found:
        found.pop("fall", None)
    return sorted(found.values(), key=lambda f: (-f.score, f.value))[:2]
