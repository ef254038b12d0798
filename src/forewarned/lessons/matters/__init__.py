"""Matters of concern: a concerns section of a report becomes verbatim spans, and the words around them are marked."""

from forewarned.lessons.matters.split import split_concerns

__all__ = ["split_concerns"]
