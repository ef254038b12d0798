"""Charts to explore: the same numbers as the drawing, the table and the text; no script, nothing loaded."""

from __future__ import annotations

import json
import re
from datetime import date

from forewarned.signals.faces import funnel_text
from forewarned.signals.funnel import Counted, Funnel, Measure, funnel
from forewarned.signals.timeline import KINDS, Kind, Moment, Timeline, timeline, timeline_text
from forewarned.web.charts import SHAPES, Spec, drawn, funnel_drawn, funnel_spec, places, timeline_spec

MEASURE = Measure("Answered <in> public", "responses published", "duties past due", "Made up, 1 May 2024")
COUNTS = [
    *[Counted(f"Body {letter}", n // 2, n) for letter, n in zip("ABCDEFGH", range(10, 90, 10), strict=True)],
    *[Counted(f"Home {number}", 1, 1) for number in range(7)],
    Counted("Merrowdown <Trust> & Sons", 10, 60, named=True),
]


def a_funnel() -> Funnel:
    return funnel(COUNTS, MEASURE)


def a_timeline() -> Timeline:
    lanes = [
        ("2019-0007", [Moment(Kind.DEATH, date(2017, 2, 28)), Moment(Kind.REPORT, date(2019, 3, 1)),
                       Moment(Kind.RESPONSE, date(2024, 2, 15), date(2019, 3, 1))]),
        ("2023-0042", [Moment(Kind.REPORT, date(2023, 9, 4)), Moment(Kind.WITHDRAWN, date(2024, 1, 8))]),
    ]  # fmt: skip
    return timeline("Reports to <Overwell>", lanes, as_at=date(2024, 6, 1))


def reaches(spec: Spec) -> list[str]:
    """Whatever in a description would load or run something."""
    text = json.dumps({name: value for name, value in spec.items() if name != "$schema"})
    return re.findall(r'"(?:url|href|expr|calculate|format_?[Tt]ype|signal)"', text)


def test_chart_table_and_text_of_a_funnel_agree() -> None:
    chart = a_funnel()
    rows, table, text = funnel_spec(chart)["data"]["values"], places(chart), funnel_text(chart)
    assert [(row["count"], row["of"], row["shown"], row["place"]) for row in rows] == [
        (place.numerator, place.denominator, place.share, place.zone) for place in table
    ]
    assert sum(len(place.labels) for place in table) == len(chart.points) == sum(row["bodies"] for row in rows)
    (named,) = [place for place in table if place.named]
    assert f"{named.labels[0]}: {named.numerator} of {named.denominator} ({named.share}), {named.zone}." in text
    assert f"{len(chart.points)} bodies" in text


def test_bodies_at_one_place_are_one_mark_that_names_some_and_counts_all() -> None:
    (home,) = [place for place in places(a_funnel()) if place.denominator == 1]
    assert len(home.labels) == 7
    assert home.words == "Home 0; Home 1; Home 2; and 4 more"
    svg = str(funnel_drawn(a_funnel()))
    assert svg.count("<g><title>Home") == 1
    assert "and 4 more here" in svg
    assert svg.count("<g>") == len(places(a_funnel()))
    assert "<Trust>" not in svg


def test_places_are_in_order_of_size_never_of_share() -> None:
    sizes = [place.denominator for place in places(a_funnel())]
    assert sizes == sorted(sizes)


def test_the_limits_of_the_chart_are_those_of_the_result() -> None:
    chart = a_funnel()
    curve = funnel_spec(chart)["layer"][0]["data"]["values"]
    assert curve[-1]["of"] == round(chart.curve[-1].denominator, 2)
    assert curve[-1]["high_998"] == round(chart.curve[-1].high_998, 4)
    known = {round(one.denominator, 2): one for one in chart.curve}
    assert all(row["low_95"] == round(known[row["of"]].low_95, 4) for row in curve)


def test_chart_table_and_text_of_a_timeline_agree() -> None:
    line = a_timeline()
    rows = timeline_spec(line)["data"]["values"]
    assert [(row["report"], row["by"]) for row in rows] == [
        (row["report"], row["by"].isoformat()) for row in line.rows()
    ]
    assert sum(bool(cell) for row in line.table() for cell in row[1:]) == len(rows)
    assert f"{len({row['report'] for row in rows})} reports" in timeline_text(line)
    assert "known for 1 of 2" in timeline_text(line)


def test_every_kind_of_moment_has_its_own_shape_or_fill() -> None:
    assert set(SHAPES) == set(KINDS)
    assert len(set(SHAPES.values())) == len(KINDS)


def test_nothing_is_loaded_and_nothing_is_run() -> None:
    assert reaches(funnel_spec(a_funnel())) == []
    assert reaches(timeline_spec(a_timeline())) == []


def test_a_timeline_is_drawn_for_wide_and_for_narrow_screens() -> None:
    text = str(drawn(a_timeline()))
    assert text.count("<svg") == 2
    assert '<div class="fw-wide"><svg' in text
    assert "<Overwell>" not in text
    assert "&lt;Overwell&gt;" in text
    assert 'width="960"' in text
    assert 'width="360"' in text
