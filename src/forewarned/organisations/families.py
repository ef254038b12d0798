"""Bodies named by a pattern of their family: councils, police forces, fire services, prisons, NHS bodies by place.

Each finder takes the text of one part of a field and gives the entries it can mean, or None. Which of several
entries is right is left to the date (``Directory.choose``).
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property

from rapidfuzz import fuzz, process

from forewarned.organisations.directory import Directory, Entry
from forewarned.organisations.knowledge import Record
from forewarned.organisations.names import loose_words, plain


@dataclass(frozen=True, slots=True)
class Found:
    """Entries a text can mean, how well it fits (0..1), why, and whether a reader need not look at it."""

    entries: tuple[Entry, ...]
    score: float
    reason: str
    sure: bool = True


_COUNCIL = frozenset(
    "council councils county city borough district metropolitan london royal unitary of the authority local lb mbc cc bc dc mdc cbc"
    " corporation cyngor sir rb rbc and authorities mb".split()
)
_COUNCIL_MARK = frozenset("council councils borough lb mbc cc bc dc mdc cbc cyngor corporation".split())
_DEPARTMENT_MARK = frozenset(
    "social adult adults childrens children child highway highways education housing planning roads traffic streetscene parks"
    " safeguarding parking environmental localauthority authority trading streetworks".split()
)
_DEPARTMENT = _DEPARTMENT_MARK | frozenset(
    "services service care department departments dept team division directorate community communities the for of and at in"
    " to officer manager director head public health standards environment transport engineer engineers engineering senior"
    " legal leader planning protection street maintenance agency section unit support family families people young older assessment"
    " office place operations commissioning commissioners corporate waste infrastructure development network area learning disability disabilities"
    " asset assets management wellbeing integrated well being strategic policy partnerships design road with on behalf early help".split()
)
_NOT_COUNCIL = frozenset("town parish community-council".split())
_POLICE = frozenset(
    "police constabulary force service county the of hq headquarters chief constable constables department roads policing"
    " and firearms licensing legal services traffic commissioner for office crime pcc collision investigation unit professional standards"
    " complaints office's deputy assistant acting temporary constublary team custody forces constabularies branch headquaters".split()
)
_FIRE = frozenset(
    "fire and rescue service services brigade authority the of county chief officer fighters hq headquarters".split()
)
_PRISON = frozenset(
    "hm prison hmp hmyoi yoi and young offender offenders institution institute the governor governing of at healthcare health care"
    " department director prisons for s hmps establishment head governors unit in custody manager lead officer private".split()
)
_GENERIC = frozenset(
    "hospital university teaching mental health care partnership community service district general integrated social acute group"
    " learning disability women child ambulance uk unit united trust".split()
)
_NOT_COMMISSIONER = frozenset(
    "trust foundation hospital hospitals school council police constabulary royal college england surgery hub".split()
)
_SIDES = frozenset("north south east west mid central northern southern eastern western".split())
_TIERS = ("county", "unitary", "met", "london", "welsh", "district")


class Families:
    """Finders over one directory; indexes are built when first needed."""

    def __init__(self, directory: Directory) -> None:
        self.directory = directory

    def find(self, text: str) -> Found | None:
        """The first family that recognises ``text``."""
        words = plain(text).split()
        if not 2 <= len(words) <= 22:
            return None
        given = set(words)
        if given & {"police", "constabulary", "constable", "pcc", "policing", "constabularies"}:
            return self._police(words)
        if given & {"prison", "hmp", "hmyoi", "yoi", "hmps"}:
            return self._prison(words)
        if "fire" in given:
            return self._fire(words)
        if given & {"ccg", "icb", "ics", "ccgs", "commissioning", "integrated"} and (hit := self._commissioner(text)):
            return hit
        if words[0] == "nhs" and (hit := self._nhs_place(text)):
            return hit
        return self._council(words) or self._trust(text, given)

    # places ---------------------------------------------------------------------------------------------------
    def _by_place(self, records: Iterable[Record]) -> dict[str, list[Record]]:
        found: dict[str, list[Record]] = {}
        for record in records:
            for place in record.place.split(" | "):
                found.setdefault(plain(place), []).append(record)
        return found

    @cached_property
    def councils(self) -> dict[str, list[Record]]:
        """Councils by every form of their place."""
        return self._by_place(r for r in self.directory.bodies.values() if r.tier in _TIERS)

    @cached_property
    def forces(self) -> dict[str, list[Record]]:
        """Territorial forces by place."""
        return self._by_place(
            r for r in self.directory.bodies.values() if r.kind == "police" and r.place and not r.tier
        )

    @cached_property
    def crime_commissioners(self) -> dict[str, list[Record]]:
        """Police and Crime Commissioners by their force's place."""
        return self._by_place(r for r in self.directory.bodies.values() if r.tier == "pcc")

    @cached_property
    def fires(self) -> dict[str, list[Record]]:
        """Fire and rescue services by place."""
        return self._by_place(r for r in self.directory.bodies.values() if r.kind == "fire" and r.place)

    @cached_property
    def prisons(self) -> dict[str, list[Record]]:
        """Prisons by place."""
        return self._by_place(r for r in self.directory.bodies.values() if r.tier == "prison")

    @staticmethod
    def _place_in(
        words: list[str], places: dict[str, list[Record]], around: frozenset[str]
    ) -> tuple[str, list[str]] | None:
        """(place, the other words) where all words but the place are in ``around``; the longest place wins."""
        outside = [word for word in words if word not in around]
        if len(outside) > 6 or not _words_of(places).issuperset(outside):
            return None
        for length in range(min(7, len(words)), 0, -1):
            for start in range(len(words) - length + 1):
                rest = words[:start] + words[start + length :]
                place = " ".join(words[start : start + length])
                if place in places and all(word in around for word in rest):
                    return place, rest
        return None

    @staticmethod
    def _entries(records: Iterable[Record]) -> tuple[Entry, ...]:
        return tuple(Entry(r.names[-1][0], r.key, "name", r.opened, r.closed) for r in records)

    # families -------------------------------------------------------------------------------------------------
    def _council(self, words: list[str]) -> Found | None:
        hit = self._place_in(words, self.councils, _COUNCIL | _DEPARTMENT)
        named = set(words) & _COUNCIL_MARK
        guessed = False
        if hit is None and named and not set(words) & _NOT_COUNCIL:
            core = " ".join(word for word in words if word not in _COUNCIL and word not in _DEPARTMENT)
            near = (
                process.extractOne(core, self.councils.keys(), scorer=fuzz.ratio, score_cutoff=86)
                if len(core) > 4
                else None
            )
            if near and core.split()[0] not in ("north", "south", "east", "west", "mid"):
                hit, guessed = (near[0], [w for w in words if w in _COUNCIL or w in _DEPARTMENT]), True
        if hit is None:
            return None
        place, rest = hit
        given = set(rest)
        if given & _NOT_COUNCIL or not (named or given & _DEPARTMENT_MARK or {"public", "health"} <= given):
            return None
        if "county" in given and f"{place}shire" in self.councils and self.councils[place][0].tier != "county":
            place = f"{place}shire"  # "Nottingham County Council"
        records = self._tier(self.councils[place], given)
        if guessed:
            return Found(self._entries(records), 0.88, f"typing error for the council of {place.title()}")
        if not named:
            return Found(self._entries(records), 0.85, "part of the council of that place")
        return Found(self._entries(records), 0.96, "council named by its place")

    @staticmethod
    def _tier(records: list[Record], given: set[str]) -> list[Record]:
        def fits(record: Record) -> tuple[bool, int]:
            name = set(plain(record.names[-1][0]).split()) | set(plain(record.names[0][0]).split())
            qualifiers = given & {"county", "city", "borough", "district"}
            return not (qualifiers & name) and bool(qualifiers), _TIERS.index(record.tier)

        ordered = sorted(records, key=fits)
        best = fits(ordered[0])
        same = [
            record
            for record in ordered
            if fits(record) == best
            or (record.tier in ("county", "unitary") and ordered[0].tier in ("county", "unitary"))
        ]
        return same if {"county", "city", "borough", "district"} & given == set() or len(same) > 1 else ordered[:1]

    def _police(self, words: list[str]) -> Found | None:
        hit = self._place_in(words, self.forces, _POLICE)
        if hit is None:
            return None
        place, rest = hit
        if "pcc" in rest or {"crime", "commissioner"} <= set(rest):
            commissioners = self.crime_commissioners.get(place)
            return (
                Found(self._entries(commissioners), 0.96, "Police and Crime Commissioner of the force's area")
                if commissioners
                else None
            )
        if not set(rest) & {"police", "constabulary", "constable", "policing", "forces", "constabularies"}:
            return None
        return Found(self._entries(self.forces[place]), 0.96, "police force named by its place")

    def _fire(self, words: list[str]) -> Found | None:
        hit = self._place_in(words, self.fires, _FIRE)
        return (
            Found(self._entries(self.fires[hit[0]]), 0.96, "fire and rescue service named by its place")
            if hit
            else None
        )

    def _prison(self, words: list[str]) -> Found | None:
        hit = self._place_in(words, self.prisons, _PRISON)
        if hit and "and" in hit[1] and not {"yoi", "young"} & set(words):
            return None
        if hit:
            return Found(self._entries(self.prisons[hit[0]]), 0.96, "prison named by its place")
        core = " ".join(word for word in words if word not in _PRISON)
        if not core or set(words) & {"probation", "inspector", "inspectorate", "ombudsman", "officers"}:
            return None
        longer = [place for place in self.prisons if place.startswith(core + " ")]
        if len(longer) == 1:
            return Found(self._entries(self.prisons[longer[0]]), 0.85, "prison whose name begins so")
        near = (
            process.extractOne(core, self.prisons.keys(), scorer=fuzz.ratio, score_cutoff=85) if len(core) > 4 else None
        )
        return Found(self._entries(self.prisons[near[0]]), 0.85, "typing error for the prison's name") if near else None

    # NHS bodies by the words that tell them apart ---------------------------------------------------------------
    @cached_property
    def _trusts(self) -> list[tuple[frozenset[str], frozenset[str], Entry]]:
        listed = []
        for entry in self.directory.names:
            record = self.directory.bodies[entry.key]
            if record.kind in ("nhs_trust", "welsh_health_board") and entry.how in ("name", "former"):
                words = frozenset(loose_words(entry.text))
                listed.append((words - _GENERIC, words & _GENERIC, entry))
        return listed

    @cached_property
    def _trusts_by_telling(self) -> dict[frozenset[str], list[tuple[frozenset[str], Entry]]]:
        found: dict[frozenset[str], list[tuple[frozenset[str], Entry]]] = {}
        for telling, generic, entry in self._trusts:
            found.setdefault(telling, []).append((generic, entry))
        return found

    def _trust(self, text: str, given: set[str]) -> Found | None:
        if not given & {
            "nhs",
            "trust",
            "hospital",
            "hospitals",
            "healthcare",
            "foundation",
            "mental",
            "ambulance",
            "partnership",
            "ft",
        }:
            return None
        if given & {
            "home",
            "homes",
            "school",
            "ltd",
            "limited",
            "surgery",
            "practice",
            "england",
            "plc",
            "board",
            "council",
        }:
            return None
        words = frozenset(loose_words(text))
        telling, generic = words - _GENERIC, words & _GENERIC
        if telling <= _SIDES:
            return None
        named_trust = bool(given & {"trust", "ft"})
        same = self._best(self._trusts_by_telling.get(telling, ()), generic)
        if same and (same[0] >= 0.3 or named_trust):
            overlap, top, rivals = same
            clear = len({entry.key for entry in top}) == 1 and (overlap >= 0.5 or (rivals == 1 and overlap > 0))
            if clear or named_trust:
                why = "the only trust of that place" if clear else "one of several trusts of that place"
                return Found(top, 0.9 if clear else 0.5, why, clear)
        wider = [(other, entry) for t, other, entry in self._trusts if telling < t]
        best = self._best(wider, generic)
        if best and best[0] >= 0.6 and len({entry.key for entry in best[1]}) == 1 and (named_trust or best[0] > 0.9):
            return Found(best[1], 0.7, "the only trust whose name holds these words", sure=False)
        return None

    @staticmethod
    def _best(
        rivals: Iterable[tuple[frozenset[str], Entry]], generic: frozenset[str]
    ) -> tuple[float, tuple[Entry, ...], int] | None:
        """(best overlap of the untelling words, entries reaching it, number of bodies that competed)."""
        scored = [(_overlap(generic, other), entry) for other, entry in rivals]
        if not scored:
            return None
        best = max(score for score, _ in scored)
        top = tuple(
            sorted((e for score, e in scored if score >= best - 1e-9), key=lambda entry: (entry.key, entry.text))
        )
        return best, top, len({entry.key for _, entry in scored})

    @cached_property
    def _commissioners(self) -> list[tuple[frozenset[str], bool, Entry]]:
        listed = []
        for entry in self.directory.names:
            record = self.directory.bodies[entry.key]
            if (
                record.kind == "nhs_commissioner"
                and entry.how in ("name", "former")
                and entry.text.endswith(("Group", "Board"))
            ):
                words = set(loose_words(entry.text))
                board = "board" in words
                listed.append(
                    (
                        frozenset(words - {"clinical", "commissioning", "group", "integrated", "care", "board"}),
                        board,
                        entry,
                    )
                )
        return listed

    def _nhs_place(self, text: str) -> Found | None:
        """ "NHS Dorset": the commissioner of that very place."""
        place = frozenset(loose_words(text))
        same = tuple(entry for p, _, entry in self._commissioners if p == place)
        return Found(same, 0.9, "the commissioner that goes by NHS and its place") if same else None

    def _commissioner(self, text: str) -> Found | None:
        if not _NOT_COMMISSIONER.isdisjoint(plain(text).split()):
            return None
        words = set(loose_words(text))
        board = "integrated" in words
        place = words - set(
            "clinical commissioning group integrated care board system partnership service commission team health shadow".split()
        )
        if not place or not (words & {"commissioning", "integrated"}):
            return None
        same = [(p, e) for p, b, e in self._commissioners if b == board]
        exact = [entry for p, entry in same if p == place]
        if exact:
            return Found(tuple(exact), 0.95, "commissioner named by its place")
        wider = [entry for p, entry in same if place < p]
        if wider and len({entry.key for entry in wider}) == 1:
            return Found(tuple(wider), 0.88, "the only commissioner whose name holds that place")
        either = [entry for p, b, entry in self._commissioners if p == place]
        if either:
            return Found(tuple(either), 0.85, "commissioner of that place under another form")
        if wider:
            return Found(tuple(wider), 0.5, "one of several commissioners whose names hold that place", sure=False)
        return None


_PLACE_WORDS: dict[int, frozenset[str]] = {}


def _words_of(places: dict[str, list[Record]]) -> frozenset[str]:
    known = _PLACE_WORDS.get(id(places))
    if known is None:
        known = _PLACE_WORDS[id(places)] = frozenset(word for place in places for word in place.split())
    return known


def _overlap(a: frozenset[str], b: frozenset[str]) -> float:
    union = len(a | b)
    return len(a & b) / union if union else 1.0
