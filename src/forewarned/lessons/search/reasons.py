"""Why an item was found: which of the words asked for stand where, and the stretch of its text to show."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from forewarned.lessons.search.asking import Asked
from forewarned.lessons.search.items import SearchItem
from forewarned.lessons.search.schema import value_of
from forewarned.lessons.search.values import How, Matched, Snippet
from forewarned.lessons.search.words import WORD, opening_of, stem_of, word_of, words_of, written_words

MOST_SPANS = 50
"""Of one term in one text: enough to mark, and a text of 200 KB stays quick."""
SNIPPET = 260
"""Characters of a snippet."""
BEFORE = 60
"""Characters of it before the first matched word."""
MOST_SNIPPETS = 2

Span = tuple[int, int]


@dataclass(frozen=True, slots=True)
class _Sought:
    """One term to look for in a text: as a word, or as words that stand together."""

    asked: Asked
    words: frozenset[str]
    stems: frozenset[str]
    phrase: tuple[str, ...]

    def meets(self, word: str) -> bool:
        return word in self.words or (bool(self.stems) and stem_of(word) in self.stems)


@dataclass(slots=True)
class Reasons:
    """Finds the reasons of one question's hits."""

    groups: Sequence[tuple[Asked, ...]]
    fields: Sequence[tuple[Asked, ...]]
    _sought: list[_Sought] = field(default_factory=list)
    _openings: frozenset[str] = frozenset()

    def __post_init__(self) -> None:
        self._sought = [_sought(asked) for group in self.groups for asked in group]
        self._openings = frozenset(opening_of(word) for one in self._sought for word in (*one.words, *one.phrase[:1]))

    def of(self, item: SearchItem) -> tuple[tuple[Matched, ...], tuple[Snippet, ...]]:
        """The reasons for ``item``, in the order asked, and its snippets (its opening when no word stands in it)."""
        found: list[Matched] = []
        in_text = self._spans(item.text)
        in_title = self._spans(item.title)
        at = 0
        for group in self.groups:
            reasons: list[Matched] = []
            for asked in group:
                reasons += self._reasons(asked, item, in_text[at], in_title[at], self._sought[at])
                at += 1
            found += reasons or [Matched(group[0].term.text, "not_there", "", ())]
        for group in self.fields:
            found += [reason for asked in group for reason in _field_reasons(asked, item)]
        marks = sorted((start, end, at) for at, spans in enumerate(in_text) for start, end in spans)
        return tuple(found), snippets(item.text, marks)

    def _spans(self, text: str) -> list[list[Span]]:
        """For each term sought, where it stands in ``text``."""
        spans: list[list[Span]] = [[] for _ in self._sought]
        if not self._sought or not text:
            return spans
        open_ends = list(zip(self._sought, spans, strict=True))
        for word, start, end in written_words(text, self._openings):
            for at, (sought, found) in enumerate(open_ends):
                if sought.meets(word):
                    found.append((start, end))
                elif sought.phrase and word == sought.phrase[0] and (last := _phrase_end(text, end, sought.phrase)):
                    found.append((start, last))
                if len(found) >= MOST_SPANS:
                    open_ends = open_ends[:at] + open_ends[at + 1 :]
                    if not open_ends:
                        return spans
                    break
        return spans

    def _reasons(self, asked: Asked, item: SearchItem, text: list[Span], title: list[Span], sought: _Sought) -> list[
        Matched
    ]:  # fmt: skip
        found: list[Matched] = []
        for where, written, spans in (("text", item.text, text), ("title", item.title, title)):
            if spans:
                words = _distinct(written[start:end] for start, end in spans)
                found.append(Matched(asked.term.text, _how(asked, words), where, words, tuple(spans)))
        others = (("organisation", item.organisations), ("area", (item.area,)), ("ref", (item.ref,)))
        for where, values in others:
            met = [value for value in values if _in(value, sought)]
            if met:
                found.append(Matched(asked.term.text, _how(asked, ()), where, tuple(met)))
        return found


def _sought(asked: Asked) -> _Sought:
    words = asked.guesses or asked.words
    if asked.how == "phrase" and len(asked.words) > 1:
        joined = frozenset({"".join(asked.words)}) if asked.term.kind == "word" else frozenset[str]()
        return _Sought(asked, joined, frozenset(), asked.words)
    stems = frozenset() if asked.whole else frozenset(stem_of(word) for word in words)
    return _Sought(asked, frozenset(words), stems, ())


def _phrase_end(text: str, end: int, phrase: tuple[str, ...]) -> int:
    """Where the phrase ends whose first word ends at ``end``; 0 when the next words are others."""
    for wanted in phrase[1:]:
        following = WORD.search(text, end)
        if not following:
            return 0
        word, _, end = next(written_words(text[following.start() :]), ("", 0, 0))
        end += following.start()
        if word != wanted:
            return 0
    return end


def _in(value: str, sought: _Sought) -> bool:
    words = words_of(value)
    if any(sought.meets(word) for word in words):
        return True
    size = len(sought.phrase)
    return size > 0 and any(words[at : at + size] == sought.phrase for at in range(len(words) - size + 1))


def _how(asked: Asked, found: tuple[str, ...]) -> How:
    if asked.guesses:
        return "typo"
    if asked.how == "phrase":
        return "phrase"
    return "exact" if not found or any(word_of(one) in asked.words for one in found) else "stem"


def _distinct(words: Iterator[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(words))[:5]


def _field_reasons(asked: Asked, item: SearchItem) -> Iterator[Matched]:
    name = asked.term.field
    if asked.values:
        held = item.themes if name == "theme" else (item.kind,)
        met = tuple(value for value in held if value_of(value) in asked.values)
        if met:
            yield Matched(asked.term.text, "field", name, met)
        return
    values = {"organisation": item.organisations, "area": (item.area,), "ref": (item.ref,), "title": (item.title,)}
    sought = _Sought(asked, frozenset(asked.words) if len(asked.words) == 1 else frozenset(),
                     frozenset(map(stem_of, asked.words)) if name == "title" and not asked.whole else frozenset(),
                     asked.words if len(asked.words) > 1 else ())  # fmt: skip
    met = tuple(value for value in values.get(name, ()) if _in(value, sought))
    if met:
        yield Matched(asked.term.text, "field", name, met)


def snippets(text: str, marks: Sequence[tuple[int, int, int]]) -> tuple[Snippet, ...]:
    """Up to two stretches of the text with the most of the terms in them; ``marks`` are (start, end, term), sorted."""
    if not text:
        return ()
    if not marks:
        end = _word_break(text, min(SNIPPET, len(text)))
        return (Snippet(0, end, ()),)
    chosen: list[Snippet] = []
    shown: set[int] = set()
    starts = [start for start, _, _ in marks]
    while len(chosen) < MOST_SNIPPETS:
        best: tuple[int, int, int] = (0, 0, 0)  # new terms, marks, minus the place
        for at, (start, _, _) in enumerate(marks):
            upto = bisect_left(starts, start + SNIPPET - BEFORE)
            inside = marks[at:upto]
            new = len({term for _, _, term in inside} - shown)
            best = max(best, (new, len(inside), -at)) if new else best
        if not best[0]:
            break
        first = -best[2]
        snippet = _stretch(text, marks, first)
        chosen.append(snippet)
        shown |= {term for start, end, term in marks if snippet.start <= start and end <= snippet.end}
    return tuple(sorted(chosen, key=lambda one: one.start))


def _stretch(text: str, marks: Sequence[tuple[int, int, int]], first: int) -> Snippet:
    begin = max(0, marks[first][0] - BEFORE)
    while begin and begin < marks[first][0] and not text[begin - 1].isspace():
        begin += 1
    end = _word_break(text, min(len(text), max(begin + SNIPPET, marks[first][1])))
    end = max(end, marks[first][1])
    inside: dict[Span, None] = {}
    for start, stop, _ in marks:
        if begin <= start and stop <= end:
            inside[(start, stop)] = None
    return Snippet(begin, end, tuple(inside))


def _word_break(text: str, end: int) -> int:
    """The end of the last whole word before ``end``; ``end`` itself when one word is that long."""
    if end >= len(text) or text[end].isspace():
        return end
    for at in range(end, max(0, end - 40), -1):
        if text[at - 1].isspace():
            return at - 1 if at > 1 else end
    return end
