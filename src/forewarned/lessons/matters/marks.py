"""Printed numbers of a section: "1.", "(a)", "iii)", "Concern 2:", bullets; at the start of a line or in running text.

A number is believed when it carries on a list (2 after 1, b after a), or starts one where a list may start. Lists nest:
what starts inside an open list is one level deeper, what carries on an outer list closes the inner ones.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from forewarned.lessons.matters.units import at_line_start, line_starts, plain_hyphens

_CANDIDATE = re.compile(
    r"(?<!\S)(?:"
    r"(?P<word>(?P<noun>concern|issue|matter|point|area|pryder|"
    r"mater)\s(?:no\.?\s?)?(?P<wv>\d{1,2}|one|two|three|four|five|six)(?:\s?[:.)–—-]|(?=\s)))"
    r"|(?P<multi>\d{1,2}\.(?P<mv>\d{1,2})\.?(?=\s))"
    r"|(?P<par>\((?P<pv>\d{1,2}|[a-z]|[ivx]{1,5})\s?\)\.?)"
    r"|(?P<square>\[(?P<sv>\d{1,2})\])"
    r"|(?P<dot>(?P<dv>\d{1,2}|[a-z]|[ivx]{1,5})(?P<close>[.)])(?:\)|\.\.)?:?)"
    r"|(?P<bare>\d{1,2}(?=[ \t\u00a0]+[A-Z]))"
    r"|(?P<bullet>[•●▪·➢◦‣\uf0b7–—*-]|o(?=[ \t\u00a0]))"
    r")",
    re.IGNORECASE,
)
_ROMAN = {
    numeral: value
    for value, numeral in enumerate(
        "i ii iii iv v vi vii viii ix x xi xii xiii xiv xv xvi xvii xviii xix xx".split(), start=1
    )
}
_OPENS_LIST = re.compile(
    r"(?:[.:;!?–—\-)\]\"”’,\d]|\b(?:and|that|are|is|follows|following|concerns?|including|because|due to))\s*$",
    re.IGNORECASE,
)
_TITLE_BEFORE = re.compile(r"(?:[.!?:]|^)\s*(?:\b(?:[A-Z][\w&’'-]*|of|and|the|for|NHS)\s+){2,9}$")
_REFERENCE = re.compile(
    r"\b(?:category|section|s|paragraphs?|para|figure|fig|box|page|stage|level|type|grade|part|article|appendix|"
    r"points?|items?|"
    r"rule|regulation|ward|chapter|annex|and|at|to|in|of|or|by|schedule|table|band|phase|aged?|room|unit)\s$"
    r"|\b(?:no|fig|para|s)\.\s$",
    re.IGNORECASE,
)
_DASHES = "–—-*"
_ARABIC = ("()1", ".1", ")1")
"""Shapes that are a list's number wherever they stand, if a capital follows and the list goes on."""
_COUNTING = {*_ARABIC, "[]", "bare"}
_COUNTED = {"one": 1, "two": 2, "three": 3, "four": 4, "five": 5, "six": 6}


@dataclass(frozen=True, slots=True)
class Mark:
    """A printed number: ``text[start:end]``; ``depth`` 0 is the outermost list; ``value`` counts from 1."""

    start: int
    end: int
    depth: int
    value: int
    shape: str


@dataclass(slots=True)
class _Candidate:
    start: int
    end: int
    at_line: bool
    readings: tuple[tuple[str, int], ...]


def find_marks(text: str) -> tuple[Mark, ...]:
    """The printed numbers of the lists of a section, in order. A soft hyphen may stand before one, but is none."""
    printed, text = text, plain_hyphens(text)
    candidates = [one for one in _candidates(text) if printed[one.start] == text[one.start]]
    known = {reading for candidate in candidates for reading in candidate.readings}
    dashes = sum(1 for candidate in candidates if candidate.readings[0][0] == "dash")
    open_lists: list[list[str | int]] = []
    found: list[Mark] = []
    for candidate in candidates:
        if candidate.readings[0][0] == "dash" and not candidate.at_line and dashes < 2:
            continue
        placed = (
            _carry_on(text, candidate, open_lists)
            or _start(text, candidate, open_lists, known)
            or _carry_on_otherwise(candidate, open_lists)
        )
        if placed:
            depth, shape, value = placed
            found.append(Mark(candidate.start, candidate.end, depth, value, shape))
    return tuple(found)


def _candidates(text: str) -> Iterator[_Candidate]:
    starts = line_starts(text)
    for match in _CANDIDATE.finditer(text):
        at_line = at_line_start(text, starts, match.start())
        readings = tuple(_readings(match, at_line))
        if not readings or not _followed(text, match, at_line):
            continue
        if readings[0][0] == "dash" and not at_line and not _dash_opens(text, match):
            continue
        yield _Candidate(match.start(), match.end(), at_line, readings)


def _readings(match: re.Match[str], at_line: bool) -> Iterator[tuple[str, int]]:
    """What a candidate may be: (shape, value), the likelier first."""
    if match["word"]:
        if at_line or match["word"][0].isupper():
            value = match["wv"].lower()
            yield "word " + match["noun"].lower(), _COUNTED.get(value) or int(value)
    elif match["multi"] or match["square"] or match["bare"]:
        if at_line:
            yield _at_line_only(match)
            if match["bare"] == "1":
                yield ".1", 1
    elif match["bullet"]:
        yield ("dash" if match["bullet"] in _DASHES else "bullet " + match["bullet"]), 0
    else:
        value, shape = (match["pv"], "()") if match["par"] else (match["dv"], match["close"])
        if value.isdigit():
            yield shape + "1", int(value)
            return
        case = "a" if value.islower() else "A"
        roman = _ROMAN.get(value.lower())
        if roman:
            yield shape + "roman" + case, roman
        if len(value) == 1:
            yield shape + case, ord(value.lower()) - 96
        if value == "l":
            yield shape + "1", 1


def _at_line_only(match: re.Match[str]) -> tuple[str, int]:
    """The reading of a shape that is a list's number only at the start of a line: in running text it refers."""
    if match["multi"]:
        return "multi " + match["multi"].split(".")[0], int(match["mv"])
    if match["square"]:
        return "[]", int(match["sv"])
    return "bare", int(match["bare"])


def _followed(text: str, match: re.Match[str], at_line: bool) -> bool:
    """Whether words follow: after a space, or at once at the start of a line."""
    after = text[match.end() : match.end() + 60]
    if not after.strip():
        return False
    if match["bullet"] and match["bullet"] in _DASHES:
        return bool(re.match(r"[ \t\u00a0]+[^\s(\d–—-]", after))
    if after[0].isspace() or match["bullet"]:
        return True
    if match["par"] and match["pv"].isdigit() and after[0].isupper():
        return True
    return (
        at_line
        and (after[0].isalpha() or after[0] in '“"‘[')
        and not match["bare"]
        and (bool(match["par"]) or bool(match["dot"] and match["dv"].isdigit()))
    )


def _dash_opens(text: str, match: re.Match[str]) -> bool:
    before = text[max(0, match.start() - 5) : match.start()].strip()[-1:]
    after = text[match.end() : match.end() + 4].strip()[:1]
    return before in (".", ";", ":") and after.isupper()


def _carry_on(text: str, candidate: _Candidate, lists: list[list[str | int]]) -> tuple[int, str, int] | None:
    """Place the candidate as the next of an open list, the innermost first."""
    for depth in range(len(lists) - 1, -1, -1):
        shape, last = str(lists[depth][0]), int(lists[depth][1])
        for reading, value in candidate.readings:
            if reading != shape:
                continue
            if reading.startswith(("bullet", "dash")):
                value = last + 1
            steps = (1, 0, 2) if candidate.at_line else (1,)
            if value - last not in steps:
                continue
            if not candidate.at_line and not _inline_ok(text, candidate, carried=True):
                continue
            del lists[depth + 1 :]
            lists[depth][1] = value
            return depth, shape, value
    return None


def _carry_on_otherwise(candidate: _Candidate, lists: list[list[str | int]]) -> tuple[int, str, int] | None:
    """Place a number at a line's start as the next of the outermost list, which is printed otherwise: (8), then 9."""
    shape, value = candidate.readings[0]
    if candidate.at_line and lists and {shape, str(lists[0][0])} <= _COUNTING and value == int(lists[0][1]) + 1:
        del lists[1:]
        lists[0][1] = value
        return 0, shape, value
    return None


def _start(
    text: str, candidate: _Candidate, lists: list[list[str | int]], known: set[tuple[str, int]]
) -> tuple[int, str, int] | None:
    """Place the candidate as the first of a list: a new one, or an open one that starts again."""
    for shape, value in candidate.readings:
        listless = shape.startswith(("bullet", "dash"))
        value = 1 if listless else value
        if candidate.readings[0][0] == "bare" and (shape, value + 1) not in known:
            continue
        if value != 1 and not (candidate.at_line and not lists and (shape, value + 1) in known):
            continue
        if not candidate.at_line and not (listless or _may_start_inline(text, candidate, shape, known)):
            continue
        nests = text[max(0, candidate.start - 6) : candidate.start].rstrip().endswith(":")
        for depth, (open_shape, _) in enumerate(lists):
            if open_shape == shape and not (nests and depth < len(lists) - 1):
                del lists[depth + 1 :]
                lists[depth][1] = value
                return depth, shape, value
        lists.append([shape, value])
        return len(lists) - 1, shape, value
    return None


def _may_start_inline(text: str, candidate: _Candidate, shape: str, known: set[tuple[str, int]]) -> bool:
    before = text[max(0, candidate.start - 60) : candidate.start]
    capital = text[candidate.end : candidate.end + 9].lstrip()[:1].isupper()
    goes_on = (shape, 2) in known and ((capital and shape in _ARABIC) or _TITLE_BEFORE.search(before))
    if not (_OPENS_LIST.search(before) or goes_on) or not _inline_ok(text, candidate, carried=False):
        return False
    announced = re.search(r"(?:[:–—-]|follows\.?|summary of matters of concern[)\]]?)\s*$", before, re.IGNORECASE)
    return (shape, 2) in known or bool(announced and not shape.startswith((".a", ".A", ".roman")))


def _inline_ok(text: str, candidate: _Candidate, *, carried: bool) -> bool:
    """Whether a number inside a line may be a list's: no reference ("section 2."), a capital after a dot."""
    before = text[max(0, candidate.start - 24) : candidate.start]
    if _REFERENCE.search(before) and not re.search(r"[,;:]\s(?:and|or)\s$", before):
        return False
    after = text[candidate.end : candidate.end + 12].lstrip()[:1]
    shape = candidate.readings[0][0]
    if shape.startswith(".") and not (after.isupper() or after in "“\"‘'[(£" or after.isdigit()):
        return bool(re.search(r"[:;]\s*$", before)) or (carried and bool(re.search(r"[.;:]\s*$", before)))
    return True
