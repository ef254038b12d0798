"""Whatever two texts say: quotes are words of both, the order is one order, and nothing breaks."""

from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st

from forewarned.errors import InputError
from forewarned.lessons.similar import SimilarIndex
from forewarned.lessons.similar.texts import sentences
from forewarned.lessons.values import Case

PHRASES = (
    "He was found hanging in his cell.", "The ambulance came late!", "No bed was available;", "on the ward", "\n\n(1) ",
    "Her mother was not told.", "aged 16", "a bend in the road", "x" * 450, "risk assessment", "\x00", "É", "🙂",
    "During the inquest the evidence revealed matters giving rise to concern.", "‘quoted’ words", "A&E", "section 17",
)  # fmt: skip
TEXTS = st.lists(st.one_of(st.sampled_from(PHRASES), st.text(max_size=30)), max_size=8).map(" ".join)


@st.composite
def some_cases(draw: st.DrawFn) -> list[Case]:
    told = draw(st.lists(st.tuples(TEXTS, TEXTS), min_size=2, max_size=5))
    return [Case(f"c{n}", "", None, {"circumstances": a, "concerns": b}) for n, (a, b) in enumerate(told)]


@settings(max_examples=60)
@given(some_cases())
def test_quotes_lie_within_both_texts_and_scores_fall(cases: list[Case]) -> None:
    index = SimilarIndex.build(cases)
    try:
        found = index.similar(cases[0], 10)
    except InputError:
        return
    assert [a.score for a in found] == sorted((a.score for a in found), reverse=True)
    assert {a.key for a in found} == {case.key for case in cases[1:]}
    by_key = {case.key: case for case in cases}
    for answer in found:
        for point in answer.shared:
            for quote, case in ((point.here, cases[0]), (point.there, by_key[answer.key])):
                text = case.sections[quote.section]
                assert 0 <= quote.start < quote.end <= len(text)
                assert text[quote.start : quote.end].strip()
                for start, end in quote.marks:
                    assert quote.start <= start < end <= quote.end


@given(TEXTS)
def test_sentences_cover_all_that_is_not_blank_in_order(text: str) -> None:
    parts = sentences("s", text)
    ends = [0, *(part.end for part in parts)]
    for before, part in zip(ends, parts, strict=False):
        assert before <= part.start < part.end
        assert not text[before : part.start].strip(" \t\n\r\"'”’)]\x0b\x0c\x1c\x1d\x1e\x1f\x85\u2028\u2029\xa0\u3000")
