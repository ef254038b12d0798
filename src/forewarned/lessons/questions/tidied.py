"""Which matters stand in words that a language model tidied before they came here.

PFD Toolkit's texts were (the register's own source notes say so). What is read in them is a span of the tidied text, so
every answer that quotes it says so.
"""

from __future__ import annotations

from collections.abc import Collection

from forewarned.lessons.models import Matter
from forewarned.lessons.texts import is_tidied


def tidied_matters(keys: Collection[str]) -> frozenset[str]:
    """Those of the matters of these keys whose words a model tidied."""
    rows = Matter.objects.filter(key__in=keys)
    told = rows.values_list("key", "reading__kind", "reading__values__text_source")
    return frozenset(key for key, kind, source in told if is_tidied(kind, source))
