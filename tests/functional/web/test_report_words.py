"""The report's words with what was read in them: verbatim, numbered, nothing dropped, with pages and their source."""

from __future__ import annotations

import csv
import io
import re
from html import unescape
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from tests.visitors import page_at, plain

if TYPE_CHECKING:
    from django.test import Client

REPORT = "/reports/odalys-fernhollow/"


@pytest.fixture(autouse=True)
def _words(open_words: None) -> None:
    """Every test here reads the words of four reports and one response; the register is open."""


def page(client: Client, address: str = REPORT) -> str:
    return page_at(client, address)


def quoted(text: str, kind: str) -> str:
    """The words of a section or response as its blockquote has them, without marks and labels."""
    found = re.search(rf'<blockquote class="fw-verbatim fw-verbatim--{kind}">(.*?)</blockquote>', text, re.S)
    assert found
    return unescape(re.sub(r"<[^>]+>", "", re.sub(r"<small[^>]*>.*?</small>", "", found[1])))


def matters(ref: str = "2019-0777", kind: str = "matter") -> list[tuple[str, str]]:
    from forewarned.lessons.models import Matter

    rows = Matter.objects.filter(report__ref=ref, kind=kind).order_by("position")
    return list(rows.values_list("key", "text"))


def test_every_section_is_verbatim_whatever_is_marked_in_it(client: Client) -> None:
    from tests.functional.lessons.words import ANSWER, FERNHOLLOW

    text = page(client)
    for name in ("investigation", "circumstances", "concerns"):
        assert quoted(text, name) == FERNHOLLOW[name]
    assert quoted(text, "response") == ANSWER["response"].strip() or quoted(text, "response") == ANSWER["response"]


def test_each_matter_is_numbered_and_leads_to_its_page(client: Client) -> None:
    text = page(client)
    for number, (key, words) in enumerate(matters(), start=1):
        part = re.search(rf'<span class="fw-part fw-part--matter" id="{key}">(.*?)</blockquote>', text, re.S)
        assert part and f'<a href="/matters/{key}/">Matter {number}</a>' in part[1]
        assert words[:30] in plain(part[1])


def test_words_of_the_form_are_quieter_and_say_in_words_what_they_are(client: Client) -> None:
    text = page(client)
    key, words = matters(kind="boilerplate")[0]
    part = re.search(rf'<span class="fw-part fw-part--boilerplate" id="{key}">(.*?)</span>', text, re.S)
    assert part and words[:40] in plain(part[1])
    assert "Words of the form, or of the page it is printed on" in part[1]


def test_a_fact_s_link_leads_to_its_words_in_the_text(client: Client) -> None:
    from forewarned.lessons.models import Fact

    text = page(client)
    facts = Fact.objects.filter(report__ref="2019-0777")
    assert facts.count() > 3
    links = re.findall(r'<a href="#(fact-\d+)">“(.*?)”</a>', text)
    assert len(links) == facts.count()
    for anchor, words in links:
        place = re.search(rf'<span class="fw-fact" id="{anchor}" data-fact="[^"]+">(.*)', text, re.S)
        assert place and plain(re.sub(r"<small>.*?</small>", "", place[1])).strip().startswith(
            plain(words).strip()[:12]
        )
    death = facts.get(name="date_of_death")
    assert "Date of death: 2 December 2018" in text and death.found_by in text


def test_the_response_is_read_with_what_each_promise_answers(client: Client) -> None:
    text = page(client)
    one, two = (key for key, _ in matters())
    told = plain(text)
    assert "In this response 1 action taken and 2 promises were found" in told
    assert re.search(r">Action</a>: says it was done after the report", text), "what was done is no promise"
    assert not re.search(r">Promise</a>: says it was done", text)
    assert "No matter is left out, as it was read." in told, "each matter has a promise"
    assert f'Answers <a href="/matters/{one}/">matter 1</a>' in text
    assert f'<a href="/matters/{two}/">matter 2</a>' in text
    assert "promise on matter 1" in told
    for anchor in re.findall(r'<a href="#(response-1-\d)">', text):
        assert f'id="{anchor}"' in text


def test_a_matter_that_a_response_leaves_out_is_named(client: Client) -> None:
    from forewarned.lessons.models import Promise, TextRead

    read = TextRead.objects.get(role="response")
    read.unanswered = ["2"]
    read.save()
    Promise.objects.filter(numbers__icontains="2").delete()
    two = matters()[1][0]
    assert f'Not addressed in it, as it was read:</strong> <a href="/matters/{two}/">matter 2</a>' in page(client)


def test_that_nothing_is_left_out_is_said_only_where_every_matter_was_placed(client: Client) -> None:
    from forewarned.lessons.models import Promise

    Promise.objects.filter(numbers__icontains="2").delete()
    two = matters()[1][0]
    text = page(client)
    assert "No matter is left out" not in plain(text)
    assert f'No promise and no refusal was placed on <a href="/matters/{two}/">matter 2</a>' in text


def test_a_response_to_another_report_leaves_none_of_this_one_s_matters_out(client: Client) -> None:
    from forewarned.lessons.models import Promise, TextRead
    from forewarned.lessons.promises.values import MAY_ANSWER_ANOTHER

    note = f"{MAY_ANSWER_ANOTHER}: it names another person"
    TextRead.objects.filter(role="response").update(notes=[note], unanswered=["1", "2"])
    Promise.objects.update(numbers=[])
    told = plain(page(client))
    assert note in told
    assert "Not addressed in it" not in told and "left out, as it was read" not in told
    assert "does not address it" not in plain(page(client, f"/matters/{matters()[1][0]}/"))


def test_of_a_response_with_a_part_that_was_not_read_nobody_says_that_nothing_is_left_out(client: Client) -> None:
    from forewarned.lessons.models import TextRead
    from forewarned.lessons.promises.language import PARTLY

    TextRead.objects.filter(role="response").update(notes=[PARTLY], organisation=None, respondent="")
    told = plain(page(client))
    assert "1 action taken and 2 promises were found" in told and PARTLY in told
    assert "No matter is left out" not in told
    register = plain(page(client, "/promises/"))
    assert (
        f"The response of somebody who is not known, on 2019-0777 was {PARTLY}: what that part promises is not known."
        in register
    )


def test_a_response_that_was_not_read_never_looks_like_one_that_promises_nothing(client: Client) -> None:
    from forewarned.lessons.models import Promise, TextRead
    from forewarned.lessons.promises.language import NOT_ENGLISH

    Promise.objects.all().delete()
    TextRead.objects.filter(role="response").update(notes=[NOT_ENGLISH], unanswered=[])
    told = plain(page(client))
    assert "What it promises is not known: it was not read." in told and "not in English" in told
    assert "no promise and no refusal" not in told.lower() and "left out, as it was read" not in told
    answered = plain(page(client, f"/matters/{matters()[0][0]}/"))
    assert "could be read here, so it is not known what answers it" in answered
    assert "This response was not read" in answered
    register = plain(page(client, "/promises/"))
    assert "Ellerwick Vale NHS Foundation Trust, on 2019-0777 was not read: not in English" in register


def test_a_response_given_later_is_left_out_of_an_earlier_day(client: Client) -> None:
    told = plain(page(client, f"{REPORT}?as_at=2019-07-01"))
    assert "No response to this report was read here" in told


def test_whether_a_model_tidied_the_words_is_said_of_each_section(client: Client) -> None:
    from forewarned.reports.models import Reading

    assert "Not the coroner’s exact words." not in page(client)
    for row in Reading.objects.filter(event="state"):
        row.values["text_source"] = "pfd-toolkit"
        row.save()
    from forewarned.ledger.actions import record
    from forewarned.settings import settings

    record(by="tests", action="tests.changed", subject="", body={}, at=settings().now())
    assert page(client).count("Not the coroner’s exact words.") == 3


def test_the_page_of_a_document_is_said_and_a_scan_is_called_one() -> None:
    from forewarned.lessons.questions.told import PageRead, _pages, page_at
    from forewarned.web.matter_words import on_pages

    found = _pages([[1, 0, 100, "text"], [2, 100, 180, "ocr"], [3, 180, 300, "text"]], 60, 150)
    assert found == (PageRead(1, 0, 40, "text"), PageRead(2, 40, 90, "ocr"))
    assert [page_at(found, place) for place in (0, 39, 40, 89, 90)] == [1, 1, 2, 2, None]
    assert on_pages(found) == "pages 1 to 2, read from a picture of the page (2): a letter may be wrong"
    assert on_pages(found[:1]) == "page 1" and on_pages(()) == ""


def test_a_pdf_s_section_names_its_page(client: Client, tmp_path: Path) -> None:
    """Eighty lines of section 3 push the concerns to the second page."""
    from forewarned.lessons.actions.reading import read_lessons
    from forewarned.reports.actions.importing import import_paths
    from forewarned.world.pdf import pdf

    long = "\n".join(f"{number} words of the inquest into the death were heard on this day." for number in range(70))
    form = (
        "REGULATION 28 REPORT TO PREVENT FUTURE DEATHS\n\nTHIS REPORT IS BEING SENT TO:\n1. Ellerwick Vale NHS "
        "Foundation Trust\n\n1 CORONER\n\nI am Perpetua Wrenlow, coroner for Brackenshire\n\n"
        "2 CORONER'S LEGAL POWERS\n\nI make this report under paragraph 7, Schedule 5, of the Coroners and Justice "
        "Act 2009\n\n"
        f"3 INVESTIGATION and INQUEST\n\n{long}\n\n4 CIRCUMSTANCES OF THE DEATH\n\nShe was found on Linnet Ward.\n\n"
        "5 CORONER'S CONCERNS\n\nThe MATTERS OF CONCERN are as follows.\n\n(1) Nobody checked the ward at night.\n\n"
        "(2) There were too few nurses on the ward.\n\n6 ACTION SHOULD BE TAKEN\n\nIn my opinion action should be "
        "taken.\n\n7 YOUR RESPONSE\n\nYou are under a duty to respond within 56 days of the date of this report.\n"
    )
    file = tmp_path / "Odalys-Fernhollow-Prevention-of-future-deaths-report-2019-0777.pdf"
    file.write_bytes(pdf(form))
    assert import_paths(paths=[file], by="tests").error is None
    read_lessons(by="tests")
    told = plain(page(client))
    assert "Word for word from the document itself" in told
    assert re.search(rf"{file.name}, row \d+, page 2, seen|{file.name}, page 2, seen", told)
    key = next(key for key, words in matters() if "too few nurses" in words)
    assert "page 2" in plain(page(client, f"/matters/{key}/"))


def test_what_was_read_is_there_for_a_program(client: Client) -> None:
    told = client.get(f"{REPORT}?format=json").json()["told"]
    concerns = next(one["text"] for one in told["sections"] if one["name"] == "concerns")
    for one in told["matters"]:
        assert concerns[one["line"]["start"] : one["line"]["end"]] == one["line"]["text"]
    for fact in told["facts"]:
        section = next(one["text"] for one in told["sections"] if one["name"] == fact["section"])
        assert section[fact["start"] : fact["end"]] == fact["words"]
    rows = list(csv.DictReader(io.StringIO(page(client, f"{REPORT}?format=csv&part=words"))))
    spans = sum(len(one["promises"]) + len(one["refusals"]) for one in told["responses"])
    assert len(rows) == len(told["matters"]) + len(told["facts"]) + spans
    assert {row["what"] for row in rows} >= {"matter", "boilerplate", "promise", "fact: age"}


def test_a_report_whose_words_are_not_held_says_so(client: Client) -> None:
    from forewarned.reports.models import Reading, Report

    Report.objects.get(ref="2024-0215").matters.all().delete()
    Reading.objects.filter(report__ref="2024-0215").update(values={})
    told = plain(page(client, "/reports/tobias-larkspinney/"))
    assert "The words of this report are not held here" in told
    assert "What do the responses say" not in told


def test_hostile_words_stay_words(client: Client) -> None:
    from forewarned.lessons.models import Fact, TextRead
    from forewarned.reports.models import Reading

    bad = "<script>alert(1)</script>"
    for row in Reading.objects.filter(report__ref="2019-0777", event="response"):
        row.values["response"] = bad + str(row.values["response"])[len(bad) :]
        row.save()
    TextRead.objects.filter(role="response").update(respondent=bad, notes=[bad])
    assert Fact.objects.filter(report__ref="2019-0777").update(value=f'"{bad}', found_by=bad)
    text = page(client)
    assert "<script>alert" not in text and "&lt;script&gt;alert" in text
    assert 'data-fact="' in text and f'"{bad}' not in text
