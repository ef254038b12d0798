"""Bodies named by a pattern of their family. Which of several entries is right is left to the date."""

from __future__ import annotations

from forewarned.organisations.directory import Directory
from forewarned.organisations.judgement import Found
from forewarned.organisations.names import plain
from forewarned.organisations.nhs_names import NhsFinder
from forewarned.organisations.places import PlaceFinder
from forewarned.organisations.wordlists import words_of

_COMMISSIONER = frozenset(("ccg", "icb", "ics", "ccgs", "commissioning", "integrated"))


class Families:
    """The finders over one directory, tried in order."""

    def __init__(self, directory: Directory) -> None:
        self._places = PlaceFinder(directory)
        self._nhs = NhsFinder(directory)

    def by_nhs_and_place(self, text: str) -> Found | None:
        """The commissioner that "NHS" and a place means ("NHS Dorset"), before any trust that shares the place."""
        words = plain(text).split()
        said = len(words) > 1 and words[0] == "nhs" and not words_of("nhs_said") & frozenset(words[1:])
        return self._nhs.by_place(text) if said and "trust" not in words else None

    def find(self, text: str) -> Found | None:
        """The first family that recognises ``text``."""
        words = plain(text).split()
        if not 2 <= len(words) <= 22:
            return None
        spoken_of, found = self._places.find(words)
        if spoken_of:
            return found
        given = frozenset(words)
        if given & _COMMISSIONER and (found := self._nhs.commissioner(text, given)):
            return found
        return self._places.council(words) or self._nhs.trust(text, given)
