"""Known bodies in a text: by their name, by a person or office in front of it, by what stands beside it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace

from rapidfuzz import process

from forewarned.organisations import offices
from forewarned.organisations.directory import Directory, Entry
from forewarned.organisations.families import Families
from forewarned.organisations.judgement import Judgement, Sort
from forewarned.organisations.kinds import ends_like_a_local_body, names_a_section, names_only_a_part
from forewarned.organisations.names import loose, loose_words, plain
from forewarned.organisations.own_kinds import stands_alone
from forewarned.organisations.slips import all_close, crosses_kinds, hangs_on_slips, is_slip, likeness
from forewarned.organisations.unknown import is_place, without_former_name, without_other_body
from forewarned.organisations.wordlists import places, words_of

_BRACKET = re.compile(r"^(?P<out>.*?)\s*\((?P<in>[^()]*)\)?\s*(?P<after>.*)$")
_AT = re.compile(r"^(?P<part>.+?)\s+(?:at|within|for|in|of|,)\s+(?:the\s+)?(?P<body>.+)$", re.IGNORECASE)
_GROUP_HOSPITAL = re.compile(
    r"^(?:the\s+)?(?P<group>Priory|Cygnet|Spire|Nuffield Health|Nuffield|BMI|Ramsay|Elysium|Circle)\b"
    r"(?=.*\b(?:hospital|clinic|unit)\b).+$",
    re.IGNORECASE,
)
_DEPARTMENT = re.compile(
    r"^(?:the )?(?:department|ministry|dept\.?) (?:of|for|of state for)(?: the)? (?P<subject>(?!state\b).+)$",
    re.IGNORECASE,
)
_BUILDING = re.compile(
    r"\b(?:house|road|street|court|building|buildings|park|lane|avenue|square|centre|tower|hq|headquarters)$",
    re.IGNORECASE,
)


class KnownBodies:
    """Finds bodies of one directory in texts."""

    def __init__(self, directory: Directory) -> None:
        self._directory = directory
        self._families = Families(directory)

    def find(self, text: str, depth: int = 0, slips: bool = True) -> Judgement | None:
        """The known body (or the form several share) that ``text`` names; None when it names none. ``slips``: may
        it be a slip of the pen for one? Not where words were already taken off to get at ``text``."""
        text = re.sub(r"\s+\d{1,2}$", "", text.strip(" ,.;:-()"))
        if not text:
            return None
        direct = self.direct(text) or self._hospital_of_group(text)
        if direct or depth > 3:
            return direct
        if offices.has_redaction(text):
            rest = offices.without_redactions(text)
            return self._via(rest, "the redacted person's body:", depth) if rest else None
        found = (
            self._over_a_country(text) or self._held(text, depth) or self._ministers(text) or self._around(text, depth)
        )
        if found or ends_like_a_local_body(text):
            return found
        if not slips:
            return None
        return self._by_typo(text) or self._by_initials(text) or self._department_by_subject(text)

    def _by_initials(self, text: str) -> Judgement | None:
        """The only body with these initials, if the text is an acronym."""
        if not text.isupper() or not text.isalpha() or not 4 <= len(text) <= 8:
            return None
        keys = self._directory.initials.get(text.lower(), set())
        if len(keys) != 1:
            return None
        return _of((self._entry(min(keys)),), 0.75, "the only body with these initials", sure=False)

    def _department_by_subject(self, text: str) -> Judgement | None:
        """A department of state written under no name it ever bore ("Department of State for Social Care")."""
        match = _DEPARTMENT.match(text)
        key = offices.subject_of_state(match["subject"]) if match and len(text.split()) <= 8 else None
        if key is None or key not in self._directory.bodies:
            return None
        return _of((self._entry(key),), 0.8, "department of state named by its subject", sure=False)

    def _entry(self, key: str) -> Entry:
        record = self._directory.bodies[key]
        return Entry(record.names[-1][0], key, "name", record.opened, record.closed)

    def direct(self, text: str) -> Judgement | None:
        """The body whose name, or name by the pattern of its family, ``text`` is."""
        entries = tuple(self._directory.find(text))
        exact = any(plain(entry.text) == plain(text) for entry in entries)
        if not exact and (found := self._families.by_nhs_and_place(text)):
            return _of(found.entries, found.score, found.reason, found.sure, whole=True)
        shared = {item.key for item in self._directory.doubtful.get(loose(text), ())}
        if not exact and shared and len(shared | {entry.key for entry in entries}) > 1:
            entries = ()  # "St George's Hospital": more than one trust has one
        if entries:
            own = any(entry.how == "name" for entry in entries)
            reason = ("the body's name" if own else "another name of the body") + ("" if exact else ", written loosely")
            return _of(entries, 1.0 if exact else 0.97, reason, whole=True)
        if (doubtful := self._directory.doubtful.get(loose(text))) is not None:
            options = tuple(Entry(item.text, item.key, "alias") for item in doubtful)
            return Judgement(Sort.DOUBTFUL, 0.4, "several bodies share this name", False, options)
        found = self._families.find(text)
        return _of(found.entries, found.score, found.reason, found.sure, whole=found.score >= 0.88) if found else None

    def _listed(self, text: str) -> Judgement | None:
        """The body whose very name (or listed other form) ``text`` is."""
        exact = tuple(entry for entry in self._directory.find(text) if plain(entry.text) == plain(text))
        return _of(exact, 0.93, "the body's name") if exact else None

    def _kind(self, found: Judgement) -> str:
        return self._directory.bodies[found.entries[0].key].kind if found.entries else ""

    def _via(self, rest: str, why: str, depth: int, slips: bool = True) -> Judgement | None:
        found = self.find(rest, depth + 1, slips)
        return replace(found, whole=False, reason=f"{why} {found.reason}") if found else None

    def _hospital_of_group(self, text: str) -> Judgement | None:
        """ "Spire X Hospital", "Priory Hospital X": a hospital bears its operator's name in front."""
        match = _GROUP_HOSPITAL.match(text)
        if not match:
            return None
        entries = tuple(entry for entry in self._directory.find(match["group"]) if entry.key.startswith("body:"))
        return _of(entries, 0.85, "a hospital of the group whose name it bears") if entries else None

    def _held(self, text: str, depth: int) -> Judgement | None:
        """A body behind a person or an office ("Chief Executive of X")."""
        pairs = ((offices.strip_person(text), "a person at"), (offices.strip_office(text), "an office held in"))
        for stripped, why in pairs:
            rest = stripped.rest if stripped else ""
            if rest and rest != text and (found := self._via(rest, why, depth)):
                return found
        return None

    def _over_a_country(self, text: str) -> Judgement | None:
        """The government of a country whose officer is named ("Chief Medical Officer for Wales")."""
        key = offices.government_of(text)
        if key is None or key not in self._directory.bodies:
            return None
        return _of((self._entry(key),), 0.93, "an office held over a country, by its government", whole=True)

    def _ministers(self, text: str) -> Judgement | None:
        """The department of a minister named by its name or subject."""
        subject = offices.minister_subject(text)
        if subject and (found := self._listed(subject)) and self._kind(found) == "government":
            return replace(found, reason="minister of the department named")
        found = self._department(subject, "minister of", 0.97) or self._department(text, "short for", 0.85)
        if found:
            return found
        key = offices.department_of(text)
        record = self._directory.bodies.get(key) if key else None
        if record is None:
            return None
        return _of((Entry(record.names[-1][0], record.key, "name"),), 0.93, "minister named by subject")

    def _department(self, subject: str, why: str, score: float) -> Judgement | None:
        """The department whose name is "Department for" (or "of", or "Ministry of") ``subject``."""
        written_short = score < 0.9
        if len(subject) < 4 or (written_short and (len(subject.split()) < 3 or names_only_a_part(subject))):
            return None
        for front in ("Department for", "Ministry of", "Department of State for"):
            entries = tuple(self._directory.find(f"{front} {subject}"))
            if entries and self._directory.bodies[entries[0].key].kind == "government":
                return _of(entries, score, f"{why} the department of that name", whole=True)
        return None

    def _around(self, text: str, depth: int) -> Judgement | None:
        """A known body with something about it: brackets, "formerly", a part of it before or after, its town."""
        for cut in (without_former_name(text), without_other_body(text)):
            if cut != text and (found := self._via(cut, "with another name beside it:", depth)):
                return found
        if found := self._beside_brackets(text, depth):
            return found
        if ends_like_a_local_body(text):
            return None
        return self._part_at(text, depth) or self._with_its_place(text) or self._with_its_part(text)

    def _beside_brackets(self, text: str, depth: int) -> Judgement | None:
        match = _BRACKET.match(text)
        if not match:
            return None
        for inner in (f"{match['out']} {match['after']}".strip(), match["in"]):
            if not inner or plain(inner) in places():
                continue
            if found := self._via(inner, "with brackets beside the name:", depth):
                return found
        return None

    def _part_at(self, text: str, depth: int) -> Judgement | None:
        match = _AT.match(text)
        if not match:
            return None
        part = names_only_a_part(match["part"])
        if part and (found := self._via(match["body"], "a part of", depth, slips=False)):
            return self._beside(match["part"], found)
        found = self._listed(match["part"])
        return replace(found, reason=f"{found.reason}, with its place") if found else None

    def _beside(self, part: str, found: Judgement) -> Judgement:
        """``found`` with ``part`` beside it: doubtful where that is a word for another sort of body."""
        if not stands_alone(part, self._kind(found)):
            return found
        reason = f"{found.reason}; a word for another sort of body stands beside it"
        return replace(found, reason=reason, score=min(found.score, 0.6), sure=False, whole=False)

    def _with_its_place(self, text: str) -> Judgement | None:
        for head, tail in _cut_from_the_end(text, 4):
            if _BUILDING.search(tail) and (found := self._listed(head)):
                return replace(found, reason=f"{found.reason}, with its address")
        for head, tail in _cut_from_the_end(text, 5):
            if not is_place(tail) or plain(head) == "nhs" or not (found := self.direct(head)):
                continue
            if plain(tail) != "uk" or self._kind(found) in words_of("kinds_with_parts"):  # a firm's "UK" is its name
                return replace(found, reason=f"{found.reason}, with its town", whole=False)
        return None

    def _with_its_part(self, text: str) -> Judgement | None:
        two = len(text.split()) > 3 and not {"hospital", "trust"}.isdisjoint(plain(text).split())
        for head, tail in _cut_from_the_end(text, 7):
            part_behind = names_only_a_part(tail) or names_a_section(tail)
            if part_behind and (found := self._with_parts(head)):
                return self._beside(tail, found)
            if names_only_a_part(head) and (found := self._with_parts(tail)):
                return self._beside(head, found)
            if two and (one := self.direct(head)) and (other := self.direct(tail)) and _same(one, other):
                return replace(one, reason="a part beside its body", whole=False, score=min(one.score, other.score))
        return None

    def _with_parts(self, text: str) -> Judgement | None:
        """The body, if words of a part may stand beside it without a comma: a full, unmistakable name only."""
        if len(plain(text)) < 3 or plain(text) == "nhs":
            return None
        found = self.direct(text)
        if not found or found.sort is not Sort.KNOWN or not found.whole or found.score < 0.95:
            return None
        if self._kind(found) not in words_of("kinds_with_parts"):
            return None
        return replace(found, reason=f"a part of {found.reason}", score=min(found.score, 0.9), whole=False)

    def _by_typo(self, text: str) -> Judgement | None:
        words = loose_words(text)
        form = " ".join(words)
        if len(form) >= 8 and (spaced := tuple(self._directory.closed_up(form))):
            return _of(spaced, 0.95, "the body's name, spaced otherwise", whole=True)
        if not 8 <= len(form) <= 90:
            return None
        near = process.extractOne(form, self._directory.near(words), scorer=likeness, score_cutoff=87)
        if near is None:
            return None
        match, score = near[0], near[1]
        theirs = match.split()
        if match == form:  # its very form was judged, and refused, by ``direct``
            return None
        repeated = set(words) == set(theirs) and len(words) != len(theirs)  # "X Police and Police and Crime …" is two
        if repeated or not is_slip(set(words), set(theirs), self._directory.vocabulary):
            return None
        entries = tuple(self._directory.entries_of(match))
        kinds = {self._directory.bodies[entry.key].kind for entry in entries}
        if crosses_kinds(frozenset(plain(text).split()), frozenset(plain(entries[0].text).split()), kinds):
            return None
        # Short names and names of firms differ by a letter too easily ("Abbey" and "Avery Healthcare").
        firm = kinds & {"company", "care_provider", "charity", "other"}
        if score < (93 if firm else 91 if len(form) < 14 else 87):
            return None
        if len(words) == 1 and any(kind.startswith("nhs_") for kind in kinds):
            return None
        hangs = hangs_on_slips(set(words), set(theirs))
        if hangs and not all_close(set(words), set(theirs)):
            return None
        sure = score >= 90 and not hangs
        return _of(entries, round(score / 100 * 0.95, 3), "a typing error for the body's name", sure, whole=True)


def _of(entries: tuple[Entry, ...], score: float, reason: str, sure: bool = True, whole: bool = False) -> Judgement:
    return Judgement(Sort.KNOWN, score, reason, sure, entries, whole=whole)


def _same(one: Judgement, two: Judgement) -> bool:
    """Do both name one body ("North East London Foundation Trust Goodmayes Hospital")?"""
    return bool(one.entries) and {e.key for e in one.entries} == {e.key for e in two.entries}


def _cut_from_the_end(text: str, most: int) -> Iterator[tuple[str, str]]:
    words = text.split()
    for count in range(1, min(most, len(words) - 1) + 1):
        yield " ".join(words[:-count]), " ".join(words[-count:])
