"""Which day of death leads another: of what one report says, and of several reports of one death."""

from __future__ import annotations

from itertools import product

import pytest

REGISTER = "register"
WORDS = (0.97, "2021-03", "when-1")
"""What a report's words surely say: some day of March 2021."""


def test_a_day_after_the_opening_does_not_come_back_by_agreeing_with_one_that_is_not() -> None:
    from forewarned.lessons.questions.deaths import choose

    found = choose([WORDS, (0.9, "2021-03-15", REGISTER)], "2021-09-01", "2021-03-10", "tests")
    assert (found.date, found.known_from, found.other) == ("2021-03", "when-1", "")


@pytest.mark.parametrize("opened", ["", "2021-03-20"])
def test_a_day_that_agrees_and_is_not_after_the_opening_is_told_to_the_day(opened: str) -> None:
    from forewarned.lessons.questions.deaths import choose

    found = choose([WORDS, (0.9, "2021-03-15", REGISTER)], "2021-09-01", opened)
    assert (found.date, found.known_from) == ("2021-03-15", REGISTER)


def test_days_that_are_all_after_the_opening_still_agree() -> None:
    from forewarned.lessons.questions.deaths import choose

    found = choose([WORDS, (0.9, "2021-03-15", REGISTER)], "2021-09-01", "2021-02-10")
    assert (found.date, found.known_from) == ("2021-03-15", REGISTER)


@pytest.mark.parametrize("reports", [2, 3])
def test_what_is_shown_of_several_reports_is_what_classes_them(reports: int) -> None:
    """``merged`` is shown, ``of_one_death`` decides the class: one rule, written twice as they hold other values."""
    from forewarned.lessons.questions.deaths import Death, merged
    from forewarned.lessons.recurrence.relation import Warned, of_one_death

    days = [("", ""), ("2021-03-04", ""), ("2021-03", ""), ("2020-01-01", "2021-03-04"), ("2021-03-04", "2021-04-04")]
    kinds = [(date, other, opened) for date, other in days for opened in ("", "2021-03-10", "2020-02-02")]
    for told in product(kinds, repeat=reports):
        shown = merged([Death(date, "a", other, "b" if other else "", opened) for date, other, opened in told])
        first, *others = (Warned(str(at), "2021-09-01", *one) for at, one in enumerate(told))
        classed = of_one_death(first, others)
        assert (shown.date, shown.other, shown.opened) == (classed.death, classed.other, classed.opened), told
