"""Whose promise it is: no body is classed by what another promised, or by a letter that may be on another report."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from tests.functional.conftest import Cli
from tests.functional.lessons.again_words import BODY
from tests.functional.lessons.conftest import read, take_in
from tests.functional.lessons.words import QUILLSTONE, TRUST, lines, response

if TYPE_CHECKING:
    from forewarned.lessons.models import TextRead
    from forewarned.lessons.questions.promising import PromiseLine, PromisesAnswer
    from forewarned.lessons.questions.recurring import StepLine

DAY = date(2026, 2, 1)
WELSH = (
    "Annwyl Grwner, diolch am eich adroddiad dyddiedig am farwolaeth y claf. Mae'r Bwrdd wedi diweddaru ei bolisi ar "
    "gyfer arsylwadau ar y wardiau ac mae pob aelod o staff wedi cael hyfforddiant newydd. Bydd y Prif Nyrs yn "
    "adolygu'r cofnodion bob mis o fis Medi ymlaen. Rydym yn gobeithio bod hyn o gymorth i chi a'r teulu."
)


def step() -> StepLine:
    """The later death of the lesson on observations, which a promise of the first letter was due before."""
    from forewarned.lessons.questions.recurring import ask_again

    lessons = ask_again(name=BODY, as_at=DAY).lessons
    return next(one for line in lessons for one in line.steps if one.ref == "2022-0731")


def letter() -> TextRead:
    from forewarned.lessons.models import TextRead

    return TextRead.objects.get(role="response")


def register(**asked: Any) -> PromisesAnswer:
    from forewarned.lessons.questions.promising import ask_promises

    return ask_promises(as_at=DAY, **asked)


def electronic() -> PromiseLine:
    return next(one for one in register().promises if one.text.startswith("Electronic recording"))


@pytest.fixture
def surely_promised(again_held: None) -> None:
    """Every promise is one that was read surely: what counts here is whose it is."""
    from forewarned.lessons.models import Promise

    Promise.objects.update(score=0.97)


@pytest.mark.usefixtures("surely_promised")
class TestBetweenWarnings:
    def test_a_promise_of_the_body_itself_counts_and_names_it(self) -> None:
        written = letter().organisation
        assert written and written.name == BODY, "no register lists the letter: its own word for who wrote it is enough"
        found = step()
        assert found.kind == "broken_promise"
        assert [(one.who, one.due_by, one.apart) for one in found.promises] == [(BODY, date(2020, 3, 31), "")]
        assert electronic().state.state == "overdue"

    def test_a_promise_of_another_body_on_the_same_report_is_not_theirs(self) -> None:
        from forewarned.organisations.models import Organisation

        other = Organisation.objects.create(key="body:wexmoor-council", name="Wexmoor Council", kind="local_authority")
        read = letter()
        read.organisation, read.respondent = other, other.name
        read.save()
        found = step()
        assert (found.kind, found.promises, found.apart) == ("recurrence", (), ())

    @pytest.mark.parametrize(("respondent", "why"), [("", "Who made it is not known."), ("Quill Ltd", "Quill Ltd")])
    def test_where_it_is_not_known_whose_it_is_it_stands_apart(self, respondent: str, why: str) -> None:
        read = letter()
        read.organisation, read.respondent = None, respondent
        read.save()
        found = step()
        assert (found.kind, found.promises) == ("recurrence", ())
        assert [(one.who, why in one.apart) for one in found.apart] == [(respondent, True)]

    def test_a_letter_that_may_be_on_another_report_classes_nothing_and_is_not_overdue(self, cli: Cli) -> None:
        note = "it may answer another report: it names another person"
        read = letter()
        read.notes, read.unanswered = [note], ["1", "2"]
        read.save()
        found = step()
        assert (found.kind, found.promises) == ("recurrence", ())
        assert [note in one.apart for one in found.apart] == [True]
        line = electronic()
        assert (line.state.state, line.note) == ("not_counted", note) and note in line.state.reason
        assert line.key not in {one.key for one in register().reminders}
        assert not register(state="overdue").promises
        for command in ("promises", "again"):
            told = cli(command, *([BODY] if command == "again" else []), "--as-at", DAY.isoformat()).ok().out
            assert note in " ".join(told.split()), command
        for asked in (["promises"], ["report", read.report.ref]):
            assert "No words were found on" not in cli(*asked).ok().out, "it was not written on these matters"

    def test_what_another_body_is_to_do_is_shown_and_not_overdue(self) -> None:
        from forewarned.lessons.models import Promise

        Promise.objects.filter(text__startswith="Electronic").update(by_other=True, owner="Wexmoor Systems")
        found, line = step(), electronic()
        assert (found.kind, found.promises) == ("recurrence", ())
        assert ["Wexmoor Systems" in one.apart for one in found.apart] == [True]
        assert line.state.state == "not_counted" and "“Wexmoor Systems”" in line.state.reason


@pytest.mark.usefixtures("words")
class TestReading:
    def test_a_letter_in_another_language_says_that_it_was_not_read(
        self, tmp_path: Path, request: pytest.FixtureRequest
    ) -> None:
        from forewarned.lessons.models import Promise

        take_in(lines(tmp_path / "welsh.jsonl", response(QUILLSTONE, WELSH)))
        read()
        row = response_to("2022-0431")
        assert row.notes == ["not read: not in English, as far as a program can tell"]
        assert row.unanswered == [] and not Promise.objects.filter(response=row).exists()
        cli: Cli = request.getfixturevalue("cli")  # not before: it has a home of its own, without the key that signs
        told = " ".join(cli("report", "2022-0431").ok().out.split())
        assert "not read: not in English" in told and "No promise and no refusal was found" not in told
        said = f"The response of {TRUST}, on 2022-0431 was not read: not in English"
        assert said in " ".join(cli("promises").ok().out.split())

    def test_a_text_without_full_stops_is_no_promise(self, tmp_path: Path) -> None:
        from forewarned.lessons.models import Promise

        endless = "The Trust will introduce a new policy for the wards " + "and the staff of the ward " * 80
        take_in(
            lines(tmp_path / "endless.jsonl", response(QUILLSTONE, f"{endless}\n\nWe have trained all of our staff."))
        )
        read()
        row = response_to("2022-0431")
        assert all(len(one.text) <= 1200 for one in Promise.objects.filter(response=row))
        assert any("too long for a promise" in note for note in row.notes)

    def test_who_wrote_it_is_not_guessed(self, tmp_path: Path) -> None:
        other = response(QUILLSTONE, "We will review our policy.", "other") | {"respondent": "Wexmoor Fluting Guild"}
        take_in(lines(tmp_path / "other.jsonl", other))
        read()
        row = response_to("2022-0431")
        assert (row.respondent, row.organisation) == ("Wexmoor Fluting Guild", None)

    def test_words_such_as_next_month_need_the_day_of_the_letter(self, tmp_path: Path) -> None:
        from forewarned.lessons.models import Promise

        plain = "We will introduce a new policy for all of the wards next month."
        dated = f"{TRUST}\n\n20 July 2023\n\nDear Coroner\n\n{plain}"
        take_in(lines(tmp_path / "two.jsonl", response(QUILLSTONE, plain, "a"), response(QUILLSTONE, dated, "b")))
        read()
        rows = Promise.objects.filter(response__report__ref="2022-0431").select_related("response")
        found = {row.response.said_on_basis == "letter": row.due_by for row in rows}
        assert found == {False: None, True: date(2023, 8, 31)}


def response_to(ref: str) -> TextRead:
    from forewarned.lessons.models import TextRead

    return TextRead.objects.get(role="response", report__ref=ref)
