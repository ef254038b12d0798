"""Reads a query: `parse` gives a `Query`, or says in which column it went wrong and what could stand there."""

from __future__ import annotations

import re
from calendar import monthrange
from dataclasses import dataclass
from datetime import date
from difflib import get_close_matches

from forewarned.errors import InputError
from forewarned.lessons.screen.query import Age, All, Any, Has, Not, Query, When
from forewarned.lessons.screen.words import CODES, FIELDS, SYNONYMS, THEMES

_TOKEN = re.compile(
    r"(?P<space>\s+)|(?P<quoted>[\"“”](?P<inner>[^\"“”]*)[\"“”])|(?P<sign><=|>=|!=|[<>=≤≥])|(?P<mark>[():])"
    r"|(?P<word>[^\s\"“”():<>=≤≥!]+)"
)
_LONGEST, _DEEPEST = 2000, 40
_LIMITS = ("since", "until", "before", "after", "between", "died")
_A_CONDITION = (
    'a condition: suicide, child, inpatient, age < 18, theme:…, area:"…", since 2015, "words in quotes", not, ('
)


@dataclass(frozen=True, slots=True)
class _Token:
    kind: str
    text: str
    column: int


def _tokens(query: str) -> list[_Token]:
    found: list[_Token] = []
    at = 0
    while at < len(query):
        match = _TOKEN.match(query, at)
        if match is None:
            meant = 'a closing "' if query[at] in '"“”' else _A_CONDITION
            raise _wrong("This character cannot be read", at + 1, meant)
        kind = match.lastgroup or ""
        if match["quoted"] is not None:
            found.append(_Token("quoted", " ".join(match["inner"].split()), at + 1))
        elif kind != "space":
            found.append(_Token(kind, match[0], at + 1))
        at = match.end()
    return [*found, _Token("end", "", len(query) + 1)]


def _wrong(what: str, column: int, expected: str) -> InputError:
    return InputError(f"{what} in the query.", where=f"column {column}", next_step=f"Here could stand {expected}.")


def parse(query: str) -> Query:
    """The query as a value. InputError names the column (from 1) and what could stand there.

    The language: docs/reference/screen.md. Case does not matter outside quotes; ``not`` binds tightest, then ``and``,
    then ``or``; a date limit may follow a condition without ``and``.
    """
    if len(query) > _LONGEST:
        raise _wrong(f"More than {_LONGEST} characters", _LONGEST + 1, "the end of the query")
    reader = _Reader(_tokens(query))
    found = reader.any_of(0)
    if reader.here.kind != "end":
        raise _wrong(
            "Unexpected words", reader.here.column, "and, or, a date limit (since, until, between), or the end"
        )
    return found


class _Reader:
    def __init__(self, tokens: list[_Token]) -> None:
        self._tokens = tokens
        self._at = 0

    @property
    def here(self) -> _Token:
        return self._tokens[self._at]

    def _is(self, *words: str) -> bool:
        return self.here.kind == "word" and self.here.text.lower() in words

    def _take(self) -> _Token:
        token = self.here
        self._at = min(self._at + 1, len(self._tokens) - 1)
        return token

    def any_of(self, depth: int) -> Query:
        parts = [self._all_of(depth)]
        while self._is("or"):
            self._take()
            parts.append(self._all_of(depth))
        return parts[0] if len(parts) == 1 else Any(tuple(parts))

    def _all_of(self, depth: int) -> Query:
        parts = [self._one(depth)]
        while self._is("and", "but", *_LIMITS):
            if self._is("and", "but"):
                self._take()
            parts.append(self._one(depth))
        return parts[0] if len(parts) == 1 else All(tuple(parts))

    def _one(self, depth: int) -> Query:
        if depth > _DEEPEST:
            raise _wrong(f"More than {_DEEPEST} brackets within each other", self.here.column, "a simpler query")
        if self._is("not"):
            self._take()
            return Not(self._one(depth + 1))
        if self.here.text == "(" and self.here.kind == "mark":
            self._take()
            inner = self.any_of(depth + 1)
            if self.here.text != ")":
                raise _wrong("A bracket is not closed", self.here.column, "), and, or")
            self._take()
            return inner
        return self._condition()

    def _condition(self) -> Query:
        token = self.here
        if token.kind == "quoted":
            self._take()
            return self._words("text", token)
        if token.kind != "word":
            raise _wrong("A condition is missing", token.column, _A_CONDITION)
        word = token.text.lower()
        if word in ("and", "or"):
            raise _wrong(f"Nothing before '{word}'", token.column, _A_CONDITION)
        self._take()
        if word == "died":
            return self._limit(self._take(), "death")
        if word in _LIMITS:
            return self._limit(token, "report")
        if word in ("age", "aged"):
            return self._age()
        if self.here.text == ":":
            return self._field(token)
        return self._synonym(token)

    def _synonym(self, token: _Token) -> Query:
        word = token.text.lower().replace("-", "_")
        for known in (word, word.removesuffix("s")):
            if known in SYNONYMS:
                return parse(SYNONYMS[known])
        near = get_close_matches(word, sorted({*SYNONYMS, *FIELDS}), n=3)
        meant = ", ".join(near) if near else _A_CONDITION
        raise _wrong("An unknown word", token.column, f'{meant}; put words to look for in the text in "quotes"')

    def _field(self, token: _Token) -> Query:
        name = token.text.lower()
        name = {"organization": "organisation", "themes": "theme", "categories": "category"}.get(name, name)
        if name not in FIELDS:
            near = get_close_matches(name, FIELDS, n=3) or FIELDS
            raise _wrong("An unknown field", token.column, ", ".join(near))
        self._take()
        value = self.here
        codes = {**CODES, "theme": THEMES}.get(name)
        if value.kind not in ("word", "quoted"):
            expected = ", ".join(codes) if codes else 'a word or "words in quotes"'
            raise _wrong(f"Nothing after '{name}:'", value.column, expected)
        self._take()
        if codes is None:
            return self._words(name, value)
        code = value.text.lower().replace(" ", "_").replace("-", "_")
        if code not in codes:
            raise _wrong(f"An unknown value of '{name}'", value.column, ", ".join(codes))
        return Has(name, code)

    def _words(self, name: str, token: _Token) -> Query:
        if not any(letter.isalnum() for letter in token.text):
            raise _wrong("No words to look for", token.column, "at least one letter or figure")
        return Has(name, token.text)

    def _number(self) -> int:
        token = self._take()
        if token.kind != "word" or not re.fullmatch(r"\d{1,3}", token.text):
            raise _wrong("An age must be whole years", token.column, "a number such as 18")
        return int(token.text)

    def _age(self) -> Query:
        if self.here.text == ":":
            self._take()
        if self._is("between"):
            self._take()
            low = self._number()
            if not self._is("and", "to"):
                raise _wrong("'between' needs two ages", self.here.column, "and")
            self._take()
            return Age(low, self._number())
        words = {"under": "<", "below": "<", "over": ">", "above": ">"}
        token = self.here
        sign = words.get(token.text.lower(), token.text) if token.kind in ("word", "sign") else ""
        if sign in ("<", "<=", "≤", ">", ">=", "≥", "=", "!="):
            self._take()
        elif token.kind == "word" and token.text.isdigit():
            sign = "="
        else:
            raise _wrong("'age' needs a comparison", token.column, "<, <=, =, >=, >, between, or a number")
        number = self._number()
        if sign == "!=":
            return Not(Age(number, number))
        least = {">": number + 1, ">=": number, "≥": number, "=": number}.get(sign)
        high = {"<": number - 1, "<=": number, "≤": number, "=": number}.get(sign)
        return Age(least, high)

    def _limit(self, token: _Token, of: str) -> Query:
        word = token.text.lower()
        if word in ("since", "from"):
            return When(of, self._date()[0], None)
        if word == "until":
            return When(of, None, self._date()[1])
        if word == "before":
            return When(of, None, date.fromordinal(max(1, self._date()[0].toordinal() - 1)))
        if word == "after":
            return When(of, date.fromordinal(min(date.max.toordinal(), self._date()[1].toordinal() + 1)), None)
        if word in ("in", "on"):
            return When(of, *self._date())
        if word != "between":
            raise _wrong("'died' needs a date limit", token.column, "since, until, before, after, between or in")
        first = self._date()[0]
        if not self._is("and", "to"):
            raise _wrong("'between' needs two dates", self.here.column, "and")
        self._take()
        return When(of, first, self._date()[1])

    def _date(self) -> tuple[date, date]:
        """First and last day of a year, a month or a day."""
        token = self._take()
        match = re.fullmatch(r"(\d{4})(?:-(\d\d?)(?:-(\d\d?))?)?", token.text) if token.kind == "word" else None
        if match is not None:
            year, month, day = int(match[1]), int(match[2] or 0), int(match[3] or 0)
            if year and not month:
                return date(year, 1, 1), date(year, 12, 31)
            if year and 1 <= month <= 12:
                last = monthrange(year, month)[1]
                if match[3] is None:
                    return date(year, month, 1), date(year, month, last)
                if 1 <= day <= last:
                    return date(year, month, day), date(year, month, day)
        raise _wrong("A date cannot be read", token.column, "a year (2015), a month (2015-07) or a day (2015-07-25)")
