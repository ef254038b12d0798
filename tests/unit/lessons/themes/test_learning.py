"""What people decide is taken up: in the same matter, in near-identical ones, and a little in others with its words."""

from __future__ import annotations

import pytest

from forewarned.errors import InputError
from forewarned.lessons.themes import Decision, ThemeModel
from forewarned.lessons.themes.learning import Memory, latest

MATTER = "3. The kiln at the pottery class was left hot overnight and nobody had a list of who held its key."
SAME = "(7) the kiln at the pottery class was left hot overnight, and nobody had a list of who held its key"
ALIKE = "Nobody had a list of who held the key of the kiln at the pottery class, which was left hot."
FAR = "The waiting list for therapy is fourteen months."


@pytest.fixture(scope="module")
def model() -> ThemeModel:
    return ThemeModel.load()


def codes(model: ThemeModel, text: str) -> set[str]:
    return {theme.code for theme in model.themes(text)}


def margin(model: ThemeModel, text: str, code: str) -> float:
    return float(model.reads([text])[0].margins[model.weights.codes.index(code)])


def test_a_theme_added_by_a_person_is_found_and_says_so(model: ThemeModel) -> None:
    assert "family" not in codes(model, MATTER)
    taught = model.learn([Decision(MATTER, "family", "add")])
    first = taught.themes(MATTER)[0]
    assert (first.code, first.score, first.found_by) == ("family", 1.0, "person")
    assert first.words
    assert "family" not in codes(model, MATTER)


def test_near_identical_matters_share_the_decision(model: ThemeModel) -> None:
    taught = model.learn([Decision(MATTER, "family", "add")])
    assert "family" in codes(taught, SAME)
    assert all(theme.found_by != "person" for theme in taught.themes(FAR))


def test_a_rejected_theme_is_gone_and_stays_gone(model: ThemeModel) -> None:
    code = model.themes(MATTER)[0].code
    taught = model.learn([Decision(MATTER, code, "reject")])
    assert code not in codes(taught, MATTER)
    assert code not in codes(taught, SAME)


def test_others_with_the_same_words_move_and_the_rest_hardly(model: ThemeModel) -> None:
    taught = model.learn([Decision(MATTER, "family", "add")])
    near = margin(taught, ALIKE, "family") - margin(model, ALIKE, "family")
    far = margin(taught, FAR, "family") - margin(model, FAR, "family")
    assert near > 0.1
    assert abs(far) < near / 2


def test_a_rejection_moves_the_other_way(model: ThemeModel) -> None:
    code = model.themes(MATTER)[0].code
    taught = model.learn([Decision(MATTER, code, "reject")])
    assert margin(taught, ALIKE, code) < margin(model, ALIKE, code)


def test_learning_twice_is_learning_at_once_in_any_order(model: ThemeModel) -> None:
    one, two = Decision(MATTER, "family", "add"), Decision(FAR, "delay_access", "confirm")
    at_once, in_turn = model.learn([two, one]), model.learn([one]).learn([two])
    for text in (MATTER, ALIKE, FAR):
        assert at_once.themes(text) == in_turn.themes(text)
    assert at_once.found_by == in_turn.found_by


def test_the_last_word_counts(model: ThemeModel) -> None:
    taught = model.learn([Decision(MATTER, "family", "add"), Decision(SAME, "family", "reject")])
    assert "family" not in codes(taught, MATTER)
    assert len(taught.decisions) == 1


def test_nothing_decided_changes_nothing(model: ThemeModel) -> None:
    taught = model.learn([])
    assert taught.themes(MATTER) == model.themes(MATTER)
    assert taught.found_by == model.found_by


def test_a_decision_on_no_code_of_the_book_is_refused() -> None:
    with pytest.raises(InputError):
        Decision(MATTER, "pottery", "add")
    with pytest.raises(InputError):
        Decision(MATTER, "family", "perhaps")


def test_memory_answers_only_for_what_is_nearly_the_same() -> None:
    memory = Memory(latest([Decision(MATTER, "family", "add"), Decision(FAR, "family", "reject")]))
    assert memory.answers(SAME) == {"family": True}
    assert memory.answers("4. " + FAR) == {"family": False}
    assert memory.answers(ALIKE + " It was a Tuesday and the rain fell on the garden wall.") == {}
    assert Memory(()).answers(MATTER) == {}
