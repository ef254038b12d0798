"""The promise register and one promise: words first, evidence attached and withdrawn, decisions taken back."""

from __future__ import annotations

import csv
import hashlib
import html
import io
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from tests.visitors import plain, seen

if TYPE_CHECKING:
    from django.test import Client
    from tests.functional.web.conftest import SignedIn

DATED = "Electronic recording of observations will be in use on all wards by 31 March 2020."


@pytest.fixture(autouse=True)
def _words(open_words: None) -> None:
    """Every test here reads the words of four reports and one response; the register is open."""


def dated() -> str:
    """The key of the promise with a date."""
    from forewarned.lessons.models import Promise

    return Promise.objects.get(text__contains="Electronic recording").key


def prove(client: Client, key: str, **more: Any) -> Any:
    said: dict[str, Any] = {
        "title": "Audit of March",
        "rung": "done",
        "on": "2020-04-02",
        "where": "Board paper 7",
    } | more
    return client.post(f"/promises/{key}/evidence/", said)


def test_the_register_says_first_how_many_and_what_has_no_date(client: Client) -> None:
    text = seen(client, "/promises/")
    assert "3 promises were found in the responses whose words are held" in text
    assert "give no date" in text or "gives no date" in text
    assert text.index("3 promises were found") < text.index("the most pressing first")
    assert "It does not mean that nothing was done." in text
    assert text.index(DATED) < text.index("We have introduced"), "what is past its day comes first"


def test_every_promise_is_quoted_as_it_stands_and_leads_to_its_page(client: Client) -> None:
    from forewarned.lessons.models import Promise

    page = client.get("/promises/").content.decode()
    for row in Promise.objects.all():
        assert html.escape(row.text) in page or row.text in page
        assert f'href="/promises/{row.key}/"' in page
    assert 'href="/reports/odalys-fernhollow/"' in page


@pytest.mark.parametrize(
    ("query", "count"),
    [
        ("", 3),
        ("state=overdue", 1),
        ("state=due&as_at=2020-01-01", 1),
        ("status=taken", 1),
        ("state=overdue&status=taken", 0),
        ("strength=stronger", 0),
        ("type=training", 0),
    ],
)
def test_filters_stand_in_the_address(client: Client, query: str, count: int) -> None:
    whole = client.get(f"/promises/?{query}&format=json").json()
    assert len(whole["promises"]) == count
    assert sum(number for _, number in whole["by_state"]) == 3
    rows = list(csv.DictReader(io.StringIO(client.get(f"/promises/?{query}&format=csv").content.decode())))
    assert [row["promise"] for row in rows] == [one["key"] for one in whole["promises"]]


def test_an_organisation_narrows_the_register(client: Client) -> None:
    from forewarned.lessons.models import TextRead

    body = TextRead.objects.get(role="response").organisation
    if body is not None:
        assert len(client.get(f"/promises/?organisation={body.key}&format=json").json()["promises"]) == 3
    text = seen(client, "/promises/?organisation=Nowhere+Trust", 404)
    assert "No organisation of this name" in text
    assert 'value="Nowhere Trust"' in client.get("/promises/?organisation=Nowhere+Trust").content.decode()


@pytest.mark.parametrize("query", ["state=late", "status=x", "type=x", "strength=red", "show=x", "page=x"])
def test_a_filter_that_cannot_be_read_is_named(client: Client, query: str) -> None:
    assert "What to do next" in seen(client, f"/promises/?{query}", 400)


def test_refusals_have_a_list_and_a_file_of_their_own(client: Client) -> None:
    from forewarned.lessons.models import Refusal, TextRead

    assert "No response that was read says so." in seen(client, "/promises/?show=refusals")
    response = TextRead.objects.get(role="response")
    words = "We do not propose to <b>change</b> the policy."
    Refusal.objects.create(response=response, start=0, end=5, text=words, numbers=["2"])
    from forewarned.reports.questions.remembered import _memory

    _memory.clear()
    page = client.get("/promises/?show=refusals").content.decode()
    assert words not in page and words in html.unescape(page)
    assert words in client.get("/promises/?show=refusals&format=csv").content.decode()


def test_one_promise_stands_in_its_place_with_what_it_answers(client: Client) -> None:
    key = dated()
    page = client.get(f"/promises/{key}/").content.decode()
    text = plain(page)
    assert f"<mark>{DATED}</mark>" in page
    assert "We have introduced a weekly check" in text, "the words around it"
    assert "It was due by 31 March 2020" in text and "no evidence is attached" in text
    assert "Promised: in the response of 20 July 2019" in text
    assert text.count("no evidence attached") >= 3, "every rung above says so"
    assert "“by 31 March 2020”" in text or "31 March 2020" in text
    assert 'href="/matters/' in page and "Observations of patients were recorded" in text
    assert "It gives a date." in text
    assert "<form" not in page.partition("<main")[2].partition("</main")[0], "a visitor cannot attach anything"
    whole = client.get(f"/promises/{key}/?format=json").json()
    assert whole["before"].endswith("on every ward. ") and whole["promise"]["text"] == DATED
    assert client.get(f"/promises/{key}/?format=csv").content.decode().count("\n") == 2


def test_the_day_it_was_published_by_is_not_taken_for_the_letters_own(client: Client) -> None:
    from forewarned.lessons.models import Promise, TextRead

    assert "in the response of 20 July 2019" in seen(client, f"/promises/{dated()}/?as_at=2025-01-02")
    TextRead.objects.filter(role="response").update(said_on_basis="published")
    Promise.objects.filter(key=dated()).update(due="2019-01-31", due_by=date(2019, 1, 31))
    text = seen(client, f"/promises/{dated()}/?as_at=2025-01-03")
    assert "in the response published by 20 July 2019" in text and "response of 20 July 2019" not in text
    assert "published by 20 July 2019, characters" in text
    assert "is before the letter of" not in text
    every = seen(client, "/promises/?as_at=2025-01-03")
    assert "published by 20 July 2019: " in every and ", 20 July 2019: " not in every


def test_a_promise_that_was_not_yet_known_is_not_there(client: Client) -> None:
    assert client.get(f"/promises/{dated()}/?as_at=2019-06-10").status_code == 404
    assert client.get("/promises/p000/").status_code == 404


def test_evidence_is_attached_kept_by_its_hash_and_withdrawn(signed_in: SignedIn, words_held: Path) -> None:
    client, key = signed_in("investigator"), dated()
    raw = b"%PDF-1.4 an audit of Linnet Ward"
    file = SimpleUploadedFile("..\\audit of march.pdf", raw, "application/pdf")
    answer = prove(client, key, file=file)
    assert answer.status_code == 302 and answer["Location"] == f"/promises/{key}/"
    text = seen(client, f"/promises/{key}/")
    digest = hashlib.sha256(raw).hexdigest()
    assert "Attached as evidence" in text and "Done: evidence of 2 April 2020" in text and digest in text
    assert "after the day it was due" in text
    assert (words_held / "originals" / digest[:2] / digest[2:]).read_bytes() == raw
    from forewarned.ledger.models import Entry
    from forewarned.lessons.models import Proof

    proof = Proof.objects.get(promise=key)
    assert (proof.by, proof.rung, proof.on, proof.title) == (
        "quill.investigator", "done", date(2020, 4, 2), "Audit of March",
    )  # fmt: skip
    assert Entry.objects.filter(seq=proof.ledger_entry, action="proof.added").exists()
    assert client.post(f"/promises/{key}/withdraw/", {"proof": proof.pk}).status_code == 302
    text = seen(client, f"/promises/{key}/")
    assert "Done: no evidence attached" in text and "withdrawn by quill.investigator" in text
    assert client.post(f"/promises/{key}/withdraw/", {"proof": proof.pk}).status_code == 404


@pytest.mark.parametrize(
    "wrong",
    [{"title": ""}, {"rung": "promised"}, {"on": ""}, {"on": "soon"}, {"on": "2027-01-01"}, {"title": "x" * 301}],
)
def test_evidence_that_cannot_be_taken_is_said_and_what_was_typed_is_kept(
    signed_in: SignedIn, wrong: dict[str, str]
) -> None:
    from forewarned.lessons.models import Proof

    client, key = signed_in("investigator"), dated()
    answer = prove(client, key, **wrong)
    assert answer.status_code == 400
    page = answer.content.decode()
    assert "What to do next" in page and 'value="Board paper 7"' in page
    assert not Proof.objects.exists()


def test_evidence_of_another_promise_cannot_be_withdrawn_here(signed_in: SignedIn) -> None:
    from forewarned.lessons.models import Promise, Proof

    client, key = signed_in("investigator"), dated()
    prove(client, key)
    other = Promise.objects.exclude(key=key)[0].key
    proof = Proof.objects.get()
    assert client.post(f"/promises/{other}/withdraw/", {"proof": proof.pk}).status_code == 404
    assert client.post(f"/promises/{key}/withdraw/", {"proof": "1e3"}).status_code == 400


def test_a_reviewer_says_that_it_is_no_promise_and_takes_it_back(signed_in: SignedIn, client: Client) -> None:
    from forewarned.lessons.models import Judgement

    reviewer, key = signed_in("reviewer"), dated()
    seen(client, "/promises/")
    answer = reviewer.post(f"/promises/{key}/judge/", {"verdict": "reject", "reason": "a plan of others"})
    assert answer.status_code == 302
    assert "2 promises were found" in seen(client, "/promises/"), "nothing stale is kept"
    assert "these words are not a promise" in seen(client, f"/promises/{key}/")
    own = seen(reviewer, f"/promises/{key}/")
    assert "It is not a promise, says quill.reviewer" in own and "a plan of others" in own
    judgement = Judgement.objects.get(about="promise", undone_at=None)
    assert reviewer.post(f"/promises/{key}/undo/", {"judgement": judgement.pk}).status_code == 302
    assert "3 promises were found" in seen(client, "/promises/")
    assert reviewer.post(f"/promises/{key}/undo/", {"judgement": judgement.pk}).status_code == 404
    assert reviewer.post(f"/promises/{key}/judge/", {"verdict": "maybe"}).status_code == 400
    assert reviewer.post("/promises/p000/judge/", {"verdict": "confirm"}).status_code == 404


@pytest.mark.parametrize(("role", "attach", "judge"), [("analyst", 0, 0), ("reviewer", 0, 1), ("investigator", 1, 1)])
def test_forms_are_shown_to_those_who_may(signed_in: SignedIn, role: str, attach: int, judge: int) -> None:
    page = signed_in(role).get(f"/promises/{dated()}/").content.decode()
    assert page.count('id="attach"') == attach and page.count('id="judge"') == judge


def test_reading_one_promise_is_written_down(signed_in: SignedIn) -> None:
    from forewarned.web.models import AccessLog

    key = dated()
    signed_in("reader").get(f"/promises/{key}/")
    assert AccessLog.objects.filter(page="promise", subject=key).count() == 1


def test_markup_and_formulas_in_words_are_text(signed_in: SignedIn, client: Client) -> None:
    key, title = dated(), "<script>alert('Perrin')</script>"
    prove(signed_in("investigator"), key, title=title, where="javascript:alert(1)")
    page = client.get(f"/promises/{key}/").content.decode()
    assert title not in page and "&lt;script&gt;" in page and 'href="javascript' not in page


def test_the_menu_leads_here(client: Client) -> None:
    assert '<a class="fw-nav__link" href="/promises/" aria-current="page">Promises</a>' in (
        client.get("/promises/").content.decode()
    )


def the_body() -> str:
    from forewarned.lessons.models import TextRead

    body = TextRead.objects.get(role="response").organisation
    assert body is not None
    return body.key


def test_a_digest_of_an_organisation_names_promises_to_ask_about(client: Client) -> None:
    text = client.get(f"/digest/preview.txt?organisation={the_body()}").content.decode()
    assert "Promises worth asking about:" in text and "“Electronic recording" in text
    assert "was due by 31 March 2020." in text and f"/promises/{dated()}/" in text
    assert "Promises worth asking about" not in client.get("/digest/preview.txt").content.decode()


def test_a_calendar_of_an_organisation_holds_the_days_of_promises(client: Client) -> None:
    from icalendar import Calendar

    feed = client.get(f"/duties.ics?show=all&organisation={the_body()}").content
    events = [one for one in Calendar.from_ical(feed).walk("VEVENT") if str(one["uid"]).startswith("promise-")]
    assert [str(one["uid"]) for one in events] == [f"promise-{dated()}@forewarned"]
    assert events[0].decoded("dtstart") == date(2020, 3, 31)
    assert b"promise-" not in client.get("/duties.ics?show=all").content
    soon = client.get(f"/duties.ics?due_within=60&as_at=2020-02-15&organisation={the_body()}").content
    assert soon.count(b"BEGIN:VEVENT") == 1
