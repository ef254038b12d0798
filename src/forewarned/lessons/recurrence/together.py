"""What the tuned encoder says of two matters read together: the part of the model that reads more than words."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Iterable, Sequence
from typing import Any, Protocol

from forewarned.lessons.recurrence.features import Reading

LONGEST, HEAD, TAIL = 620, 450, 160
"""Characters of a matter that are read, so that two fit: of a longer one its beginning and its end."""
_KEPT = 20_000


class Hears(Protocol):
    """What judges texts, one row of log-odds a text (``lessons.meaning.tuned.TunedEncoder`` does)."""

    def logits(self, texts: Sequence[str]) -> Any: ...


def told(one: Reading, two: Reading) -> str:
    """Two matters as the encoder reads them: without form sentences and bodies' names, always in the same order."""
    first, second = sorted((one, two), key=lambda reading: reading.text)
    return f"{_shortened(first.pieces[0])} [SEP] {_shortened(second.pieces[0])}"


def _shortened(text: str) -> str:
    return text if len(text) <= LONGEST else f"{text[:HEAD]} … {text[-TAIL:]}"


class Together:
    """Log-odds that one proper fix would answer both matters of a pair, kept for the next time it is asked."""

    def __init__(self, encoder: Hears) -> None:
        self._encoder = encoder
        self._said: OrderedDict[str, float] = OrderedDict()

    def hear(self, pairs: Iterable[tuple[Reading, Reading]]) -> None:
        """Ask of many pairs at once, which is faster than one by one."""
        texts = sorted({text for one, two in pairs if (text := told(one, two)) not in self._said})
        if not texts:
            return
        for text, row in zip(texts, self._encoder.logits(texts), strict=True):
            self._said[text] = float(row[0])
        while len(self._said) > max(_KEPT, len(texts)):
            self._said.popitem(last=False)

    def of(self, one: Reading, two: Reading) -> float:
        """The log-odds of one pair."""
        self.hear([(one, two)])
        return self._said[told(one, two)]
