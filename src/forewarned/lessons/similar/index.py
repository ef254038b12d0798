"""An index of cases to be compared: asked for deaths in circumstances like those of one case."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from pathlib import Path
from typing import Protocol

import numpy as np

from forewarned.errors import InputError
from forewarned.lessons.similar.explain import explain, notes_on
from forewarned.lessons.similar.lexical import Floats, unit
from forewarned.lessons.similar.model import MEANING, SimilarModel, Weights
from forewarned.lessons.similar.sides import Side
from forewarned.lessons.similar.tables import Read, Tables, counts, mark_of, read
from forewarned.lessons.similar.texts import SECTIONS
from forewarned.lessons.similar.values import Similar
from forewarned.lessons.values import Case


class Embeds(Protocol):
    """What the index asks of an embedding model (forewarned.lessons.meaning.Embedder is one)."""

    @property
    def name(self) -> str:
        """Which model, and which weights of it."""
        ...

    def embed(self, texts: Sequence[str], *, keep: bool = True) -> Floats:
        """Unit vectors, one a text; with ``keep`` false none of them is kept on disk."""
        ...


class SimilarIndex:
    """Cases ready to be compared. Make it with :meth:`build`, or with :meth:`open` to keep it in a file.

    With an embedding model the ranking uses meaning too; without one it uses the weights fitted for words alone.
    """

    def __init__(self, cases: Sequence[Case], tables: Tables, model: SimilarModel, embedder: Embeds | None) -> None:
        self._keys = [case.key for case in cases]
        self._cases = list(cases)
        self._tables, self._model, self._embedder = tables, model, embedder
        self._sides: dict[int, Side] = {}

    @classmethod
    def build(
        cls, cases: Sequence[Case], *, embedder: Embeds | None = None, model: SimilarModel | None = None
    ) -> SimilarIndex:
        """Index ``cases``. Give ``embedder`` (with a cache of vectors) to compare by meaning too.

        Raises InputError when two cases have one key.
        """
        _keys_differ(cases)
        given = [read(case) for case in cases]
        vectors = _vectors(embedder, given, keep=True) if embedder else np.zeros((len(given), 0), np.float32)
        return cls(cases, Tables.of(given, vectors), model or SimilarModel.load(), embedder)

    @classmethod
    def open(
        cls,
        path: Path,
        cases: Sequence[Case],
        *,
        embedder: Embeds | None = None,
        model: SimilarModel | None = None,
    ) -> SimilarIndex:
        """The index kept in ``path`` where it was made of these very cases; otherwise built anew and kept there.

        The file holds numbers and single terms, not the texts. Raises InputError as :meth:`build` does, StorageError
        where it can't be kept.
        """
        _keys_differ(cases)
        mark = mark_of(cases, embedder.name if embedder else "")
        tables = Tables.read(path, mark)
        if tables is not None:
            return cls(cases, tables, model or SimilarModel.load(), embedder)
        built = cls.build(cases, embedder=embedder, model=model)
        built._tables.write(path, mark)
        return built

    def __len__(self) -> int:
        return len(self._keys)

    @property
    def uses_meaning(self) -> bool:
        """True when an embedding model takes part."""
        return self._embedder is not None

    def likenesses(self, case: Case) -> dict[str, Floats]:
        """Every likeness of ``case`` with all cases of the index: each of shape (cases,), mostly 0 to 1."""
        return self._likenesses(read(case))

    def scores(self, case: Case) -> dict[str, float]:
        """The score of every case of the index, by key (``case`` itself too, if it is in the index)."""
        return dict(zip(self._keys, self._weights.score(self.likenesses(case)).tolist(), strict=True))

    def similar(self, case: Case, k: int = 10) -> tuple[Similar, ...]:
        """The ``k`` cases most like ``case``, best first, never ``case`` itself (by key); ties in order of keys.

        ``case`` need not be in the index and may hold a narrative alone (circumstances): nothing leaves the machine,
        and nothing of it is kept.
        Raises InputError when ``case`` says nothing to compare.
        """
        asked = read(case)
        if not any(asked.words.values()):
            raise InputError("There are no words to compare.", next_step="give the circumstances of the death")
        if not self._keys:
            return ()
        scores = self._weights.score(self._likenesses(asked))
        order = sorted(range(len(self)), key=lambda row: (-scores[row], self._keys[row]))
        here = self._side(asked, case)
        wanted = [row for row in order if self._keys[row] != case.key][: max(k, 0)]
        return tuple(self._answer(here, row, float(scores[row])) for row in wanted)

    @property
    def _weights(self) -> Weights:
        return self._model.with_meaning if self.uses_meaning else self._model.words_only

    def _side(self, found: Read, case: Case) -> Side:
        return Side(case, found.sections, found.meetings, self._tables.vocabularies["words"])

    def _answer(self, here: Side, row: int, score: float) -> Similar:
        if row not in self._sides:
            self._sides[row] = self._side(read(self._cases[row]), self._cases[row])
        notes = notes_on(here, self._sides[row])
        shared, differences = explain(here, self._sides[row], self._tables.codes.rarity_of)
        return Similar(self._keys[row], self._weights.grade(score), round(score, 4), shared, differences, notes)

    def _likenesses(self, asked: Read) -> dict[str, Floats]:
        known, postings = self._tables.vocabularies, self._tables.postings
        words = known["words"].vector(counts(asked.all_words()))
        story = known["circumstances"].vector(counts(asked.words["circumstances"]))
        found = {
            "words": postings["words"].cosine(words),
            "circumstances": postings["circumstances"].cosine(story),
            "latent": self._tables.latent.cosine(words),
            **self._tables.codes.likenesses(asked.meetings),
        }
        if self._embedder is not None:
            found[MEANING] = self._tables.vectors @ _vectors(self._embedder, [asked], keep=False)[0]
        return found


def _keys_differ(cases: Sequence[Case]) -> None:
    if len(Counter(case.key for case in cases)) < len(cases):
        raise InputError("Two cases have the same key.", next_step="give every case a key of its own")


def _vectors(embedder: Embeds, cases: Sequence[Read], *, keep: bool) -> Floats:
    """One unit vector a case: the mean of its sections', so that a narrative alone compares with a whole report."""
    sums = [embedder.embed([case.plain[name] for case in cases], keep=keep) for name in SECTIONS]
    return unit(np.sum(sums, axis=0))
