"""What an organisation was warned of more than once, strongest first; and where lessons recur."""

from __future__ import annotations

import pytest

from forewarned.lessons.recurrence import LessonGroup, LessonMatter, LessonMember, Promised, Warned, again, spread
from forewarned.lessons.recurrence.again import doubt_of

FERN, SALT = frozenset({"fern"}), frozenset({"salt"})


def lesson(name: str, *keys: str) -> LessonGroup:
    members = tuple(LessonMember(key, 1.0, "", 1.0, ()) for key in keys)
    return LessonGroup(name, None, members, reports=tuple(dict.fromkeys(key[0] for key in keys)))


MATTERS = {
    key: LessonMatter(key, "words", key[0], organisations=SALT if key[0] == "d" else FERN)
    for key in ("a1", "a2", "b1", "b2", "c1", "c2", "d1")
}
WARNED = {
    "a": Warned("a", "2015-01-01", "2014-01-01"),
    "b": Warned("b", "2017-01-01", "2014-06-01"),
    "c": Warned("c", "2019-01-01", "2018-06-01"),
    "d": Warned("d", "2020-01-01"),
}


def test_the_strongest_comes_first_and_each_step_shows_its_dates() -> None:
    lessons = [lesson("era", "a1", "b1"), lesson("again", "a2", "b2", "c1"), lesson("once", "c2", "d1")]
    found = again(lessons, MATTERS, WARNED, {"fern"})
    assert [(one.lesson, one.kind, one.times) for one in found] == [("again", "recurrence", 1), ("era", "same_era", 0)]
    last = found[0].steps[-1]
    assert last.relation is not None
    assert (last.relation.earlier.report, last.relation.later.death) == ("2015-01-01", "2018-06-01")
    assert [step.warned.key for step in found[0].steps] == ["a", "b", "c"]


def test_a_promise_on_the_matter_makes_it_the_strongest() -> None:
    lessons = [lesson("plain", "a1", "c1"), lesson("promised", "a2", "c2")]
    promises = {"a2": [Promised("P", due="2016-01-01")]}
    found = again(lessons, MATTERS, WARNED, {"fern"}, promises)
    assert [(one.lesson, one.kind) for one in found] == [("promised", "broken_promise"), ("plain", "recurrence")]


def test_a_predecessor_belongs_to_the_family() -> None:
    lessons = [lesson("moved", "a1", "d1")]
    assert again(lessons, MATTERS, WARNED, {"salt"}) == ()
    found = again(lessons, MATTERS, WARNED, {"salt", "fern"})
    assert found[0].kind == "undetermined" and found[0].steps[1].relation is not None
    assert found[0].steps[1].relation.missing == ("date of death of d",)


def test_reports_of_one_death_pool_what_they_say_of_its_day() -> None:
    told = WARNED | {
        "b": Warned("b", "2017-01-01", opened="2016-06-01"),
        "c": Warned("c", "2019-01-01", "2014-06-01", opened="2014-06-03"),
    }
    found = again([lesson("one", "a1", "b1", "c1")], MATTERS, told, {"fern"}, same_death={"b": "x", "c": "x"})
    step = found[0].steps[1]
    assert (step.warned.key, step.warned.death, step.warned.opened) == ("b", "2014-06-01", "2014-06-03")
    told["b"] = Warned("b", "2017-01-01", "2016-05-01")
    found = again([lesson("one", "a1", "b1", "c1")], MATTERS, told, {"fern"}, same_death={"b": "x", "c": "x"})
    assert (found[0].steps[1].warned.death, found[0].steps[1].warned.other) == ("2016-05-01", "2014-06-01")
    assert found[0].kind == "same_era", "the second date alone fits the day of opening"


def test_two_matters_of_one_report_are_not_twice() -> None:
    assert again([lesson("one", "a1", "a2")], MATTERS, WARNED, {"fern"}) == ()


def test_where_lessons_recur_nationally() -> None:
    found = spread([lesson("here", "a1", "b1"), lesson("both", "a2", "d1"), lesson("one", "c1", "c2")], MATTERS)
    assert [(one.lesson, one.bodies) for one in found] == [
        ("both", (("fern", 1), ("salt", 1))),
        ("here", (("fern", 2),)),
    ]


@pytest.mark.parametrize(
    ("score", "with_day", "confirmed", "possible"),
    [
        (0.9, False, False, False),
        (0.899, False, False, True),
        (0.5, True, False, False),
        (0.499, True, False, True),
        (0.4, False, True, False),
    ],
)
def test_a_promise_that_was_read_with_doubt_is_only_possible_until_a_person_confirms_it(
    score: float, with_day: bool, confirmed: bool, possible: bool
) -> None:
    doubt = doubt_of(score, with_day=with_day, confirmed=confirmed)
    assert doubt.startswith("Possibly promised") if possible else doubt == ""
