"""The words that carried a theme: which stretches of the text are worth showing to a person.

A stretch must speak for the theme by itself: a hand-written phrase of that very theme, or a word or pair of words that
the model weighs in its favour. Words of narrative and of the inquest ("firstly", "I heard", "was admitted") never stand
alone: every stretch holds a word with a meaning of its own.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from forewarned.lessons.themes.codebook import NOT_A_CONCERN
from forewarned.lessons.themes.features import STOP, Seen, Span
from forewarned.lessons.themes.words import MONTHS, WORD, plain_of

MOST_WORDS = 4
LONGEST = 60
"""Characters of the longest stretch shown as words that carried a theme."""
FAINT = 0.25
MOST_TRIED = 24
SHORTEST = 2
DULL = (
    STOP
    | MONTHS
    | frozenset(
        "about above accept accepted accordingly account add additionally after again all also although am "
        "among another any apparent appear appeared appears around asked became because become becomes before "
        "below between both came can case cause caused circumstances clear come concern concerned concerning "
        "concerns conclude concluded consider considered coroner could course court date day days death "
        "deaths deceased did do does doing done down dr due during each either even evidence fact finally "
        "find finding first firstly follow following follows found fourth further furthermore future gave get "
        "give given gives go going got hear heard hence here how however if including indeed indicated "
        "inquest inquests issue issues itself jury just known later led like made make makes many matter "
        "matters may me might miss month more most mr mrs ms much must my namely next nor not now number "
        "occasion occasions occur occurred once one ones only opinion opposed other others our out over own "
        "paragraph part particular particularly per point possible previously question raise raised raises "
        "rather reason regard regarding regards relation report reported respect respectively revealed said "
        "same saw say says second secondly see seem seemed seems seen set several shall she should show "
        "showed since so some state stated statement still subject such take taken takes tell ten than thank "
        "therefore thing things third thirdly three through thus time told took toward towards two under "
        "unless until up upon us use used very view want was way week well went were what when where whereas "
        "whether which while whilst why will within without witness witnesses would year years yet".split()
    )
)


def telling_words(names: Sequence[str], gifts: Sequence[float], seen: Seen, code: str, text: str) -> tuple[Span, ...]:
    """Stretches of ``text`` (start, end) that gave most to ``code``, in the order of the text; none only of no words.

    ``gifts`` are what each named feature added to the code's margin.
    """
    given: dict[Span, float] = {}
    for name, gift in zip(names, gifts, strict=True):
        if not _speaks_for(name, code):
            continue
        places = [place for place in seen.places.get(name, ()) if place[1] - place[0] <= LONGEST]
        for place in places:
            given[place] = given.get(place, 0.0) + gift / len(places)
    told = {span: gift for span, gift in given.items() if code == NOT_A_CONCERN or has_meaning(text[slice(*span)])}
    return _best_spans(told, text) or _fallback(told or given, seen, text)


def has_meaning(words: str) -> bool:
    """True when a stretch holds a word that says something by itself."""
    plains = [plain_of(match.group()) for match in WORD.finditer(words)]
    return any(len(plain) > SHORTEST and plain not in DULL and not plain[0].isdigit() for plain in plains) or any(
        plain.isdigit() and len(plain) == 3
        for plain in plains  # 999, 111, 101, 136
    )


def _speaks_for(name: str, code: str) -> bool:
    """True for words, pairs and the code's own phrases: another theme's phrase would show words that mean that one."""
    if name[0] == "c":
        return name.startswith(f"c {code}: ")
    return name[0] in "wb" or name in (f"s {code}", f"h {code}")


def _best_spans(given: Mapping[Span, float], text: str) -> tuple[Span, ...]:
    """The stretches with the greatest gifts, each counting those within it: overlapping ones
    joined, none twice, faint ones left out."""
    likely = sorted((span for span in given if given[span] > 0), key=lambda one: (-given[one], one))[:MOST_TRIED]
    totals = {
        (start, end): sum(gift for (first, last), gift in given.items() if start <= first and last <= end)
        for start, end in likely
    }
    chosen: list[Span] = []
    shown: set[str] = set()
    for span in sorted(totals, key=lambda one: (-totals[one], one)):
        if totals[span] <= 0 or (chosen and totals[span] < FAINT * max(totals.values())):
            break
        words = plain_of(text[slice(*span)]).removesuffix("s")
        met = [one for one in chosen if span[0] < one[1] and one[0] < span[1]]
        joined = (min(span[0], *(one[0] for one in met)), max(span[1], *(one[1] for one in met))) if met else span
        if (not met and (len(chosen) == MOST_WORDS or words in shown)) or joined[1] - joined[0] > LONGEST:
            continue
        chosen = [one for one in chosen if one not in met] + [joined]
        shown.add(words)
    return tuple(sorted(chosen))


def _fallback(given: Mapping[Span, float], seen: Seen, text: str) -> tuple[Span, ...]:
    """When nothing speaks for a code (a person added it): the least unlikely stretch, else the first word there is."""
    if given:
        return (max(given, key=lambda one: (given[one], -one[0])),)
    spans = sorted(span for places in seen.places.values() for span in places)
    return tuple([span for span in spans if has_meaning(text[slice(*span)])][:1] or spans[:1])
