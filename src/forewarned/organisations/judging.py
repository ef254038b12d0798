"""What one part of an addressee field names: judged once per text and directory, independent of date."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from enum import StrEnum
from functools import lru_cache

from rapidfuzz import process

from forewarned.organisations import offices
from forewarned.organisations.directory import Directory, Entry
from forewarned.organisations.families import Families
from forewarned.organisations.kinds import ends_like_a_body, ends_like_a_local_body, guess_kind, names_only_a_part
from forewarned.organisations.knowledge import rows_of
from forewarned.organisations.names import loose, loose_words, plain, title_case, untyped
from forewarned.organisations.slips import is_slip, likeness


class Sort(StrEnum):
    """What a text is."""

    KNOWN = "known"  # a body of the directory
    DOUBTFUL = "doubtful"  # a form that several bodies share
    SEVERAL = "several"  # bodies sharing a word ("Norfolk and Suffolk Constabulary")
    NAMED = "named"  # looks like a body no list holds
    PLAIN = "plain"  # a proper name that might be a body
    PART = "part"  # only a part or sort of body
    OFFICE = "office"  # an office without its body
    PERSON = "person"
    REDACTED = "redacted"
    PLACE = "place"
    NOTHING = "nothing"  # no addressee at all


@dataclass(frozen=True, slots=True)
class Judgement:
    """``entries`` for KNOWN; ``name`` and ``kind`` for NAMED and PLAIN; ``score``, ``reason`` and ``sure`` always."""

    sort: Sort
    score: float
    reason: str
    sure: bool
    entries: tuple[Entry, ...] = ()
    name: str = ""
    kind: str = ""
    whole: bool = False  # the text is nothing but the body's name
    shares: tuple[tuple[int, int, str], ...] = ()  # SEVERAL: (start, end, the name it stands for)


_FORMERLY = re.compile(
    r"\s*[,(]?\s*\b(?:formerly|previously|f/?k/?a|formally|also) (?:known as |called )?.*$", re.IGNORECASE
)
_TRADING = re.compile(
    r"\s+(?:t/a|trading as|on behalf of|c/o|care of|part of|owned by|managed by|run by|operated by|operating as)\s+.*$",
    re.IGNORECASE,
)
_BRACKET = re.compile(r"^(?P<out>.*?)\s*\((?P<in>[^()]*)\)?\s*(?P<after>.*)$")
_AT = re.compile(r"^(?P<part>.+?)\s+(?:at|within|for|in|of|,)\s+(?:the\s+)?(?P<body>.+)$", re.IGNORECASE)
_GROUP_HOSPITAL = re.compile(
    r"^(?:the\s+)?(?P<group>Priory|Cygnet|Spire|Nuffield Health|Nuffield|BMI|Ramsay|Elysium|Circle)\b(?=.*\b(?:hospital|clinic|unit)\b).+$",
    re.I,
)
_BUILDING = re.compile(
    r"\b(?:house|road|street|court|building|buildings|park|lane|avenue|square|centre|tower|hq|headquarters)$", re.I
)
_SECTION = re.compile(r"\b(?:office|department|dept|team|section|division|directorate|branch|desk)$", re.I)
_SHARING = re.compile(r"\s*,\s*(?:and\s+)?|\s+(?:and|&)\s+|\s*/\s*", re.IGNORECASE)
_SAFEGUARDING = re.compile(
    r"\bsafeguarding\b.*\b(?:board|partnership)$|\bpartnership board$|\bhealth (?:and|&) (?:social )?care partnership$|\b(?:local medical|safety) committee$",
    re.IGNORECASE,
)
_POSTCODE = re.compile(r"\b[A-Z]{1,2}\d[A-Z\d]?\s*\d[A-Z]{2}\b")
_STREET = re.compile(
    r"^(?:unit |suite |floor )\d+[a-z]?$|.*\b(?:street|road|avenue|lane|drive|way|crescent|terrace|close|square|gardens|industrial estate|business park|floor)$",
    re.I,
)
_CATEGORY = re.compile(
    r"\((?:from|to|before) 20\d\d|20\d\d onwards|related deaths?$|prevention of future deaths? reports?|medication related|^(?:please )?see |^n/?a$|^various\b|^none$|^not (?:known|stated)|to follow|pfd report|see the report",
    re.IGNORECASE,
)
_EMAIL = re.compile(r"\S+@\S+\.\S+")


@lru_cache(maxsize=1)
def _places() -> frozenset[str]:
    towns = {plain(row["name"]) for row in rows_of("towns")}
    return frozenset(towns | {plain(row["place"]) for row in rows_of("councils")})


def has_postcode(text: str) -> bool:
    """Does the text hold a United Kingdom postcode?"""
    return bool(_POSTCODE.search(text))


def _is_place(text: str) -> bool:
    """Is the text a place, or places joined ("Derbyshire and Nottinghamshire")?"""
    return all(plain(piece) in _places() for piece in re.split(r"\s*,\s*|\s+(?:and|&)\s+", text))


@lru_cache(maxsize=1)
def _first_names() -> frozenset[str]:
    return frozenset(row["name"] for row in rows_of("first_names"))


class Judge:
    """Judges texts against one directory and remembers what it found."""

    def __init__(self, directory: Directory) -> None:
        self.directory = directory
        self.families = Families(directory)
        self._judged: dict[str, Judgement] = {}

    def __call__(self, text: str) -> Judgement:
        known = self._judged.get(text)
        if known is None:
            known = self._judged[text] = self._judge(untyped(text).strip(" ,.;:-\t\r\n"), text)
        return known

    def parted(self, text: str, atoms: tuple[str, ...]) -> bool:
        """Is it plain, without judging ``text``, that it is more than one body? (Its first and last pieces are
        whole names and it is none itself; or it is longer than any name.)"""
        if len(text) > 110 and len(atoms) > 3 and not self.directory.find(text):
            return True
        first, last = self(atoms[0]), self(atoms[-1])
        both = first.whole and last.whole and first.sort is last.sort is Sort.KNOWN
        return both and not self._direct(untyped(text).strip(" ,.;:-\t\r\n"))

    def _judge(self, text: str, written: str) -> Judgement:
        if len(plain(text)) < 2:
            return Judgement(Sort.NOTHING, 1.0, "no words", True)
        if offices.is_redacted(text):
            return Judgement(Sort.REDACTED, 1.0, "the name is redacted", True)
        if _CATEGORY.search(text) or _EMAIL.search(text):
            return Judgement(Sort.NOTHING, 0.9, "not an addressee: a note, category or address of the page", False)
        return self._known(text, depth=0) or self._several(written) or self._unknown(text)

    def _several(self, text: str) -> Judgement | None:
        """Bodies that share their last or first words: "Bury, Rochdale and Oldham CCGs", "HMP Leeds and Hull"."""
        cuts = [match.span() for match in _SHARING.finditer(text)]
        if not 1 <= len(cuts) <= 5 or len(text) > 140:
            return None
        begins, ends = [0, *(b for _, b in cuts)], [*(a for a, _ in cuts), len(text)]
        pieces = [text[a:b].strip() for a, b in zip(begins, ends, strict=True)]
        first, last = pieces[0].split(), pieces[-1].split()
        ends_known, begins_known = self._all_listed(pieces[-1:]), self._all_listed(pieces[:1])
        for count in range(1, min(5, len(last)) if ends_known else 0):
            tail = " ".join(last[-count:])
            names = [*(f"{piece} {tail}" for piece in pieces[:-1]), pieces[-1]]
            if self._all_listed(names):
                return self._shared(begins, ends, names)
        for count in range(1, min(5, len(first)) if begins_known else 0):
            front = " ".join(first[:count])
            names = [pieces[0], *(f"{front} {piece}" for piece in pieces[1:])]
            if self._all_listed(names):
                return self._shared(begins, ends, names)
        return None

    def _all_listed(self, names: list[str]) -> bool:
        found = (self._direct(name) for name in names)
        return all(item and item.sort is Sort.KNOWN and item.score >= 0.88 for item in found)

    @staticmethod
    def _shared(begins: list[int], ends: list[int], names: list[str]) -> Judgement:
        shares = tuple(zip(begins, ends, names, strict=True))
        return Judgement(
            Sort.SEVERAL, 0.92, "bodies named together by the word they share", True, shares=shares, whole=True
        )

    # known bodies ---------------------------------------------------------------------------------------------
    def _hospital_of_group(self, text: str) -> Judgement | None:
        """ "Spire X Hospital", "Priory Hospital X": a hospital bears its operator's name in front."""
        match = _GROUP_HOSPITAL.match(text)
        if not match:
            return None
        entries = tuple(entry for entry in self.directory.find(match["group"]) if entry.key.startswith("body:"))
        return self._of(entries, 0.85, "a hospital of the group whose name it bears", True) if entries else None

    def _known(self, text: str, depth: int) -> Judgement | None:
        text = re.sub(r"\s+\d{1,2}$", "", text.strip(" ,.;:-()"))
        if not text:
            return None
        direct = self._direct(text) or self._hospital_of_group(text)
        if direct or depth > 3:
            return direct
        if offices.has_redaction(text):
            rest = offices.without_redactions(text)
            return self._via(rest, "the redacted person's body", depth) if rest else None
        for stripped, why in (
            (offices.strip_person(text), "a person at"),
            (offices.strip_office(text), "an office held in"),
        ):
            if stripped and stripped.rest and stripped.rest != text:
                found = self._via(stripped.rest, why, depth)
                if found:
                    return found
        subject = offices.minister_subject(text)
        if (
            subject
            and (found := self._listed(subject))
            and self.directory.bodies[found.entries[0].key].kind == "government"
        ):
            return replace(found, reason="minister of the department named")
        if found := self._department(subject, "minister of", 0.97) or self._department(text, "short for", 0.85):
            return found
        department = offices.department_of(text)
        if department and department in self.directory.bodies:
            record = self.directory.bodies[department]
            return self._of((Entry(record.names[-1][0], department, "name"),), 0.93, "minister named by subject", True)
        return self._around(text, depth) or (None if ends_like_a_local_body(text) else self._by_typo(text))

    def _department(self, subject: str, why: str, score: float) -> Judgement | None:
        """The department whose name is "Department for" (or "of", or "Ministry of") ``subject``."""
        if len(subject) < 4 or (score < 0.9 and len(subject.split()) < 3):
            return None
        for front in ("Department for", "Ministry of", "Department of State for"):
            entries = tuple(self.directory.find(f"{front} {subject}"))
            if entries and self.directory.bodies[entries[0].key].kind == "government":
                return self._of(entries, score, f"{why} the department of that name", True, whole=True)
        return None

    def _via(self, rest: str, why: str, depth: int) -> Judgement | None:
        found = self._known(rest, depth + 1)
        if not found or found.sort not in (Sort.KNOWN, Sort.DOUBTFUL):
            return None
        found = replace(found, whole=False)
        return replace(
            found, reason=f"{why} {found.reason}" if why.endswith((" at", " in")) else f"{why}: {found.reason}"
        )

    @staticmethod
    def _of(entries: tuple[Entry, ...], score: float, reason: str, sure: bool, whole: bool = False) -> Judgement:
        return Judgement(Sort.KNOWN, score, reason, sure, entries, whole=whole)

    def _direct(self, text: str) -> Judgement | None:
        entries = tuple(self.directory.find(text))
        if entries:
            exact = any(plain(entry.text) == plain(text) for entry in entries)
            how = min(entry.how != "name" for entry in entries)
            reason = ("the body's name" if not how else "another name of the body") + (
                "" if exact else ", written loosely"
            )
            return self._of(entries, 1.0 if exact else 0.97, reason, True, whole=True)
        if (doubtful := self.directory.doubtful.get(loose(text))) is not None:
            options = tuple(Entry(item.text, item.key, "alias") for item in doubtful)
            return Judgement(Sort.DOUBTFUL, 0.4, "several bodies share this name", False, options)
        found = self.families.find(text)
        return (
            self._of(found.entries, found.score, found.reason, found.sure, whole=found.score >= 0.88) if found else None
        )

    def _around(self, text: str, depth: int) -> Judgement | None:
        """A known body with something about it: brackets, "formerly", a part of it before or after, its town."""
        for pattern, why in ((_FORMERLY, "with a former name"), (_TRADING, "with another body named beside it")):
            if (cut := pattern.sub("", text)) != text and (found := self._via(cut, why, depth)):
                return found
        if match := _BRACKET.match(text):
            for inner in (f"{match['out']} {match['after']}".strip(), match["in"]):
                if (
                    inner
                    and plain(inner) not in _places()
                    and (found := self._via(inner, "with brackets beside the name", depth))
                ):
                    return found
        if ends_like_a_local_body(text):
            return None
        if match := _AT.match(text):
            if names_only_a_part(match["part"]) and (found := self._via(match["body"], "a part of", depth)):
                return found
        if (match := _AT.match(text)) and (found := self._listed(match["part"])):
            return replace(found, reason=f"{found.reason}, with its place")
        words = text.split()
        for count in range(1, min(4, len(words) - 1) + 1):
            tail, head = " ".join(words[-count:]), " ".join(words[:-count])
            if _BUILDING.search(tail) and (found := self._listed(head)):
                return replace(found, reason=f"{found.reason}, with its address")
        for count in range(1, min(5, len(words) - 1) + 1):
            tail, head = " ".join(words[-count:]), " ".join(words[:-count])
            if _is_place(tail) and plain(head) != "nhs" and (found := self._direct(head)):
                return replace(found, reason=f"{found.reason}, with its town", whole=False)
        joined = len(words) > 3 and not {"hospital", "trust"}.isdisjoint(plain(text).split())
        for count in range(1, min(8, len(words))):
            front, rest = " ".join(words[:count]), " ".join(words[count:])
            back, first = " ".join(words[-count:]), " ".join(words[:-count])
            if joined and (one := self._direct(front)) and (two := self._direct(rest)) and self._same(one, two):
                return replace(one, reason="a part beside its body", whole=False, score=min(one.score, two.score))
            if (
                (names_only_a_part(back) or _SECTION.search(back))
                and (found := self._direct(first))
                and self._whole(found, first)
            ):
                return replace(found, reason=f"a part of {found.reason}", score=min(found.score, 0.9), whole=False)
            if names_only_a_part(front) and (found := self._direct(rest)) and self._whole(found, rest):
                return replace(found, reason=f"a part of {found.reason}", score=min(found.score, 0.9), whole=False)
        return None

    @staticmethod
    def _same(one: Judgement, two: Judgement) -> bool:
        """Do both name one body ("North East London Foundation Trust Goodmayes Hospital")?"""
        return bool(one.entries) and {e.key for e in one.entries} == {e.key for e in two.entries}

    def _listed(self, text: str) -> Judgement | None:
        """The body whose very name (or listed other form) ``text`` is."""
        entries = self.directory.find(text)
        exact = tuple(entry for entry in entries if plain(entry.text) == plain(text))
        return self._of(exact, 0.93, "the body's name", True) if exact else None

    def _whole(self, found: Judgement, text: str) -> bool:
        """May words of a part stand beside this name without a comma? Only beside a full, unmistakable one."""
        first = self.directory.bodies[found.entries[0].key] if found.entries else None
        if first is None or first.kind not in _HAVE_PARTS:
            return False
        if plain(text) == "nhs":
            return False
        return found.sort is Sort.KNOWN and found.whole and found.score >= 0.95 and len(plain(text)) >= 3

    def _by_typo(self, text: str) -> Judgement | None:
        words = loose_words(text)
        form = " ".join(words)
        if len(form) < 8 or len(form) > 90:
            return None
        near = process.extractOne(form, self.directory.near(words), scorer=likeness, score_cutoff=87)
        if near is None:
            return None
        match, score = near[0], near[1]
        if not is_slip(set(form.split()), set(match.split()), self.directory.vocabulary):
            return None
        entries = tuple(self.directory.entries_of(match))
        kinds = {self.directory.bodies[entry.key].kind for entry in entries}
        if score < (93 if kinds & {"company", "care_provider", "charity", "other"} else 91 if len(form) < 14 else 87):
            return None
        if len(form.split()) == 1 and any(self.directory.bodies[e.key].kind.startswith("nhs_") for e in entries):
            return None
        return self._of(
            entries, round(score / 100 * 0.95, 3), "a typing error for the body's name", score >= 90, whole=True
        )

    # bodies no list holds, and what is no body ------------------------------------------------------------------
    def _unknown(self, text: str) -> Judgement:
        if _SAFEGUARDING.search(text) and len(text.split()) > 3 and not names_only_a_part(text):
            return Judgement(
                Sort.NAMED, 0.9, "not in any list; kept under its own name", True, name=_tidied(text), kind="other"
            )
        if plain(text) in _places():
            return Judgement(Sort.PLACE, 0.8, "a place", False)
        if names_only_a_part(text):
            return Judgement(Sort.PART, 0.3, "names a part or a sort of body, not which one", False)
        if offices.is_only_office(text):
            return Judgement(Sort.OFFICE, 0.3, "an office, its body not named", False)
        if offices.is_person(text, frozenset() if guess_kind(text) else _first_names()):
            return Judgement(Sort.PERSON, 0.9, "a private person", True)
        if (
            _POSTCODE.search(text)
            or _STREET.match(text)
            and not guess_kind(text) in ("gp", "care_provider", "education")
        ):
            return Judgement(Sort.PLACE, 0.7, "an address", False)
        name = _FORMERLY.sub("", _TRADING.sub("", offices.without_attention(text)))
        if offices.has_redaction(name):
            name = offices.without_redactions(name)
        for strip in (offices.strip_person, offices.strip_office):
            stripped = strip(name)
            rest = stripped.rest if stripped and stripped.linked else ""
            if len(rest) > 3 and rest[:1].isupper() and not names_only_a_part(rest):
                name = rest
        return self._named(_tidied(name))

    def _named(self, name: str) -> Judgement:
        if not name or names_only_a_part(name):
            return Judgement(Sort.PART, 0.3, "names a part or a sort of body, not which one", False)
        if offices.is_only_office(name):
            return Judgement(Sort.OFFICE, 0.3, "an office, its body not named", False)
        kind = guess_kind(name)
        if kind in ("other", "") and _SECTION.search(name):
            return Judgement(Sort.PART, 0.3, "names a section, not the body it belongs to", False)
        if kind:
            sort = Sort.NAMED if ends_like_a_body(name) or len(name.split()) > 1 else Sort.PLAIN
            return Judgement(sort, 0.7, "not in any list; kept under its own name", True, name=name, kind=kind)
        return Judgement(Sort.PLAIN, 0.5, "not in any list; kept under its own name", False, name=name, kind="other")


_HAVE_PARTS = frozenset(
    "government regulator nhs_trust nhs_national nhs_commissioner local_authority police fire prison_probation welsh_health_board".split()
)
_FACILITY = re.compile(
    r"^(?P<name>(?:.*\b)?(?:surgery|practice|nursing home|care home|residential home|rest home|care centre|medical centre|health centre|school|"
    r"academy|college|hospital|hospice|pharmacy|care village|retirement village))\s+(?:in\s+|at\s+)?(?P<place>[A-Z][\w' -]+)$",
    re.IGNORECASE,
)


def _tidied(name: str) -> str:
    """The name without brackets at its end, the town behind a facility, and shouting."""
    name = re.sub(r"\s*\([^)]*\)?\s*$", "", name).strip(" ,.;:-&'\"")
    name = re.sub(r"^(?:and|also)\s+", "", name)
    match = _FACILITY.match(name)
    if match and plain(match["place"]) in _places() and not names_only_a_part(match["name"]) and " " in match["name"]:
        name = match["name"]
    name = re.sub(r"\s+", " ", name)
    return title_case(name) if name.isupper() and len(name) > 6 else name
