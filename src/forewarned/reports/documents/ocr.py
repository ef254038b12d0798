"""OCR of a scanned page with the system's Tesseract, run as a program, one page at a time.

``--psm 3``: on the form's two-column table it read 98.8 % of characters; one thread, since two are slower on a busy
machine. The words' boxes go through the same layout as typed text, so row numbers find their headings.
"""

from __future__ import annotations

import re
import subprocess
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from functools import cache
from io import BytesIO
from shutil import which
from statistics import mean, median
from typing import Any

from forewarned.reports.documents import limits
from forewarned.reports.documents.layout import Piece, Sheet

UNSURE = 55.0
"""Mean confidence below which the page may be a quarter or half turn off, and is looked at again."""
SURE_LETTERS = 100
WIDEST_BLANK = 1.2
"""A gap of so many line heights parts two columns."""
RULE = re.compile(r"[|\u00a6_\u2014]+")
"""What OCR makes of a table's rules."""
HIGHEST_LETTER = 1.8
FAINT = 30.0
"""Confidence below which a lone stroke or mark is dirt."""
DARK = 140
RULE_LENGTH = 70
"""Pixels at 200 dots an inch: 9 mm, three times the longest stroke of a letter."""
QUICK = {"compress_level": 1}
ENGLISH, WELSH = "eng", "cym"
WELSH_WORDS = frozenset(
    "y yr yn yng ym ac ar oedd roedd wedi nid nad fod gan gyda hyn hwn mae eu ei cael sydd gall i'r o'r a'r".split()
)
LEAST_WELSH = 0.05
"""Share of `WELSH_WORDS` from which a page is Welsh, in part at least: of Welsh prose they are about a fifth, of
English ones none but in names."""
HINT = "needs OCR: install the system package tesseract-ocr"


@dataclass(frozen=True, slots=True)
class Word:
    """A recognised word: its line (block, paragraph, line), its box in pixels, how sure it is (0 to 100)."""

    line: tuple[int, int, int]
    text: str
    x0: float
    x1: float
    top: float
    bottom: float
    sure: float


@cache
def available() -> bool:
    """Whether the program is there."""
    return which("tesseract") is not None


@cache
def reads_welsh() -> bool:
    """Whether Tesseract's Welsh data are there (Debian: tesseract-ocr-cym)."""
    try:
        listed = subprocess.run(
            ["tesseract", "--list-langs"], capture_output=True, timeout=limits.OCR_SECONDS, check=True
        )
    except (subprocess.SubprocessError, OSError):
        return False
    return WELSH in listed.stdout.decode("utf-8", "replace").split()


class Ocr:
    """Reads scanned pages of one document, and remembers which it could not read."""

    def __init__(self, *, wanted: bool) -> None:
        self.wanted = wanted
        self.read: list[int] = []
        self.unread: dict[int, str] = {}

    def notes(self) -> list[str]:
        said = [f"page {number}: empty: {reason}" for number, reason in sorted(self.unread.items())]
        if self.read:
            said.append(f"read by OCR: page{'s' if len(self.read) > 1 else ''} {', '.join(map(str, self.read))}")
        return said

    def sheet(self, page: Any, number: int) -> Sheet | None:
        """The words on a rendered page; None where it was not read, with the reason kept for the notes."""
        reason = self._hindrance()
        if not reason:
            sheet, reason = self._read(page)
            if sheet is not None:
                if sheet.pieces:
                    self.read.append(number)
                return sheet
        self.unread[number] = reason
        return None

    def _hindrance(self) -> str:
        if not self.wanted:
            return "a scan, and OCR was not asked for"
        if not available():
            return HINT
        return "the limit of OCR pages is reached" if len(self.read) >= limits.MAX_OCR_PAGES else ""

    def _read(self, page: Any) -> tuple[Sheet | None, str]:
        try:
            image = without_rules(render(page))
            words = read_words(image)
            if _confidence(words) < UNSURE:
                words, image = _turned(image, words)
            if is_welsh(word.text for word in words) and reads_welsh():
                words = _in_both(image, words)
        except subprocess.TimeoutExpired:
            return None, f"OCR took over {limits.OCR_SECONDS} seconds"
        except (subprocess.CalledProcessError, OSError, ValueError, MemoryError) as error:
            return None, f"OCR failed ({type(error).__name__})"
        return Sheet(float(image.width), float(image.height), tuple(_pieces(words))), ""


def render(page: Any) -> Any:
    """The page as a grey picture at ``OCR_DPI``, at fewer dots where it would pass ``MAX_OCR_PIXELS``."""
    width, height = page.get_size()
    scale = limits.OCR_DPI / 72
    if (pixels := width * height * scale * scale) > limits.MAX_OCR_PIXELS:
        scale *= (limits.MAX_OCR_PIXELS / pixels) ** 0.5
    return page.render(scale=scale, grayscale=True, may_draw_forms=False).to_pil()


def without_rules(image: Any) -> Any:
    """The grey picture without a table's long straight rules, beside which Tesseract loses words and numbers.

    Dark pixels that belong to a dark run longer than any letter's stroke are whitened, with one pixel around them.
    So are blacked-out names, which it would read as letters.
    """
    import numpy as np
    from PIL import Image

    grey = np.array(image.convert("L"))
    dark = grey < DARK
    ruled = _long_runs(dark) | _long_runs(dark.T).T
    if not ruled.any():
        return image
    grown = ruled.copy()
    grown[1:] |= ruled[:-1]
    grown[:-1] |= ruled[1:]
    grown[:, 1:] |= ruled[:, :-1]
    grown[:, :-1] |= ruled[:, 1:]
    grey[grown] = 255
    return Image.fromarray(grey)


def _long_runs(dark: Any) -> Any:
    """Which pixels lie in a horizontal dark run of ``RULE_LENGTH`` or more."""
    import numpy as np

    height, width = dark.shape
    if width <= RULE_LENGTH:
        return np.zeros_like(dark)
    sums = np.zeros((height, width + 1), dtype=np.int32)
    np.cumsum(dark, axis=1, out=sums[:, 1:])
    begins = sums[:, RULE_LENGTH:] - sums[:, :-RULE_LENGTH] == RULE_LENGTH
    cover = np.zeros((height, width + 1), dtype=np.int32)
    cover[:, : begins.shape[1]] += begins
    cover[:, RULE_LENGTH : RULE_LENGTH + begins.shape[1]] -= begins
    return np.cumsum(cover[:, :width], axis=1) > 0


def is_welsh(words: Iterable[str]) -> bool:
    """Whether a page, as read in English, is Welsh at least in part. Most are English, which Welsh beside it would
    read less well: 3 of 1,719 letters of a scan instead of none.
    """
    plain = [word.strip('.,;:()“”"').lower().replace("’", "'") for word in words]
    return sum(word in WELSH_WORDS for word in plain) > LEAST_WELSH * len(plain)


def read_words(image: Any, language: str = ENGLISH) -> list[Word]:
    """The words of a picture, in the order Tesseract reads them. Raises subprocess errors for the caller to name."""
    picture = BytesIO()
    image.save(picture, format="PPM" if image.mode == "RGB" else "PNG", **({} if image.mode == "RGB" else QUICK))
    # `env` gives the one process its limit of threads: the environment of this one is not ours to change.
    done = subprocess.run(
        ["env", "OMP_THREAD_LIMIT=1", "tesseract", "stdin", "stdout", "--psm", "3", "-l", language, "tsv"],
        input=picture.getvalue(),
        capture_output=True,
        timeout=limits.OCR_SECONDS,
        check=True,
    )
    return list(_parsed(done.stdout.decode("utf-8", "replace")))


def _in_both(image: Any, words: list[Word]) -> list[Word]:
    """A page read in Welsh and English; where that fails, as it was read in English, which is not given up for it."""
    try:
        return read_words(image, f"{WELSH}+{ENGLISH}")
    except (subprocess.SubprocessError, OSError, ValueError):
        return words


def _parsed(table: str) -> Iterator[Word]:
    """Rows of Tesseract's table: level page block par line word left top width height conf text."""
    for row in table.splitlines()[1:]:
        cells = row.split("\t")
        if len(cells) < 12 or cells[0] != "5" or not cells[11].strip():
            continue
        block, par, line = (int(cell) for cell in cells[2:5])
        left, top, width, height = (float(cell) for cell in cells[6:10])
        yield Word((block, par, line), cells[11].strip(), left, left + width, top, top + height, float(cells[10]))


def _confidence(words: list[Word]) -> float:
    return mean(word.sure for word in words) if words else 0.0


def _turned(image: Any, words: list[Word]) -> tuple[list[Word], Any]:
    """The page in the turn that reads best; the other turns are tried until one is sure."""
    best, best_image = words, image
    for quarter in (90, 270, 180):
        again = image.rotate(quarter, expand=True, fillcolor=255)
        read = read_words(again)
        if _weight(read) > _weight(best):
            best, best_image = read, again
        if _confidence(read) >= UNSURE and _letters(read) > SURE_LETTERS:
            break
    return best, best_image


def _weight(words: list[Word]) -> float:
    return _confidence(words) * _letters(words)


def _letters(words: list[Word]) -> int:
    return sum(len(word.text) for word in words)


def _pieces(words: list[Word]) -> list[Piece]:
    """Words to pieces: those of one recognised line with ordinary gaps are one piece."""
    if not words:
        return []
    usual = median(word.bottom - word.top for word in words)
    words = [read for word in words if (read := _without_rules(word, usual)) is not None]
    found: list[Piece] = []
    before: Word | None = None
    for word in words:
        if before and before.line == word.line and word.x0 - before.x1 < WIDEST_BLANK * usual:
            last = found.pop()
            top, bottom = min(last.top, word.top), max(last.bottom, word.bottom)
            found.append(Piece(f"{last.text} {word.text}", last.x0, word.x1, top, bottom))
        else:
            found.append(Piece(word.text, word.x0, word.x1, word.top, word.bottom))
        before = word
    return found


def _without_rules(word: Word, usual: float) -> Word | None:
    """None for what OCR makes of a table's rules; a stroke as high as a letter is an I."""
    if not RULE.match(word.text):
        return word if word.sure >= FAINT or re.search(r"\w\w", word.text) else None
    rest = RULE.sub("", word.text, count=1)
    is_letter = word.text[0] == "|" and 0.5 * usual <= word.bottom - word.top <= HIGHEST_LETTER * usual
    if is_letter and word.sure >= FAINT and rest in ("", ",", ".", ";"):
        return replace(word, text=f"I{rest}")
    return None if not rest else word
