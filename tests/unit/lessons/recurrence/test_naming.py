"""Names of lessons: whole sentences that say what failed, cut only with a mark, never the form's words."""

from __future__ import annotations

import pytest

from forewarned.lessons.recurrence import LessonDecision, LessonGroup, LessonMatter, LessonName, PairModel, group
from forewarned.lessons.recurrence.naming import CUT, LONGEST_NAME, sentences, still_names

ONE = frozenset({"body:fernmoor"})


@pytest.fixture(scope="module")
def model() -> PairModel:
    return PairModel.load()


def name_of(model: PairModel, *texts: str) -> LessonName:
    """The name of a lesson that a person made of these matters."""
    matters = [LessonMatter(f"m{at}", text, f"r{at}", f"201{at}-01-01", ONE) for at, text in enumerate(texts)]
    keys = tuple(one.key for one in matters)
    (lesson,) = group(matters, model, [LessonDecision("merge", matters=keys)])
    assert lesson.name is not None
    held = {one.key: one.text for one in matters}[lesson.name.key]
    assert lesson.name.text.removesuffix(CUT) == held[lesson.name.start : lesson.name.end]
    return lesson.name


BACKGROUND = "Mr Tolliver was admitted to the ward on 3 March 2019 and he was found by a nurse at night."
FAILING = "Observations were not carried out and the records of observations were falsified."
FORM = "In my opinion there is a risk that future deaths will occur unless action is taken."


@pytest.mark.parametrize(
    "before", [BACKGROUND, FORM, "I am grateful to you for the observations records.", "He was so."]
)
def test_the_sentence_that_says_a_failing_names_the_lesson(model: PairModel, before: str) -> None:
    name = name_of(model, f"1. {before} {FAILING}", f"{FAILING} {before}")
    assert name.text == FAILING.removesuffix(".")


def test_a_sentence_too_long_is_cut_at_a_word_with_a_mark(model: PairModel) -> None:
    long = (
        "Observations were not carried out on the ward as they should have been, " + "and they were not recorded, " * 9
    )
    name = name_of(model, long, long)
    assert name.text.endswith(CUT) and len(name.text) <= LONGEST_NAME + len(CUT)
    assert long[name.end].isspace() or long[name.end] in ",.;", "not inside a word"
    assert long.startswith(name.text.removesuffix(CUT))


def test_a_whole_sentence_is_liked_better_than_the_rest_of_one(model: PairModel) -> None:
    whole = "Care plans were not updated when a patient's risk changed."
    rest = "of care plans that were not updated when the risk of the patient changed on the ward"
    assert name_of(model, rest, whole).text == whole.removesuffix(".")


def test_sentences_are_not_cut_at_titles_numbers_or_short_words() -> None:
    text = "Dr. Quill did not attend. The dose was 2.5 mg, i.e. too high. (a) It was not recorded; b) nobody was told"
    assert [text[start:end] for start, end in sentences(text)] == [
        "Dr. Quill did not attend",
        "The dose was 2.5 mg, i.e. too high",
        "It was not recorded",
        "nobody was told",
    ]


def test_a_name_of_before_stays_while_it_is_a_whole_sentence() -> None:
    text = f"{BACKGROUND} {FAILING}"
    start = text.index(FAILING)
    assert still_names(LessonName("m", start, len(text) - 1, FAILING.removesuffix(".")), text)
    assert not still_names(LessonName("m", start + 4, len(text) - 1, FAILING[4:-1]), text)
    assert not still_names(LessonName("m", start, len(text) - 1, "Other words"), text)


def test_half_a_sentence_that_an_older_rule_chose_is_named_again(model: PairModel) -> None:
    matters = [LessonMatter(key, FAILING, key, "2019-01-01", ONE) for key in ("a", "b")]
    together = [LessonDecision("merge", matters=("a", "b"))]
    (first,) = group(matters, model, together)
    half = LessonGroup(first.id, LessonName("a", 5, 30, FAILING[5:30]), first.members)
    (again,) = group(matters, model, together, previous=[half])
    assert again.id == first.id and again.name == first.name
