"""The shape of the index: its fields, and how an item becomes a document of it."""

from __future__ import annotations

from functools import cache

import tantivy

from forewarned.lessons.search.items import SearchItem, tie_of
from forewarned.lessons.search.words import exact_analyzer, indexable, stem_analyzer
from forewarned.lessons.search.years import number_of

VERSION = 1
"""Raise it with every change of a field, an analyser or ``items.packed``: an index of another version is made anew."""
STAMP = f"{VERSION}; {getattr(tantivy, '__version__', '')}"
EXACT, STEM = "forewarned_exact", "forewarned_stem"


@cache
def schema() -> tantivy.Schema:
    """The fields.

    ``exact`` and ``stem`` hold all that has words: title, text, organisations, area, reference. ``*_is`` hold a value
    whole. ``body`` is the item itself; ``tie`` orders equal scores; ``row`` is the text's row among the vectors.
    """
    builder = tantivy.SchemaBuilder()
    builder.add_text_field("key", tokenizer_name="raw", index_option="basic")
    builder.add_bytes_field("body", stored=True)
    builder.add_text_field("exact", tokenizer_name=EXACT)
    builder.add_text_field("stem", tokenizer_name=STEM, index_option="freq")
    builder.add_text_field("title", tokenizer_name=STEM, index_option="freq")
    builder.add_text_field("title_exact", tokenizer_name=EXACT)
    builder.add_text_field("organisation", tokenizer_name=EXACT)
    builder.add_text_field("area", tokenizer_name=EXACT)
    builder.add_text_field("ref", tokenizer_name=EXACT)
    for name in ("organisation_is", "area_is"):
        builder.add_text_field(name, tokenizer_name="raw", index_option="basic")
    for name in ("kind", "theme"):
        builder.add_text_field(name, tokenizer_name="raw", index_option="basic", fast=True)
    for name in ("date", "year"):
        builder.add_integer_field(name, indexed=True, fast=True)
    builder.add_unsigned_field("tie", fast=True)
    builder.add_unsigned_field("row", indexed=True, fast=True)
    return builder.build()


def open_files(path: str) -> tantivy.Index:
    """The index in a folder, made when the folder is empty. Raises what tantivy raises of a broken one."""
    index = tantivy.Index(schema(), path)
    index.register_tokenizer(EXACT, exact_analyzer())
    index.register_tokenizer(STEM, stem_analyzer())
    index.config_reader("manual")  # readers are brought up to date by us: no thread, no file watcher
    return index


def value_of(text: str) -> str:
    """A whole value as it is compared: without case, spaces at its ends and doubled ones."""
    return " ".join(indexable(text).casefold().split())


def document_of(item: SearchItem, body: bytes, row: int) -> tantivy.Document:
    """The document of an item; ``body`` is the item packed."""
    document = tantivy.Document()
    document.add_text("key", item.key)
    document.add_bytes("body", body)
    for text in (item.title, item.text, *item.organisations, item.area, item.ref):
        if text:
            document.add_text("exact", clean := indexable(text))
            document.add_text("stem", clean)
    if item.title:
        document.add_text("title", clean := indexable(item.title))
        document.add_text("title_exact", clean)
    for name in item.organisations:
        document.add_text("organisation", indexable(name))
        document.add_text("organisation_is", value_of(name))
    document.add_text("area", indexable(item.area))
    document.add_text("area_is", value_of(item.area))
    document.add_text("ref", indexable(item.ref))
    document.add_text("kind", value_of(item.kind))
    for theme in sorted(set(item.themes)):
        document.add_text("theme", value_of(theme))
    if item.date:
        document.add_integer("date", number_of(item.date))
        document.add_integer("year", item.date.year)
    document.add_unsigned("tie", tie_of(item.key))
    document.add_unsigned("row", row)
    return document
