"""Charts to explore: Vega-Lite descriptions (https://vega.github.io/schema/vega-lite/v6.json) of our own results.

Each is made from the same result as the drawing and the table beside it, and holds its own data: nothing
is loaded, and nothing in it is evaluated as script (``static/charts.js`` uses Vega's expression interpreter).
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any, Final

from markupsafe import Markup

from forewarned.signals.faces import COMMON, NAMED, funnel_svg
from forewarned.signals.funnel import ZONE_TEXT, Funnel, Zone
from forewarned.signals.timeline import KINDS, Kind, Timeline
from forewarned.signals.timeline_drawing import ANSWER, DEATH, INK, NARROW, WIDE, one_line_svg, timeline_svg

Spec = dict[str, Any]
SCHEMA: Final = "https://vega.github.io/schema/vega-lite/v6.json"
CONFIG: Final[Spec] = {
    "font": "Arial, Helvetica, sans-serif",
    "background": "#ffffff",
    "view": {"stroke": None},
    "axis": {"labelFontSize": 13, "titleFontSize": 13, "titleFontWeight": "normal", "gridColor": "#e8edee"},
    "legend": {"labelFontSize": 13, "titleFontSize": 13, "labelLimit": 420, "symbolSize": 90},
}
SHAPES: Final = {
    Kind.DEATH: ("diamond", DEATH),
    Kind.REPORT: ("square", INK),
    Kind.DUE: ("M0,-1V1", INK),
    Kind.RESPONSE: ("circle", ANSWER),
    Kind.POSSIBLE: ("circle", "#ffffff"),
    Kind.LISTED: ("triangle-up", "#ffffff"),
    Kind.WITHDRAWN: ("cross", INK),
    Kind.PROMISE: ("M-0.8,-0.8H0.8V0.8H-0.8Z", "#ffffff"),
    Kind.AGAIN: ("M0,-1L1,0L0,1L-1,0ZM-1.4,0A1.4,1.4,0,1,0,1.4,0A1.4,1.4,0,1,0,-1.4,0", DEATH),
}
ZONE_SHAPES: Final = {
    Zone.WITHIN: "circle",
    Zone.NO_LIMITS: "circle",
    Zone.ABOVE_95: "triangle-up",
    Zone.BELOW_95: "triangle-down",
    Zone.ABOVE_998: "diamond",
    Zone.BELOW_998: "diamond",
}


NAMED_AT_MOST: Final = 3
MARK: Final = re.compile(r"<g><title>(?P<words>[^<]*)</title>(?P<shape><[^<]*/>)(?P<label><text .*?</text>)?</g>", re.S)


@dataclass(frozen=True, slots=True)
class Place:
    """Bodies that lie at one place of a funnel: so many cases of so many. Hundreds may share one."""

    numerator: int
    denominator: int
    share: str
    limits: str
    zone: str
    labels: tuple[str, ...]
    named: bool

    @property
    def words(self) -> str:
        """Its bodies, the first few by name."""
        more = len(self.labels) - NAMED_AT_MOST
        named = "; ".join(self.labels[:NAMED_AT_MOST])
        return f"{named}; and {more:,} more" if more > 0 else named


def places(chart: Funnel) -> tuple[Place, ...]:
    """The table of a funnel: by size, never by share. Bodies of one size and count share a row."""
    found = defaultdict(list)
    for point in chart.points:
        found[point.denominator, point.numerator, point.named].append(point)
    rows = []
    for (denominator, numerator, named), points in sorted(found.items()):
        limits, show = points[0].limits, chart.show
        rows.append(
            Place(
                int(numerator),
                int(denominator),
                show(points[0].value),
                f"{show(limits.low_95)} to {show(limits.high_95)}" if limits else "none",
                points[0].flag,
                tuple(point.label for point in points),
                named,
            )
        )
    return tuple(rows)


def drawn(line: Timeline, label: int = 0) -> Markup:
    """A timeline for a wide and for a narrow screen: the style sheet shows one. ``label``: room for lanes' names."""
    wide = replace(WIDE, label=label) if label else WIDE
    narrow = replace(NARROW, label=140) if label else NARROW
    parts = (("fw-wide", timeline_svg(line, wide)), ("fw-narrow", timeline_svg(line, narrow)))
    # Our own drawing, every word in it escaped by the function that made it.
    return Markup("").join(Markup('<div class="{}">{}</div>').format(name, Markup(svg)) for name, svg in parts)  # noqa: S704


def drawn_on_one_line(line: Timeline, name: str) -> Markup:
    """A story of few steps on one line, for both screens; ``name`` tells its ids from others' on the page."""
    forms = (("fw-wide", replace(WIDE, name=f"{name}-wide")), ("fw-narrow", replace(NARROW, name=f"{name}-narrow")))
    # Our own drawing, every word in it escaped by the function that made it.
    return Markup("").join(
        Markup('<div class="{}">{}</div>').format(part, Markup(one_line_svg(line, form)))  # noqa: S704
        for part, form in forms
    )


def funnel_drawn(chart: Funnel) -> Markup:
    """The funnel's drawing, bodies at one place drawn once with all their words."""
    words: dict[str, list[str]] = defaultdict(list)
    svg = funnel_svg(chart)
    for mark in MARK.finditer(svg):
        words[mark["shape"]].append(mark["words"])
    seen: set[str] = set()

    def one(mark: re.Match[str]) -> str:
        here = words[mark["shape"]]
        if len(here) == 1:
            return mark[0]
        if mark["shape"] in seen:
            return ""
        seen.add(mark["shape"])
        more = len(here) - NAMED_AT_MOST
        said = "; ".join(here[:NAMED_AT_MOST]) + (f"; and {more:,} more here" if more > 0 else "")
        return f"<g><title>{said}</title>{mark['shape']}</g>"

    # Our own drawing, every word in it escaped by the function that made it.
    return Markup(MARK.sub(one, svg))  # noqa: S704


def _spec(title: str, data: Sequence[Mapping[str, Any]], **parts: Any) -> Spec:
    return {
        "$schema": SCHEMA,
        "title": {"text": title, "anchor": "start", "fontSize": 16, "limit": 900},
        "width": "container",
        "data": {"values": [{name: _plain(value) for name, value in row.items()} for row in data]},
        **parts,
        "config": CONFIG,
    }


def _plain(value: Any) -> Any:
    return value.isoformat() if isinstance(value, date) else value


def timeline_spec(line: Timeline) -> Spec:
    """The moments of a timeline: one lane a report, each with its days on pointing."""
    shown = {kind.value: _short(words) for kind, words in KINDS.items()}
    rows = [row | {"what": shown[row["what"]], "from": row["from"] or row["by"]} for row in line.rows()]
    across = {"type": "temporal", "title": None, "axis": {"labelOverlap": True}}
    down = {"field": "report", "type": "nominal", "sort": None, "title": None, "axis": {"labelLimit": 160}}
    told = [
        {"field": "report", "title": "Report"},
        {"field": "what", "title": "What"},
        {"field": "from", "type": "temporal", "title": "Not before", "format": "%-d %B %Y"},
        {"field": "by", "type": "temporal", "title": "On or by", "format": "%-d %B %Y"},
    ]
    there = [kind for kind in KINDS if line.count(kind)]
    names, styles = [shown[kind.value] for kind in there], [SHAPES[kind] for kind in there]
    by_kind = {
        "shape": {
            "field": "what", "scale": {"domain": names, "range": [shape for shape, _ in styles]},
            "legend": {"orient": "bottom", "columns": 2, "title": None},
        },
        "fill": {"field": "what", "scale": {"domain": names, "range": [colour for _, colour in styles]}},
        "stroke": {"value": INK},
    }  # fmt: skip
    return _spec(
        line.title,
        rows,
        height={"step": 20},
        encoding={"y": down},
        layer=[
            {
                "mark": {"type": "rule", "strokeDash": [2, 4], "color": ANSWER},
                "encoding": {"x": across | {"field": "from"}, "x2": {"field": "by"}},
            },
            {
                "mark": {"type": "point", "size": 90, "strokeWidth": 1.2, "opacity": 1},
                "encoding": {"x": across | {"field": "by"}, **by_kind, "tooltip": told},
            },
        ],
    )


def _short(words: str) -> str:
    return words.partition(" (")[0]


def funnel_spec(chart: Funnel) -> Spec:
    """Bodies against their limits, each with its numbers on pointing."""
    rows = [
        {
            "body": place.words, "bodies": len(place.labels), "share": place.numerator / place.denominator,
            "of": place.denominator, "count": place.numerator, "place": place.zone, "named": place.named,
            "shown": place.share,
        }
        for place in places(chart)
    ]  # fmt: skip
    across = {"field": "of", "type": "quantitative", "title": chart.measure.denominator}
    up: Spec = {"type": "quantitative", "title": chart.measure.numerator}
    if chart.is_share:
        up = {"type": "quantitative", "title": chart.measure.numerator, "axis": {"format": ".0%"}}
    centre = [
        {"data": {"values": [{"centre": chart.centre}]}, "mark": "rule", "encoding": {"y": up | {"field": "centre"}}}
    ]
    layers = [
        *_limits(chart, across, up),
        *(centre if chart.centre is not None else []),
        _bodies(chart, across, up | {"field": "share"}),
    ]
    return _spec(chart.measure.title, rows, height=380, layer=layers)


def _limits(chart: Funnel, across: Spec, up: Spec) -> list[Spec]:
    """The four lines between which bodies are expected."""
    step = 2  # every second of the drawing's steps is smooth enough to look at more closely
    curve = [
        {
            "of": round(one.denominator, 2), "low_998": round(one.low_998, 4), "low_95": round(one.low_95, 4),
            "high_95": round(one.high_95, 4), "high_998": round(one.high_998, 4),
        }
        for one in (*chart.curve[:-1:step], *chart.curve[-1:])
    ]  # fmt: skip
    return [
        {
            "data": {"values": curve},
            "mark": {"type": "line", "color": "#4c6272", "strokeWidth": 1.3, "strokeDash": dashes, "clip": True},
            "encoding": {"x": across, "y": up | {"field": name}},
        }
        for name, dashes in (("low_998", [1, 0]), ("high_998", [1, 0]), ("low_95", [7, 4]), ("high_95", [7, 4]))
    ]


def _bodies(chart: Funnel, across: Spec, up: Spec) -> Spec:
    """The marks: shape by place beside the limits, the named body filled otherwise."""
    zones = [zone for zone in ZONE_SHAPES if any(point.zone is zone for point in chart.points)]
    return {
        "mark": {"type": "point", "filled": True, "size": 80, "opacity": 1, "stroke": "#333333", "strokeWidth": 1.2},
        "encoding": {
            "x": across,
            "y": up,
            "shape": {
                "field": "place", "title": None,
                "scale": {
                    "domain": [ZONE_TEXT[zone] for zone in zones],
                    "range": [ZONE_SHAPES[zone] for zone in zones],
                },
                "legend": {"orient": "bottom", "columns": 1, "symbolFillColor": COMMON},
            },
            "fill": {"condition": {"test": {"field": "named", "equal": True}, "value": NAMED}, "value": COMMON},
            "tooltip": [
                {"field": "body", "title": "Body"},
                {"field": "count", "title": chart.measure.numerator},
                {"field": "of", "title": chart.measure.denominator},
                {"field": "shown", "title": "Share" if chart.is_share else "Ratio"},
                {"field": "place", "title": "Beside the limits"},
            ],
        },
    }  # fmt: skip
