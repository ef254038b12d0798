"""How much of a file is read. Reports have 2 to 30 pages and under 5 MB; the limits keep bombs and mistakes out."""

from __future__ import annotations

MAX_BYTES = 100 * 1024 * 1024
"""Of the file itself."""
MAX_PAGES = 500
MAX_OCR_PAGES = 500
"""Pages sent to OCR: at 2.4 s a page this is 20 minutes."""
MAX_PAGE_POINTS = 14_400
"""Longest side of a page in points (200 inches): the largest that the PDF format allows."""
OCR_DPI = 200
MAX_OCR_PIXELS = 12_000_000
"""A4 at 200 dots an inch is 3.9 million pixels; larger pages are rendered at fewer dots."""
OCR_SECONDS = 60
"""For one page."""
MAX_PICTURE_PIXELS = 120_000_000
"""Of a picture on a page sent to OCR: A3 at 600 dots an inch has 70 million."""
MAX_STREAM_BYTES = 100 * 1024 * 1024
"""Drawing instructions and fonts of a PDF, unpacked, pictures aside."""
MAX_PIECES = 5_000
"""Stretches of words on a page; beyond that they are not put in order. A dense page has 600."""
MAX_ROW_NUMBERS = 30
"""Numbers standing left of the text on a page; more are no form's."""
MAX_HEADINGS = 2_000
"""Places in a text that may be headings of the form."""
MAX_PAGE_CHARACTERS = 200_000
"""A dense A4 page holds 6,000."""
MAX_CHARACTERS = 5_000_000
"""Of the whole text: 500 pages of 10,000."""
MAX_ZIP_ENTRIES = 2_000
MAX_UNZIPPED_BYTES = 200 * 1024 * 1024
MAX_ZIP_RATIO = 200
"""Unpacked to packed, for entries over a megabyte: Word's own files stay below 30."""
MAX_XML_BYTES = 50 * 1024 * 1024
"""One XML part of a DOCX."""
MAX_TABLE_OBJECTS = 5_000
"""Lines and boxes on a page beyond which its tables are not looked for: each pair is compared."""
MAX_TABLE_PAGES = 60
