"""The address of a report's page: the safest key there is, since references repeat, are blank or mistyped."""

from __future__ import annotations

import re
from urllib.parse import unquote, urlsplit

SITE = "https://www.judiciary.uk"
FOLDERS = ("prevention-of-future-death-reports", "publications")
"""The official site moved its reports from the second folder to the first; the last part stayed the same."""
STARTS = re.compile(rf"(?:https?://|/|www\.|judiciary\.uk/|(?:{'|'.join(FOLDERS)})/)\S+$", re.IGNORECASE)
"""How an address starts. "N/A" or a name that slipped into the column is none, and must not become a report."""
LONGEST = 400
"""What the store holds of an address; the longest on the site is 244 characters."""


def report_key(url: str) -> str:
    """The key of a report's page address: the last part of its path, folded; ``""`` if it is no page address.

    ``https://www.judiciary.uk/publications/jo-bloggs/`` and
    ``https://www.judiciary.uk/prevention-of-future-death-reports/jo-bloggs`` have one key.
    """
    text = url.strip()
    if not STARTS.match(text):
        return ""
    try:
        path = urlsplit(f"https://{text}" if text.lower().startswith("www.") else text).path
    except ValueError:
        return ""
    parts = [part for part in unquote(path).lower().split("/") if part]
    if not parts or parts[-1] in FOLDERS or not parts[-1].isprintable():
        return ""
    return parts[-1][:300]


def split_addresses(text: str) -> list[str]:
    """Web addresses from a cell that joins them with `` | `` or blanks, in order, each once."""
    found = [part for part in text.replace(" | ", " ").split() if part.startswith(("http://", "https://"))]
    return list(dict.fromkeys(found))
