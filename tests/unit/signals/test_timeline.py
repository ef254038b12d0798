"""The timeline: what is drawn, what is told and what stands in the table are the same moments."""

from __future__ import annotations

import re
from datetime import date, timedelta
from xml.etree import ElementTree as ET

import pytest

from forewarned.signals.timeline import COLUMNS, KINDS, LONGEST, Kind, Moment, Timeline, timeline, timeline_text
from forewarned.signals.timeline_drawing import DEATH, NARROW, WIDE, Form, timeline_svg

SVG = "{http://www.w3.org/2000/svg}"
AS_AT = date(2024, 6, 1)
LANES = (
    (
        "2019-0007",
        (
            Moment(Kind.DUE, date(2019, 4, 26)),
            Moment(Kind.DEATH, date(2017, 2, 28)),
            Moment(Kind.REPORT, date(2019, 3, 1)),
            Moment(Kind.RESPONSE, date(2024, 2, 15), date(2019, 3, 1)),
        ),
    ),
    ("2023-0042", (Moment(Kind.REPORT, date(2023, 9, 4)), Moment(Kind.LISTED, date(2024, 1, 8)))),
    (
        'Tarn "Fell" <Otters> & Sons\x0b',
        (Moment(Kind.REPORT, date(2022, 1, 5)), Moment(Kind.POSSIBLE, date(2024, 2, 15))),
    ),
    ("no date", ()),
)


def made(lanes: object = LANES) -> Timeline:
    return timeline("Reports to Overwell <Trust>", lanes, as_at=AS_AT)  # type: ignore[arg-type]


def drawn(line: Timeline, form: Form = WIDE) -> ET.Element:
    return ET.fromstring(timeline_svg(line, form))  # noqa: S314  our own text


def many(count: int) -> list[tuple[str, tuple[Moment, ...]]]:
    first = date(2015, 1, 1)
    return [
        (
            f"R{i:03d}",
            (Moment(Kind.REPORT, first + timedelta(days=30 * i)), Moment(Kind.RESPONSE, date(2024, 2, 15), first)),
        )
        for i in range(count)
    ]


def test_lanes_stand_in_the_order_of_their_reports_and_moments_in_the_order_of_kinds() -> None:
    line = made()
    assert [lane.label[:4] for lane in line.lanes] == ["2019", "Tarn", "2023"]
    assert [one.kind for one in line.lanes[0].moments] == [Kind.DEATH, Kind.REPORT, Kind.DUE, Kind.RESPONSE]
    assert line.undated == 1


def test_every_moment_is_drawn_once_and_stands_in_the_rows_and_in_the_table() -> None:
    line = made()
    groups = list(drawn(line).iter(f"{SVG}g"))
    assert len(groups) == len(line.lanes)
    told = " ".join(group.findtext(f"{SVG}title", "") for group in groups)
    cells = " ".join(" ".join(row) for row in line.table())
    for row in line.rows():
        by: date = row["by"]
        assert f"{by.day} {by:%b %Y}" in told
        assert f"{by.day} {by:%B %Y}" in cells
    assert len(line.rows()) == sum(len(lane.moments) for lane in line.lanes) == 8
    assert all(len(row) == 1 + len(COLUMNS) for row in line.table())


def test_the_text_counts_what_the_rows_hold() -> None:
    text = timeline_text(made())
    assert "3 reports, from 1 March 2019 to 4 September 2023" in text
    assert "date of death is known for 1 of 3" in text
    assert "A response is published for 1 and may be for 1 more." in text
    assert "1 report stood on the official non-response list." in text
    assert "1 without any date has no place in it." in text


def test_shapes_differ_by_kind_and_only_death_is_purple() -> None:
    text = timeline_svg(made())
    assert DEATH == "#490092"
    purple = re.findall(rf"<(\w+)[^>]*{DEATH}", text)
    assert purple.count("polygon") == 2, "one death, and its place in the key"
    for colour in ("#e46c0a", "#de1b1b", "#00b0f0", '"red"', '"green"', '"orange"'):
        assert colour not in text


def test_it_has_a_title_and_a_description_that_are_pointed_to_and_nothing_from_outside() -> None:
    for form in (WIDE, NARROW):
        root = drawn(made(), form)
        named = {element.get("id"): element.text for element in root if element.get("id")}
        assert root.get("role") == "img"
        assert root.get("aria-labelledby", "").split() == list(named)
        assert list(named.values()) == ["Reports to Overwell <Trust>", timeline_text(made())]
        text = timeline_svg(made(), form)
        assert not [reach for reach in ("<script", "href", "url(", "style=", "<image") if reach in text]


def test_two_drawings_on_one_page_share_no_id() -> None:
    ids = [re.findall(r'id="([^"]+)"', timeline_svg(made(), form)) for form in (WIDE, NARROW)]
    assert not set(ids[0]) & set(ids[1])


@pytest.mark.parametrize("form", [WIDE, NARROW])
@pytest.mark.parametrize("count", [0, 1, 7, LONGEST + 25])
def test_every_mark_lies_on_the_drawing(form: Form, count: int) -> None:
    root = drawn(made(many(count)), form)
    width, height = (float(part) for part in root.get("viewBox", "").split()[2:])
    for element in root.iter():
        for name, most in (("x", width), ("x1", width), ("x2", width), ("cx", width), ("y", height), ("cy", height)):
            if (place := element.get(name)) is not None:
                assert 0 <= float(place) <= most, (element.tag, name, place)


def test_of_very_many_the_newest_are_drawn_and_the_rest_are_said() -> None:
    line = made(many(LONGEST + 25))
    assert len(line.lanes) == LONGEST
    assert line.left_out == 25
    assert line.lanes[-1].label == f"R{LONGEST + 24:03d}"
    assert "Drawn are the 40 newest; 25 older are in the tables." in timeline_text(line)


def test_a_day_that_many_responses_share_is_told_as_a_day_of_looking() -> None:
    assert made(many(6)).seen_together() == [(date(2024, 2, 15), 6)]
    assert "first seen, not the day they came" in timeline_text(made(many(6)))
    assert made(many(3)).seen_together() == []


def test_a_day_long_before_stands_at_the_edge_and_is_said() -> None:
    old = [("2019-0007", (Moment(Kind.REPORT, date(2019, 3, 1)), Moment(Kind.DEATH, date(1973, 2, 28))))]
    line = made(old)
    assert line.span()[0] == date(2013, 3, 1)
    assert line.before() == 1
    assert "1 older day stands at its left edge." in timeline_text(line)


def test_short_spans_are_told_in_months() -> None:
    line = made([("2024-0001", (Moment(Kind.REPORT, date(2024, 1, 10)),))])
    assert "Apr 2024" in timeline_svg(line)


def test_every_kind_has_its_words_a_column_and_a_shape() -> None:
    assert set(KINDS) == set(Kind)
    assert {kind for kinds in COLUMNS.values() for kind in kinds} == set(Kind)


def test_the_same_lanes_give_the_same_bytes() -> None:
    assert timeline_svg(made()) == timeline_svg(made())
    assert timeline_svg(made(())).startswith("<svg")
