"""A response is read again where it is known only later who made it or when, and then no more."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from tests.functional.lessons.conftest import documents_of_the_trust, read, take_in
from tests.functional.lessons.test_queries import queries
from tests.functional.lessons.words import ANSWER, FERNHOLLOW, QUILLSTONE, lines, response

from forewarned.world import World

if TYPE_CHECKING:
    from forewarned.lessons.models import TextRead
    from forewarned.organisations.models import Organisation
    from forewarned.reports.models import Answer, Document

GUILD = "Wexmoor Fluting Guild"


def held(ref: str = QUILLSTONE["ref"]) -> TextRead:
    from forewarned.lessons.models import TextRead

    return TextRead.objects.select_related("organisation").get(role="response", report__ref=ref)


def known_as(name: str, key: str = "named:wexmoor") -> Organisation:
    """A body of the store that has this name."""
    from forewarned.organisations.models import NameWritten, Organisation
    from forewarned.organisations.names import plain

    body = Organisation.objects.create(key=key, name=name, kind="other")
    NameWritten.objects.create(organisation=body, folded=plain(name), as_written=name)
    return body


def paper(url: str) -> Document:
    """The register's document at this address."""
    from forewarned.reports.models import Document

    return Document.objects.get(report__ref=QUILLSTONE["ref"], url=url)


def answer_of(body: Organisation, url: str) -> Answer:
    """The register's word that a document surely answers a duty of this body."""
    from forewarned.reports.models import Answer, Duty

    duty = Duty.objects.filter(report__ref=QUILLSTONE["ref"]).order_by("id")[0]
    Duty.objects.filter(pk=duty.pk).update(organisation=body)
    Answer.objects.filter(document=paper(url)).delete()
    return Answer.objects.create(document=paper(url), duty=duty, score=1, sure=True, matched=True)


class TestWhoMadeItIsKnownLater:
    @pytest.fixture(autouse=True)
    def _of_nobody_known(self, words: None, tmp_path: Path) -> None:  # noqa: ARG002 - the store before its line
        self.line = response(QUILLSTONE, "We will review our policy.", "guild") | {"respondent": GUILD}
        take_in(lines(tmp_path / "guild.jsonl", self.line))
        assert read().responses == 1
        assert (held().respondent, held().organisation, held().said_on_basis) == (GUILD, None, "published")
        assert read().responses == 0, "it stays read while nothing more is known"

    def test_by_its_name(self) -> None:
        body = known_as(GUILD)
        assert read().responses == 1
        assert held().organisation == body
        assert read().responses == 0

    def test_by_a_persons_word_that_two_bodies_are_one(self) -> None:
        from forewarned.organisations.models import Merger
        from forewarned.settings import settings

        one, other = known_as(GUILD), known_as("Wexmoor Council", "named:council")
        read()
        merger = Merger.objects.create(from_key=one.key, into_key=other.key, by="Ada", at=settings().now())
        assert read().responses == 1
        assert held().organisation == other and read().responses == 0
        merger.undone_by, merger.undone_at = "Ada", settings().now()
        merger.save()
        assert read().responses == 1
        assert held().organisation == one

    def test_by_the_duty_that_it_surely_answers(self) -> None:
        body = known_as("Wexmoor Council")
        answer = answer_of(body, self.line["response_url"])
        assert read().responses == 1
        assert held().organisation == body
        assert read().responses == 0
        answer.sure = False
        answer.save()
        assert read().responses == 1
        assert held().organisation is None and read().responses == 0

    def test_on_another_day_than_was_known(self) -> None:
        row, day = paper(self.line["response_url"]), date(2022, 10, 3)
        row.seen_by = day
        row.save()
        assert read().responses == 1
        assert (held().said_on, held().said_on_basis) == (day, "published")
        row.letter_date = day
        row.save()
        assert read().responses == 1, "the same day, on another ground"
        assert (held().said_on, held().said_on_basis) == (day, "letter")
        assert read().responses == 0

    def test_where_another_directory_may_know_the_name(self) -> None:
        from forewarned.reports.models import Settled
        from forewarned.settings import settings

        Settled.objects.create(directory_fingerprint="another", at=settings().now(), reports=0)
        assert read().responses == 1, "only that whose maker nobody knows"
        assert read().responses == 0


def test_a_code_is_a_name_too(words: None, tmp_path: Path) -> None:
    from forewarned.organisations.models import Organisation

    take_in(lines(tmp_path / "code.jsonl", response(QUILLSTONE, "We will do so.", "wex") | {"respondent": "named:wex"}))
    read()
    body = Organisation.objects.create(key="named:wex", name="Wexmoor Council", kind="other")
    assert read().responses == 1
    assert held().organisation == body and read().responses == 0


def test_the_same_files_again_have_nothing_read(trust: str, small_world: World, small_files: Path) -> None:
    from forewarned.lessons.models import TextRead
    from forewarned.reports.actions.settling import settle
    from forewarned.reports.models import Report

    before = set(TextRead.objects.values_list("pk", flat=True))
    assert len(before) > 10, "the test shows something"
    take_in(small_files / "register.csv", *documents_of_the_trust(small_world, small_files))
    settle(set(Report.objects.values_list("pk", flat=True)))
    done = read()
    assert (done.reports, done.responses) == (0, 0)
    assert set(TextRead.objects.values_list("pk", flat=True)) == before


def test_what_waits_is_found_without_a_query_for_each_response(trust: str) -> None:
    from forewarned.lessons.actions.responses import responses_waiting
    from forewarned.lessons.models import TextRead

    rows = TextRead.objects.filter(role="response")
    assert queries(responses_waiting) < 12 < rows.count()
    rows.update(source="", respondent="")
    assert queries(responses_waiting) < 12, "nor for one that waits"
    assert len(responses_waiting()) == rows.count()


@pytest.mark.usefixtures("words")
def test_responses_are_told_and_indexed_in_as_many_queries_for_many_as_for_one() -> None:
    from forewarned.lessons.models import Promise, Refusal, TextRead
    from forewarned.lessons.questions.items import search_items
    from forewarned.lessons.questions.told import ask_told
    from forewarned.reports.models import Report
    from forewarned.settings import settings

    report = Report.objects.get(ref=FERNHOLLOW["ref"])
    asked = (lambda: ask_told(report=report, as_at=settings().today()), lambda: list(search_items()))
    once = [queries(one) for one in asked]
    for number in range(3):
        more = TextRead.objects.create(report=report, role="response", source="", rules="", respondent=f"Body {number}")
        Refusal.objects.create(response=more, start=5, end=7, text="No", numbers=["2"])
        for position in (1, 0):
            Promise.objects.create(
                key=f"p{number}{position}", response=more, position=position, start=0, end=4, text="Done",
                status="taken", type="other", strength="weaker", numbers=["1"], score=1.0,
            )  # fmt: skip
    told = [
        one for one in ask_told(report=report, as_at=settings().today()).responses if one.text != ANSWER["response"]
    ]
    assert [[each.key for each in one.promises] for one in told] == [[f"p{n}0", f"p{n}1"] for n in range(3)]
    assert [[each.words for each in one.refusals] for one in told] == [["No"]] * 3
    assert [queries(one) for one in asked] == once
