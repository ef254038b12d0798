"""The numbers of an index: made from the cases once, kept in a file, read back while the cases are the same."""

from __future__ import annotations

import hashlib
import math
import os
import zipfile
from collections import Counter
from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from importlib.resources import files
from pathlib import Path
from typing import Any

import numpy as np

from forewarned.errors import StorageError
from forewarned.lessons.similar.aspects import ASPECTS, Meeting, codes, meetings
from forewarned.lessons.similar.lexical import Floats, Latent, Postings, Vocabulary, unit
from forewarned.lessons.similar.model import fingerprint
from forewarned.lessons.similar.texts import SECTIONS, compared, plain, words
from forewarned.lessons.values import Case

LEAST, FEW = 2, 50
"""A term must stand in two reports; where there are only a few reports, in one."""
FORMAT = "similar-tables-2"
"""To be raised too when the rules of `presence` change: the numbers kept are of what those rules met."""


@dataclass(frozen=True, slots=True)
class Read:
    """One case as the comparison sees it."""

    sections: dict[str, str]
    plain: dict[str, str]
    words: dict[str, list[tuple[str, bool]]]
    meetings: dict[tuple[str, str], Meeting]

    def all_words(self) -> list[tuple[str, bool]]:
        """The words of both sections."""
        return [item for name in SECTIONS for item in self.words[name]]


def read(case: Case) -> Read:
    """What is compared of ``case``."""
    sections = compared(case.sections)
    told = {name: plain(name, text) for name, text in sections.items()}
    return Read(sections, told, {name: words(text) for name, text in told.items()}, meetings(sections))


def counts(items: Sequence[tuple[str, bool]]) -> Counter[str]:
    """How often each term stands."""
    return Counter(term for term, _ in items)


@dataclass(frozen=True, slots=True)
class Codes:
    """The lexicon's codes of every case: how rare each is, and a row a case (``1 + log times``, weighed by that)."""

    rarity: Floats
    rows: Floats

    @classmethod
    def of(cls, met: Sequence[Mapping[tuple[str, str], Meeting]]) -> Codes:
        """From what was met in every case."""
        held = [math.log((1 + len(met)) / (1 + sum(code in one for one in met))) for code in codes()]
        rarity = np.array(held, np.float32)
        return cls(rarity, np.array([cls._row(one) for one in met], np.float32).reshape(len(met), len(held)) * rarity)

    @staticmethod
    def _row(met: Mapping[tuple[str, str], Meeting]) -> list[float]:
        return [1 + math.log(met[code].times) if code in met else 0.0 for code in codes()]

    def rarity_of(self, code: tuple[str, str]) -> float:
        """How rare a code is among the cases."""
        return float(self.rarity[codes().index(code)])

    def likenesses(self, met: Mapping[tuple[str, str], Meeting]) -> dict[str, Floats]:
        """The cosine with every case by aspect, and over all of them (``aspects``)."""
        row = np.array(self._row(met), np.float32) * self.rarity
        aspect_of = np.array([aspect for aspect, _ in codes()])
        found = {"aspects": unit(self.rows) @ unit(row)}
        for aspect in ASPECTS:
            own = aspect_of == aspect
            found[aspect] = unit(self.rows[:, own]) @ unit(row[own])
        return found


@dataclass(frozen=True, slots=True)
class Tables:
    """Everything the ranking reads: two vocabularies with their postings, LSA, codes, and vectors where used."""

    vocabularies: dict[str, Vocabulary]
    postings: dict[str, Postings]
    latent: Latent
    codes: Codes
    vectors: Floats

    @classmethod
    def of(cls, cases: Sequence[Read], vectors: Floats) -> Tables:
        """From the cases as read; ``vectors`` has no column where no embedding model takes part."""
        texts = {
            "words": [case.all_words() for case in cases],
            "circumstances": [case.words["circumstances"] for case in cases],
        }
        least = LEAST if len(cases) >= FEW else 1
        known = {name: Vocabulary.of(of, least) for name, of in texts.items()}
        postings = {
            name: Postings.of([known[name].vector(counts(text)) for text in of], len(known[name].terms))
            for name, of in texts.items()
        }
        return cls(known, postings, Latent.of(postings["words"]), Codes.of([case.meetings for case in cases]), vectors)

    def write(self, path: Path, mark: str) -> None:
        """Keep the tables in ``path``, whole or not at all. Raises StorageError where it can't be written."""
        arrays: dict[str, Any] = {
            "mark": _bytes(mark),
            "directions": self.latent.directions,
            "latent": self.latent.texts,
        }
        arrays |= {"rarity": self.codes.rarity, "codes": self.codes.rows, "vectors": self.vectors}
        for name, vocabulary in self.vocabularies.items():
            arrays |= {f"{name}.terms": _bytes("\n".join(vocabulary.terms)), f"{name}.idf": vocabulary.idf}
        for name, held in self.postings.items():
            arrays |= {f"{name}.texts": held.texts.astype(np.int32), f"{name}.rows": held.rows.astype(np.int32)}
            arrays |= {f"{name}.values": held.values, f"{name}.size": np.array([held.size, held.terms])}
        part = path.with_name(f"{path.name}.{os.getpid()}.part")
        try:
            path.parent.mkdir(parents=True, exist_ok=True)
            with part.open("wb") as file:
                np.savez(file, allow_pickle=False, **arrays)
            part.replace(path)
        except OSError as error:
            with suppress(OSError):
                part.unlink(missing_ok=True)
            raise StorageError("The index of similar circumstances can't be kept.", where=str(path)) from error

    @classmethod
    def read(cls, path: Path, mark: str) -> Tables | None:
        """The tables kept in ``path``; None where there are none, they are damaged, or their mark is another."""
        try:
            with path.open("rb") as file, np.load(file, allow_pickle=False) as held:
                if held["mark"].tobytes().decode() != mark:
                    return None
                known = {
                    name: Vocabulary(_rows(held[f"{name}.terms"].tobytes().decode()), held[f"{name}.idf"])
                    for name in ("words", "circumstances")
                }
                postings = {
                    name: Postings(
                        held[f"{name}.texts"].astype(np.int64),
                        held[f"{name}.rows"].astype(np.int64),
                        held[f"{name}.values"],
                        *(int(size) for size in held[f"{name}.size"]),
                    )
                    for name in ("words", "circumstances")
                }
                latent = Latent(held["directions"], held["latent"])
                return cls(known, postings, latent, Codes(held["rarity"], held["codes"]), held["vectors"])
        except (OSError, KeyError, ValueError, zipfile.BadZipFile):
            return None


def mark_of(cases: Sequence[Case], meaning: str) -> str:
    """The mark of tables that fit ``cases``: their keys and texts in order, the lexicon, the embedding model."""
    digest = hashlib.sha256(f"{FORMAT}\n{meaning}\n".encode())
    digest.update(files("forewarned.lessons.similar").joinpath("lexicon.toml").read_bytes())
    for case in cases:
        digest.update(f"{case.key}\n{fingerprint(case.sections)}\n".encode("utf-8", "replace"))
    return digest.hexdigest()


def _bytes(text: str) -> np.ndarray[tuple[int], np.dtype[np.uint8]]:
    return np.frombuffer(text.encode(), np.uint8)


def _rows(text: str) -> dict[str, int]:
    return {term: row for row, term in enumerate(text.split("\n"))} if text else {}
