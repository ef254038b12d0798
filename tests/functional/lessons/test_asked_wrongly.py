"""Questions on words that are not what they seem: a name of several bodies, a code that is none, no day at all."""

from __future__ import annotations

from pathlib import Path

import pytest
from tests.functional.conftest import Cli
from tests.functional.lessons.words import FERNHOLLOW, lines


@pytest.mark.usefixtures("again_held")
class TestNames:
    def test_its_own_name_needs_no_word(self, cli: Cli) -> None:
        assert "was read as" not in cli("again", "Home Office").ok().out

    def test_another_name_says_whom_it_was_read_as_and_who_else_is_so_named(self, cli: Cli) -> None:
        from forewarned.organisations.models import NameWritten, Organisation
        from forewarned.organisations.names import plain
        from forewarned.organisations.questions import find_organisation

        body = find_organisation("Home Office")
        NameWritten.objects.create(organisation=body, as_written="Home", folded=plain("Home"))
        other = Organisation.objects.create(key="body:home-for-all", name="Home For All", kind="other")
        NameWritten.objects.create(organisation=other, as_written="Home For All", folded=plain("Home For All"))
        for command in (("again", "Home"), ("promises", "--organisation", "Home"), ("organisation", "Home"),
                        ("duties", "--organisation", "Home")):  # fmt: skip
            out = cli(*command).ok().out
            assert "“Home” was read as Home Office." in out, command
        assert "was read as" not in cli("again", "Home", "--csv").ok().out
        assert cli("again", "Home", "--json").ok().json["organisation"] == "Home Office"


class TestSearch:
    @pytest.mark.parametrize(
        ("given", "meant"),
        [
            (("--kind", "mater"), "matter"),
            (("--theme", "observatoin"), "observation"),
            (("--kind", "zzz"), "organisation"),
        ],
    )
    def test_a_kind_or_theme_that_is_none_is_refused(self, asked: Cli, given: tuple[str, str], meant: str) -> None:
        run = asked("search", "crisis", "--no-meaning", *given)
        assert run.code == 5 and f"There is no {given[0][2:]} “{given[1]}”" in run.err and meant in run.err

    def test_quotation_marks_that_reach_the_program_are_a_phrase_too(self, asked: Cli) -> None:
        for words in ("crisis line", '"crisis line"'):
            hits = asked("search", words, "--no-meaning", "--json").ok().json["hits"]
            assert hits and {one["how"] for hit in hits for one in hit["matched"]} == {"phrase"}, words

    def test_a_theme_of_lessons_that_is_none_is_refused(self, asked: Cli) -> None:
        run = asked("lessons", "list", "--theme", "observatoin")
        assert run.code == 5 and "did you mean --theme observation?" in run.err
        assert asked("lessons", "list", "--theme", "observation").code == 0

    def test_a_matter_without_a_number_is_named_by_its_place(self, asked: Cli, tmp_path: Path) -> None:
        words = "Nobody looked at the heliotrope ledger for a week. Staff were not told of it."
        bare = FERNHOLLOW | {"report_url": f"{FERNHOLLOW['report_url']}x/", "ref": "2025-0003", "concerns": words}
        asked("import", lines(tmp_path / "one.jsonl", bare)).ok()
        hits = asked("search", "heliotrope", "--kind", "matter", "--no-meaning", "--json").ok().json["hits"]
        assert [one["title"] for one in hits] == ["Matter 1 of 2025-0003"]

    def test_why_names_what_a_hit_lacks(self, asked: Cli) -> None:
        out = " ".join(asked("search", "crisis", "heliotropes", "--no-meaning", "--csv").ok().out.split())
        assert "it lacks “heliotropes”" in out and "(not in it" not in out


class TestScreen:
    @pytest.mark.parametrize("query", ["since 2025 before 2010", "suicide since 2025 and until 2010"])
    def test_dates_that_no_day_is_within(self, asked: Cli, query: str) -> None:
        run = asked("screen", query)
        assert run.code == 5 and "No day is within these limits" in run.err

    def test_several_may_have_died_at_contrary_ages(self, asked: Cli) -> None:
        assert asked("screen", "age < 18 and age > 60").code == 0


class TestSimilar:
    def test_several_reports_of_one_reference_are_told_apart(self, asked: Cli, tmp_path: Path) -> None:
        twin = FERNHOLLOW | {"report_url": FERNHOLLOW["report_url"].replace("odalys", "ottoline")}
        asked("import", lines(tmp_path / "twin.jsonl", twin)).ok()
        run = asked("similar", FERNHOLLOW["ref"])
        assert run.code == 5 and "Several reports bear this reference" in run.err
        assert FERNHOLLOW["report_url"] in run.err and twin["report_url"] in run.err
        asked("similar", twin["report_url"]).ok()

    def test_words_that_say_nothing_are_refused(self, asked: Cli, tmp_path: Path) -> None:
        (tmp_path / "hello.txt").write_text("hello", encoding="utf-8")
        run = asked("similar", "--text", tmp_path / "hello.txt")
        assert run.code == 5 and "say too little" in run.err

    def test_each_example_has_a_line_of_its_own(self, asked: Cli) -> None:
        lines_shown = asked("similar", "--help").ok().out.splitlines()
        assert sum("Example:" in line for line in lines_shown) == 2
