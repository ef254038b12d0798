"""Properties of reading addressees: offsets slice back, nothing depends on order or on what was read before."""

from __future__ import annotations

from datetime import date

from hypothesis import given, settings
from hypothesis import strategies as st

from forewarned.organisations.directory import load_directory
from forewarned.organisations.resolver import read_addressees
from forewarned.organisations.values import Party

DIRECTORY = load_directory()
NAMES = sorted(entry.text for entry in DIRECTORY.names if ";" not in entry.text)[::37]
UNLISTED = [
    "Nowhere Surgery",
    "Brick & Slate Ltd",
    "[REDACTED]",
    "Compliance Manager",
    "Mr Quillon Farthingale",
    "Zzyx",
    "N/A",
]
PIECES = st.sampled_from(NAMES + UNLISTED)
JOINERS = st.sampled_from(["; ", " | ", ", ", " and ", " & ", "\n", " / ", " – ", ": "])
DAYS = st.dates(date(2008, 1, 1), date(2026, 1, 1))
SOON = settings(max_examples=60, deadline=None)


@st.composite
def fields(draw: st.DrawFn) -> str:
    pieces = draw(st.lists(PIECES, min_size=1, max_size=5))
    return "".join(piece + draw(JOINERS) for piece in pieces)


@SOON
@given(st.one_of(fields(), st.text(max_size=60)), DAYS)
def test_offsets_slice_back_to_what_was_written(field: str, on: date) -> None:
    end = 0
    for mention in read_addressees(field, on, DIRECTORY):
        assert field[mention.start : mention.end] == mention.as_written
        assert mention.start >= end
        end = mention.end


@SOON
@given(fields(), DAYS)
def test_the_same_field_is_read_the_same_by_a_fresh_directory(field: str, on: date) -> None:
    assert read_addressees(field, on, DIRECTORY) == read_addressees(field, on, FRESH)


FRESH = load_directory()


@SOON
@given(st.lists(PIECES, min_size=1, max_size=4), DAYS, st.randoms(use_true_random=False))
def test_the_order_of_a_semicolon_list_does_not_matter(pieces: list[str], on: date, random: object) -> None:
    def bodies(parts: list[str]) -> set[str]:
        return {m.body.key for m in read_addressees("; ".join(parts), on, DIRECTORY) if m.body}

    assert bodies(pieces) == bodies(pieces[::-1])


@SOON
@given(st.sampled_from(["[REDACTED]", "REDACTED", "[Redacted] and [Redacted]", "( REDACTED )"]), DAYS)
def test_a_redaction_is_never_an_organisation(mark: str, on: date) -> None:
    for mention in read_addressees(f"{mark}; Home Office", on, DIRECTORY)[:1]:
        assert mention.party is Party.REDACTED
        assert mention.body is None


@SOON
@given(PIECES, DAYS)
def test_an_organisation_has_a_body_and_nothing_else_has(piece: str, on: date) -> None:
    for mention in read_addressees(piece, on, DIRECTORY):
        assert (mention.party is Party.ORGANISATION) == (mention.body is not None)
