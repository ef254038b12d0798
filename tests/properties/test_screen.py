"""A query's own words read back to the same query; not turns yes and no round; facts stay within their texts."""

from __future__ import annotations

from datetime import date

from hypothesis import given, settings
from hypothesis import strategies as st

from forewarned.errors import InputError
from forewarned.lessons.facts import find_facts
from forewarned.lessons.screen import judge, parse
from forewarned.lessons.screen.query import Age, All, Any, Has, Not, Query, When
from forewarned.lessons.values import Case

DAYS = st.dates(date(1990, 1, 1), date(2040, 1, 1))
AGES = st.integers(0, 115)
CONDITIONS = st.one_of(
    st.sampled_from(
        [Has("suicide", "yes"), Has("setting", "inpatient"), Has("theme", "family"), Has("text", "no bed")]
    ),
    st.builds(Age, AGES, AGES),
    st.builds(Age, st.none(), AGES),
    st.builds(When, st.sampled_from(["report", "death"]), DAYS, st.one_of(st.none(), DAYS)),
)
QUERIES = st.recursive(
    CONDITIONS,
    lambda part: st.one_of(
        st.builds(Not, part),
        st.lists(part, min_size=2, max_size=3).map(lambda parts: All(tuple(parts))),
        st.lists(part, min_size=2, max_size=3).map(lambda parts: Any(tuple(parts))),
    ),
    max_leaves=6,
)
WORDS = (
    "The conclusion was suicide . \n She aged 15 old died on 3 May 2030 in hospital 1a hanging not his brother ’".split(
        " "
    )
)
TEXTS = st.lists(st.sampled_from(WORDS), max_size=40).map(" ".join)


@given(QUERIES)
@settings(max_examples=60)
def test_a_query_reads_back(query: Query) -> None:
    assert str(parse(str(query))) == str(query)


@given(QUERIES, TEXTS)
@settings(max_examples=60)
def test_not_turns_the_answer_round(query: Query, text: str) -> None:
    sections = {"investigation": text}
    case = Case("x", "", None, sections, find_facts(sections))
    turned = {"yes": "no", "no": "yes", "not_known": "not_known"}
    assert judge(Not(query), case).answer == turned[judge(query, case).answer]


@given(st.one_of(TEXTS, st.text(max_size=200)))
@settings(max_examples=80)
def test_facts_lie_within_their_section(text: str) -> None:
    for fact in find_facts({"circumstances": text, "concerns": text}):
        assert 0 <= fact.start < fact.end <= len(text)


@given(st.text(max_size=60))
@settings(max_examples=80)
def test_any_text_is_a_query_or_an_input_error(text: str) -> None:
    try:
        parse(text)
    except InputError as error:
        assert error.where.startswith("column ")
