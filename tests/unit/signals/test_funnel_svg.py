"""The drawing: stands alone, is read without colour, and says what the result says."""

from __future__ import annotations

from xml.etree import ElementTree as ET

from forewarned.signals.faces import NAMED, funnel_svg, funnel_text
from forewarned.signals.funnel import CAPTION, Counted, Measure, funnel
from forewarned.signals.transforms import Method

SVG = "{http://www.w3.org/2000/svg}"
MEASURE = Measure("Answered <on> time", "duties answered", "duties past due", "Fictional & made up, 1 May 2024")
COUNTS = [
    *[Counted(f"Body {letter}", n // 2, n) for letter, n in zip("ABCDEFGHIJKL", range(10, 130, 10), strict=True)],
    Counted('Merrowdown "New" <Trust> & Sons\x0b', 10, 100, named=True),
    Counted("Overwell", 45, 60),
]


def drawn(counts: list[Counted] = COUNTS, method: Method = Method.PR) -> ET.Element:
    return ET.fromstring(funnel_svg(funnel(counts, MEASURE, method=method)))  # noqa: S314  our own text


def test_has_a_title_and_a_description_that_are_pointed_to() -> None:
    root = drawn()
    assert root.get("role") == "img"
    named = {element.get("id"): element.text for element in root if element.get("id")}
    assert root.get("aria-labelledby", "").split() == list(named)
    assert named["funnel-title"] == "Answered <on> time"
    assert named["funnel-desc"] == funnel_text(funnel(COUNTS, MEASURE)).replace("\x0b", "")


def test_every_body_is_drawn_once_with_its_words_in_alphabetical_order_but_the_named_last() -> None:
    said = [group.findtext(f"{SVG}title", "") for group in drawn().iter(f"{SVG}g")]
    assert len(said) == len(COUNTS)
    assert said[-1].startswith('Merrowdown "New" <Trust> & Sons: 10 of 100 (10.0%), below the 99.8% limits')
    assert said[:-1] == sorted(said[:-1])


def test_zones_differ_by_shape_and_the_named_body_alone_is_purple() -> None:
    groups = {group.findtext(f"{SVG}title", "").split(":")[0]: group[1] for group in drawn().iter(f"{SVG}g")}
    assert groups["Body F"].tag == f"{SVG}circle"
    far = groups['Merrowdown "New" <Trust> & Sons']
    assert far.tag == f"{SVG}polygon"
    assert len(far.get("points", "").split()) == 4
    assert [name for name, shape in groups.items() if shape.get("fill") == NAMED] == ['Merrowdown "New" <Trust> & Sons']
    assert {shape.get("stroke") for shape in groups.values()} == {"#333333"}


def test_no_red_amber_green_and_nothing_from_outside() -> None:
    text = funnel_svg(funnel(COUNTS, MEASURE))
    for colour in ("#e46c0a", "#de1b1b", "#00b0f0", "red", "orange", "green"):
        assert f'"{colour}"' not in text
    for reach in ("<script", "href", "url(", "@import", "<image", "<foreignObject"):
        assert reach not in text
    assert text.count("http") == 1


def test_caption_expected_flags_and_source_are_printed() -> None:
    printed = [element.text for element in drawn().iter(f"{SVG}text")]
    assert CAPTION in " ".join(text or "" for text in printed)
    assert MEASURE.source in printed
    assert any(text and text.startswith("14 bodies. By chance alone about 0.7") for text in printed)


def test_too_few_bodies_draw_the_bodies_and_the_reason() -> None:
    root = drawn(COUNTS[:2])
    assert root.find(f"{SVG}polyline") is None
    assert any("limits need at least 3 bodies" in (text.text or "") for text in root.iter(f"{SVG}text"))


def test_nobody_at_all_still_draws() -> None:
    assert drawn([]).tag == f"{SVG}svg"


def test_ratios_keep_every_mark_on_the_drawing() -> None:
    counts = [Counted(f"Body {i:02d}", i % 5 + 1, (i + 1) * 1.5) for i in range(30)]
    for method in (Method.SR_SHMI, Method.SR_CQC, Method.RC):
        for line in drawn(counts, method).iter(f"{SVG}polyline"):
            for corner in line.get("points", "").split():
                x, y = (float(part) for part in corner.split(","))
                assert 0 <= x <= 800
                assert 0 <= y <= 540


def test_the_same_counts_give_the_same_bytes() -> None:
    assert funnel_svg(funnel(COUNTS, MEASURE)) == funnel_svg(funnel(list(reversed(COUNTS)), MEASURE))
