"""Screening reports by a readable query: "suicide and age < 18", "inpatient and theme:observation since 2015".

    verdict = judge(parse("suicide and child"), case)

Pure: a case is a value with its facts, matters and themes. The language: docs/reference/screen.md.
"""

from __future__ import annotations

from forewarned.lessons.screen.judging import Evidence, Verdict, judge
from forewarned.lessons.screen.query import Query, contradiction
from forewarned.lessons.screen.reading import parse

__all__ = ["Evidence", "Query", "Verdict", "contradiction", "judge", "parse"]
