"""What found something, in words: every rule and model of the program has its own."""

from __future__ import annotations

import re

import pytest

from forewarned.web.rules_words import by_what


@pytest.mark.parametrize(
    ("found_by", "words"),
    [
        ("when-1", "a rule for dates (when-1)"),
        ("suicide-1 act open to chance", "a rule for suicide (suicide-1 act open to chance)"),
        ("same-lesson-2 (meaning)", "a model of what is alike (same-lesson-2 meaning)"),
        ("matters-2", "a model that tells matters of concern (matters-2)"),
        ("matters-rules-2", "a rule for matters of concern (matters-rules-2)"),
        ("register", "the register"),
        ("people", "a person"),
        ("", "the register"),
        ("something-9", "a rule (something-9)"),
    ],
)
def test_in_words_with_the_name_that_a_program_needs(found_by: str, words: str) -> None:
    assert by_what(found_by) == words


def test_every_rule_by_which_words_are_read_has_words_of_its_own() -> None:
    from forewarned.lessons.rules import READ_BY

    named = [name for name in READ_BY.split() if not name.startswith("facts-")]
    assert named
    assert not [name for name in named if re.match(r"a rule \(", by_what(name))]
