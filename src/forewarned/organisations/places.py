"""Bodies named by a place and the words of their family: councils, police forces, fire services, prisons."""

from __future__ import annotations

from collections.abc import Iterable
from functools import cached_property

from rapidfuzz import fuzz, process

from forewarned.organisations.directory import Directory, Entry
from forewarned.organisations.judgement import Found
from forewarned.organisations.knowledge import Record
from forewarned.organisations.names import plain
from forewarned.organisations.wordlists import words_of

_TIERS = ("county", "unitary", "met", "london", "welsh", "district")
_QUALIFIERS = frozenset(("county", "city", "borough", "district"))
_FORCE = frozenset(("police", "constabulary", "constable", "policing", "forces", "constabularies"))
_PRISON = frozenset(("prison", "hmp", "hmyoi", "yoi", "hmps"))
_NO_PRISON = frozenset(("probation", "inspector", "inspectorate", "ombudsman", "officers"))


class PlaceIndex:
    """Records by every form of their place."""

    def __init__(self, records: Iterable[Record]) -> None:
        self.by_place: dict[str, list[Record]] = {}
        for record in records:
            for place in record.place.split(" | "):
                self.by_place.setdefault(plain(place), []).append(record)
        self._words = frozenset(word for place in self.by_place for word in place.split())

    def inside(self, words: list[str], around: frozenset[str]) -> tuple[str, list[str]] | None:
        """(place, the other words) where all words but the place are in ``around``; the longest place wins."""
        outside = [word for word in words if word not in around]
        if len(outside) > 6 or not self._words.issuperset(outside):
            return None
        for length in range(min(7, len(words)), 0, -1):
            for start in range(len(words) - length + 1):
                place = " ".join(words[start : start + length])
                if place in self.by_place:
                    rest = words[:start] + words[start + length :]
                    if around.issuperset(rest):
                        return place, rest
        return None

    def near(self, core: str, cutoff: int) -> str | None:
        """The place ``core`` is a likely slip of the pen for."""
        found = process.extractOne(core, self.by_place.keys(), scorer=fuzz.ratio, score_cutoff=cutoff)
        return found[0] if found and len(core) > 4 else None

    def entries(self, place: str) -> tuple[Entry, ...]:
        """Entries of the records of ``place``."""
        return entries_of(self.by_place[place])


def entries_of(records: Iterable[Record]) -> tuple[Entry, ...]:
    """One entry a record, good for the record's life."""
    return tuple(Entry(r.names[-1][0], r.key, "name", r.opened, r.closed) for r in records)


class PlaceFinder:
    """Finders over one directory; indexes are built when first needed."""

    def __init__(self, directory: Directory) -> None:
        self._records = directory.bodies.values()

    def find(self, words: list[str]) -> tuple[bool, Found | None]:
        """(does the text speak of police, prisons or fire services at all, what it names)."""
        given = frozenset(words)
        if given & _FORCE or "pcc" in given:
            return True, self._police(words)
        if given & _PRISON:
            return True, self._prison(words, given)
        if "fire" in given:
            hit = self._fires.inside(words, words_of("fire"))
            found = (
                Found(self._fires.entries(hit[0]), 0.96, "fire and rescue service named by its place") if hit else None
            )
            return True, found
        return False, None

    @cached_property
    def _councils(self) -> PlaceIndex:
        return PlaceIndex(r for r in self._records if r.tier in _TIERS)

    @cached_property
    def _forces(self) -> PlaceIndex:
        return PlaceIndex(r for r in self._records if r.kind == "police" and r.place and not r.tier)

    @cached_property
    def _crime_commissioners(self) -> PlaceIndex:
        return PlaceIndex(r for r in self._records if r.tier == "pcc")

    @cached_property
    def _fires(self) -> PlaceIndex:
        return PlaceIndex(r for r in self._records if r.kind == "fire" and r.place)

    @cached_property
    def _prisons(self) -> PlaceIndex:
        return PlaceIndex(r for r in self._records if r.tier == "prison")

    @cached_property
    def _council_words(self) -> frozenset[str]:
        return words_of("council") | words_of("department")

    def council(self, words: list[str]) -> Found | None:
        """The council named, or meant by one of its departments beside a bare place."""
        named = not words_of("council_mark").isdisjoint(words)
        if not {"town", "parish"}.isdisjoint(words):
            return None
        hit = self._councils.inside(words, self._council_words)
        if hit is None:
            return self._council_by_typo(words) if named else None
        place, rest = hit
        given = frozenset(rest)
        named = named or {"city", "of"} <= given
        if not (named or given & words_of("department_mark") or {"public", "health"} <= given):
            return None
        by_place = self._councils.by_place
        if "county" in given and f"{place}shire" in by_place and by_place[place][0].tier != "county":
            place = f"{place}shire"  # "Nottingham County Council"
        records = _of_tier(by_place[place], given)
        if not named:
            return Found(entries_of(records), 0.85, "part of the council of that place")
        return Found(entries_of(records), 0.96, "council named by its place")

    def _council_by_typo(self, words: list[str]) -> Found | None:
        core = [word for word in words if word not in self._council_words]
        place = self._councils.near(" ".join(core), 86) if core and core[0] not in words_of("sides") else None
        if place is None:
            return None
        records = _of_tier(self._councils.by_place[place], frozenset(words))
        return Found(entries_of(records), 0.88, f"typing error for the council of {place.title()}")

    def _police(self, words: list[str]) -> Found | None:
        hit = self._forces.inside(words, words_of("police"))
        if hit is None or hit[1].count("police") > 1:  # "X Police and Police and Crime Commissioner" are two
            return None
        place, rest = hit
        if "pcc" in rest or {"crime", "commissioner"} <= set(rest):
            if place not in self._crime_commissioners.by_place:
                return None
            entries = self._crime_commissioners.entries(place)
            return Found(entries, 0.96, "Police and Crime Commissioner of the force's area")
        if _FORCE.isdisjoint(rest):
            return None
        return Found(self._forces.entries(place), 0.96, "police force named by its place")

    def _prison(self, words: list[str], given: frozenset[str]) -> Found | None:
        hit = self._prisons.inside(words, words_of("prison"))
        if hit:
            if "and" in hit[1] and given.isdisjoint(("yoi", "young")):
                return None
            return Found(self._prisons.entries(hit[0]), 0.96, "prison named by its place")
        core = " ".join(word for word in words if word not in words_of("prison"))
        if not core or given & _NO_PRISON:
            return None
        longer = [place for place in self._prisons.by_place if place.startswith(core + " ")]
        if len(longer) == 1:
            return Found(self._prisons.entries(longer[0]), 0.85, "prison whose name begins so")
        near = self._prisons.near(core, 85)
        return Found(self._prisons.entries(near), 0.85, "typing error for the prison's name") if near else None


def _of_tier(records: list[Record], given: frozenset[str]) -> list[Record]:
    """The councils of a place that fit "county", "city", "borough" or "district" as written; without such a word
    the upper tier, which has the duties for care and roads. County and unitary follow each other in time."""
    qualifiers = given & _QUALIFIERS

    def fits(record: Record) -> tuple[bool, int]:
        name = {word for text, _ in record.names for word in plain(text).split()}
        return bool(qualifiers) and qualifiers.isdisjoint(name), _TIERS.index(record.tier)

    ordered = sorted(records, key=fits)
    upper = ("county", "unitary")
    best = fits(ordered[0])
    same = [r for r in ordered if fits(r) == best or (r.tier in upper and ordered[0].tier in upper)]
    return same if not qualifiers or len(same) > 1 else ordered[:1]
