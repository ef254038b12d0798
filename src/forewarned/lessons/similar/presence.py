"""Whether a text that names a setting says that the person was not there: a bed or admission only sought or refused.

What is said last before the name decides ("refused admission, then was detained on the ward"). Where nothing is said
of it, the person was there.
"""

from __future__ import annotations

import re

REACH = 200
"""Characters on either side of a name in which it is said whether the person was there."""
BREAK = re.compile(
    r"(?<!\bmr)(?<!\bms)(?<!\bmrs)(?<!\bdr)[.;:!?•●▪]['\"”’)\]]{0,2}(?=\s|$)|\n\s*\n"
    r"|,? (?:but|until|while|whilst|when|after|before|although)\b|, (?:so|who|which|she|he|they)\b"
)
"""Where another sentence or clause begins."""

_WORD = r"(?: (?!(?:and|but|so|then|who|which)\b)[\w'.&/-]+)"
_ON_THE_WAY = r"(?: (?!(?:and|but|so|then|who|which|of|as|on|was|were)\b)[\w'.&/-]+)"
_OF_IT = r"(?: (?!(?:in|on|at|for|from|to|with|by|of|and|or|was|were|is|are|had|has)\b)[\w'.&/-]+)"
_BE = r"(?: (?:an?|be|been|being|have|had|to|yet|ever|even|then|also|not|actually|currently|formally|subsequently))"
_BED = (
    r"(?:(?<!\bin )beds?(?!(?:side|room| rail| sheet| linen| frame| check| rest| alarm| sensor))|bed ?spaces?|places"
    r"|placements?|(?<!\btook )(?<!\btake )(?<!\btaken )(?<!\btaking )(?<!\bin )place)\b"
)
_TO = rf"(?:(?:transfer|refer)\w*|moved?|sent|send|taken?){_WORD}{{0,2}}? (?:in)?to|placed? (?:in|into|at)|treated as"
_GO = rf"(?:(?:re-?)?admi(?:t|tted|tting|ssion)|detain\w*|detention|section(?:ed|ing)|{_TO})\b"
_PATIENT = rf"(?:(?:\w+ )?in-?patient|(?:informal|voluntary) patient)(?:{_OF_IT}{{0,2}} admission)?"
_STAY = rf"(?:{_GO}|{_PATIENT}|{_BED}(?: admission)?)"
_OTHER = r"(?: \w+(?:,| and| or))?"  # "should have been assessed and admitted"
_NOT = r"(?:not|never|nor|cannot|\w+n't|rather than|instead of|without|avoid\w*|prevent\w*|unable|too \w+)"
_MIGHT = r"(?:should|ought|could|might|may|would|must)"
_HAD = r"(?:^had\b(?: [\w'-]+){1,4}? been|\bhad there(?: \w+)? been|\bif\b(?: [\w'-]+){1,4}? (?:had|have|were|was))"
_NEED = r"(?<!\bno longer )(?:requir|need)\w*"  # whoever needs it no longer had it
_SOUGHT = (
    r"(?:refus|declin|reject|seeking|sought|request|recommend|consider(?!abl)|suggest|discuss|want|wish|propos|await"
    r"|wait|advis|offer|explor|urge|possib|alternative|threshold|criteri|eligib|unsuitab|not suitab|search|look"
    rf"|fail)\w*|{_NEED}(?!.{{0,40}}\b(?:previous|prior|several|repeated|multiple|frequent|many|two|three|periods?)\b)"
    r"|den(?:y|ied|ial)|asked (?:for|to)|waits? of"
)
_TREATED = rf"{_NEED}{_ON_THE_WAY}{{0,6}}(?: and \w+)? (?:in|at) an?"
_FIND = r"(?:to|can|could) (?:find|locate|identify|secure|source|obtain|get)"
_NONE = (
    r"(?:no(?! (?:one|longer)\b)|lack\w*|short\w*|absence|unavailab\w*|insufficient|scarc\w*|enough"
    r"|pressures? (?:on|for))"
)
_AWAY = "|".join(
    (
        rf"\b{_NOT}{_BE}{{0,5}}{_OTHER}{_BE}{{0,2}} {_STAY}",
        rf"\b{_MIGHT}{_BE}{{0,5}}{_OTHER}{_BE}{{0,2}} {_STAY}",
        rf"{_HAD}{_BE}{{0,3}} {_STAY}|\bif {_GO}",
        rf"\bthat (?:he|she|they) be{_BE}{{0,2}} {_STAY}",
        rf"\bnot (?:want|wish|agree|willing|prepared)\w*{_WORD}{{0,6}}? {_STAY}",
        rf"\b(?:{_SOUGHT})\b{_ON_THE_WAY}{{0,8}}? {_STAY}",
        rf"\b{_TREATED}\b",
        rf"\b{_FIND}{_ON_THE_WAY}{{0,5}}? (?:{_BED}|{_PATIENT})",
        rf"\b{_NONE}{_WORD}{{0,7}}? {_BED}",
    )
)
_THERE = (
    rf"\b{_GO}|\badmissions\b|\b(?:discharged?|released?|left|abscond\w*|escape\w*|remain\w*|reside\w*|stay(?:ed|ing)"
    r"|nursed|cared for|held|kept|died|living|lived|attended|arrived|returned|placed|from|out of|was an?|were"
    r"|became an?)\b"
)
_CUES = re.compile(rf"(?P<away>{_AWAY})|{_THERE}")
_NO_SUCH = re.compile(rf"\b(?:no(?! longer\b)|(?:lack|shortage|absence) of){_OF_IT}{{0,3}}$")
_OF_A_PLACE = re.compile(
    r"^(?: (?:care|treatment|services?|provision|unit))?"
    r"(?:$|[,)]| (?:in|near|for|available|nearby)\b"
    r"| (?:was|were|is|are|could|would)(?: be)? (?:available|found|offered|free)\b)"
)
"""What follows the name of a place that there is none of; "no inpatient records" is of something else."""
_ELSEWHERE = re.compile(r"\b(?:rooms?|bedrooms?|records?|notes|forms?|observations?|another|by|and the)\b")
"""What stands between a refusal or a need and a name that is not what was refused or needed."""
_ENTRY = rf"(?:admission|transfer|stay|treatment|{_BED})"
_ITS_BED = re.compile(rf"{_OF_IT}{{0,3}}? {_BED}")
_ENTRY_TO = re.compile(rf"\b{_ENTRY} (?:in|on|at|to|into)(?: [\w'-]+){{0,4}}$")
_ITS_ENTRY = re.compile(rf"^{_OF_IT}{{0,3}}? {_ENTRY}")
_NOT_GOT = re.compile(
    r"^ (?:was|were|is|are|(?:had|has)(?= \w+ been)|could|can|being)(?: \w+)? (?:not|never)(?: be| been| yet)?"
    r" (?:available|found|possible|offered|arranged|identified|located|considered|appropriate|necessary|deemed)\b"
    r"|^[^,]{0,40}\bunavailable\b"
)
_ONLY_SOUGHT = re.compile(
    r"^ (?:was|were|had been|is)(?: \w+ly)? (?:sought|requested|considered|recommended|refused|declined|denied"
    r"|discussed|suggested|indicated|needed|required|awaited|explored)\b"
)


def was_away(text: str, start: int, end: int) -> bool:
    """Whether the words around ``text[start:end]``, a setting's name, say that the person was not there.

    ``text`` is in small letters with plain apostrophes, as `aspects` compares it.
    """
    before = " ".join(BREAK.split(_reached(text, start))[-1].split())
    after = "".join(f" {word}" for word in BREAK.split(text[end : end + REACH])[0].split())
    bed = _ITS_BED.match(after)
    said = f"{before} {text[start:end]}{bed.group() if bed else ''}"
    last = next(reversed([*_CUES.finditer(said)]), None)
    none = _NO_SUCH.search(before) is not None and _OF_A_PLACE.match(after) is not None
    away = last is not None and last.lastgroup == "away" and not _ELSEWHERE.search(before, last.start())
    return none or away or _after_it(before, after, named="bed" in text[start:end])


def _reached(text: str, start: int) -> str:
    """What stands before the name, whole words; where a sentence is cut, a mark stands for its beginning."""
    if start <= REACH:
        return text[:start]
    return "… " + text[start - REACH : start].partition(" ")[2]


def _after_it(before: str, after: str, named: bool) -> bool:
    """Whether what follows the name says it: "an inpatient bed was not found", "admission to the ward was refused"."""
    entry = _ITS_ENTRY.match(after)
    rest = after[entry.end() :] if entry else after
    entered = named or entry is not None or _ENTRY_TO.search(before) is not None
    return entered and (_NOT_GOT.match(rest) is not None or _ONLY_SOUGHT.match(rest) is not None)
