"""The first page and the search, on a small register whose names nobody bears."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import UTC, date, datetime
from typing import TYPE_CHECKING, Any

import pytest

if TYPE_CHECKING:
    from django.test import Client

pytestmark = pytest.mark.django_db
SCRIPT = "<script>alert(1)</script>Quill"


def text(response: Any) -> str:
    return re.sub(r"\s+", " ", response.content.decode())


@pytest.fixture
def register(db: None) -> None:
    """A trust, its old name, a council; three reports public before the tests' day, one after it."""
    from forewarned.organisations.models import NameWritten, Organisation
    from forewarned.reports.models import Document, Duty, Import, Report

    trust = Organisation.objects.create(
        key="ods:ZZ2", name="Overwell NHS Foundation Trust", kind="nhs_trust", ods="ZZ2"
    )
    Organisation.objects.create(key="body:lantern-council", name="Lantern Council", kind="local_authority")
    NameWritten.objects.create(organisation=trust, folded="merrowdown hospitals", as_written="Merrowdown Hospitals")
    rows = (
        ("ivo-oquill", "2025-0101", date(2025, 1, 10), date(2025, 1, 20), "Ivo O’Quill", "Overwell and Vale"),
        ("perrin-oakes", "2025-0102", date(2025, 12, 20), date(2026, 1, 28), "Perrin Oakes", "Lantern"),
        ("script", "2024-0009", date(2024, 5, 1), date(2024, 5, 9), SCRIPT, "Lantern"),
        ("later", "2026-0001", date(2026, 1, 9), date(2026, 2, 9), "Wren Hollis", "Lantern"),
    )
    for key, ref, made, seen, name, area in rows:
        report = Report.objects.create(
            key=key, report_url=f"https://example.invalid/{key}/", ref=ref, ref_as_written=ref, date_of_report=made,
            regime="regulation_28", published_on=seen, deceased_name=name, coroner_area=area, coroner_name="T. Vale",
        )  # fmt: skip
        Duty.objects.create(
            report=report, position=1, as_written="Overwell", source="page", party="organisation", organisation=trust,
            body_name=trust.name, score=1, sure=True, reason="its name", due_on=date(2026, 2, 10), due_basis="report",
            due_notes={},
        )  # fmt: skip
    Document.objects.create(
        report=Report.objects.get(key="ivo-oquill"), position=1, url="https://example.invalid/r.pdf", name="Reply",
        kind="response", reason="by its name", seen_from=date(2026, 1, 20), seen_by=date(2026, 1, 26),
    )  # fmt: skip
    Import.objects.create(
        kind="register", name="register.csv", sha256="ab" * 32, status="done", as_of=date(2026, 1, 30), by="tests",
        at=datetime(2026, 1, 31, 9, tzinfo=UTC), rows=4,
    )  # fmt: skip


def found(client: Client, words: str, **more: str) -> list[tuple[str, str]]:
    """The titles and reasons of a search, in order."""
    answer = client.get("/search", {"q": words, "format": "json", **more}).json()
    return [(hit["title"], hit["why"]) for hit in answer["hits"]]


def test_an_empty_store_says_what_to_do_next(client: Client) -> None:
    page = text(client.get("/"))
    assert "There is no report here yet" in page and "forewarned import" in page


@pytest.mark.usefixtures("register")
def test_home_shows_what_is_due_what_changed_and_how_complete_it_is(client: Client) -> None:
    page = text(client.get("/"))
    assert "In the last four weeks" in page
    assert "<strong>1</strong> report published" in page
    assert "<strong>1</strong> response first seen" in page
    assert "Due in the next 14 days" in page and "10 February 2026" in page
    assert "It holds 3 reports since 2024" in page
    assert "The newest report was first seen on 28 January 2026" in page
    assert "An answer that is not published is not the same as no answer." in page
    assert "register.csv as of 30 January 2026" in page
    assert client.get("/?format=json").json()["reports"] == 3
    assert client.get("/?format=csv").content.startswith(b"what,value\nreports,3\n")


@pytest.mark.usefixtures("register")
def test_home_counts_from_the_last_visit(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    from forewarned.settings import settings

    def visit(day: str) -> str:
        monkeypatch.setenv("FOREWARNED_TODAY", day)
        settings.cache_clear()
        return text(client.get("/"))

    visit("2026-01-27")
    later = visit("2026-02-01")
    assert "Since your last visit, 27 January 2026" in later and "<strong>0</strong> responses first seen" in later
    assert "Since your last visit, 27 January 2026" in visit("2026-02-01")
    assert "Since your last visit, 1 February 2026" in visit("2026-02-03")
    client.cookies["forewarned-visit"] = "nonsense_<script>"
    assert "In the last four weeks" in visit("2026-02-03")


@pytest.mark.usefixtures("register")
@pytest.mark.parametrize(
    ("words", "first", "why"),
    [
        ("2025-0101", "Report 2025-0101", "its reference"),
        ("2025 / 101", "Report 2025-0101", "its reference"),
        ("zz2", "Overwell NHS Foundation Trust", "its NHS code is ZZ2"),
        ("overwell nhs foundation trust", "Overwell NHS Foundation Trust", "its name"),
        ("merrowdown", "Overwell NHS Foundation Trust", "it was written “Merrowdown Hospitals”"),
        ("ivo o'quill", "Report 2025-0101", "the name of the person who died"),
        ("oquill", "Report 2025-0101", "in the name of the person who died"),
        ("lantern council", "Lantern Council", "its name"),
        ("vale", "Report 2025-0102", "in the name of the coroner"),
        ("perrin lantern", "Report 2025-0102", "in the names and the area together"),
        ("2025-01", "Report 2025-0102", "its reference begins so"),
    ],
)
def test_search_finds_by_any_of_them_and_says_why(client: Client, words: str, first: str, why: str) -> None:
    assert found(client, words)[0] == (first, why)


@pytest.mark.usefixtures("register")
def test_search_ranks_organisations_before_areas_and_leaves_out_what_is_not_yet_public(client: Client) -> None:
    assert [title for title, _ in found(client, "lantern")] == [
        "Lantern Council", "Report 2025-0102", "Report 2024-0009",
    ]  # fmt: skip
    assert found(client, "wren hollis") == []
    assert found(client, "wren hollis", as_at="2026-02-10")
    assert found(client, "perrin", as_at="2026-01-01") == []


@pytest.mark.usefixtures("register")
def test_search_answers_without_a_script_page_by_page(client: Client) -> None:
    page = client.get("/search", {"q": "lantern"})
    assert page.status_code == 200
    assert "3 found, the surest first." in text(page)
    assert 'href="/organisations/body:lantern-council/"' in text(page)
    assert "Found by: in the coroner’s area" in text(page)
    only = text(client.get("/search", {"q": "lantern", "kind": "organisation"}))
    assert "Report 2025-0102" not in only
    assert client.get("/search", {"q": "lantern", "page": "9"}).status_code == 200
    for wrong in ({"page": "x"}, {"kind": "king"}, {"as_at": "soon"}):
        assert client.get("/search", {"q": "lantern", **wrong}).status_code == 400, wrong


@pytest.mark.usefixtures("register")
def test_search_suggests_a_like_name_and_never_says_there_is_nothing(client: Client) -> None:
    page = text(client.get("/search", {"q": "Overwel Foundation Trsut"}))
    assert "Did you mean" in page and "Overwell NHS Foundation Trust" in page
    nothing = text(client.get("/search", {"q": "zzyzx"}))
    assert "not proof that there is nothing" in nothing
    assert "What are you looking for?" in text(client.get("/search"))


@pytest.mark.usefixtures("register")
def test_what_is_asked_and_what_is_found_is_shown_and_never_run(client: Client) -> None:
    page = client.get("/search", {"q": '"><script>alert(2)</script> quill'})
    assert b"<script>alert" not in page.content
    page = client.get("/search", {"q": "script"})
    assert b"<script>alert" not in page.content and b"&lt;script&gt;alert(1)" in page.content
    csv = client.get("/search", {"q": "script", "format": "csv"})
    assert csv["Content-Disposition"].startswith("attachment")
    assert client.get("/search", {"q": "\ud7ff %00" * 200}).status_code == 200
    assert client.get("/search", {"q": "quill \x00"}).status_code == 400, "no text holds it, and no database either"


@pytest.mark.usefixtures("register")
def test_search_names_the_kind_of_an_organisation_in_words(client: Client) -> None:
    from forewarned.organisations.models import Organisation

    Organisation.objects.create(key="body:fen", name="Fenmark Fire", kind="fire")
    assert "Organisation: fire and rescue service, 0 duties to respond" in text(client.get("/search?q=fenmark"))
    assert "NHS trust, 4 duties to respond" in text(client.get("/search/typed?q=overwell"))


@pytest.mark.usefixtures("register")
def test_the_list_under_the_box_is_a_part_of_a_page(client: Client) -> None:
    part = client.get("/search/typed", {"q": "lant"})
    assert b"<html" not in part.content and b"Lantern Council" in part.content


@pytest.mark.usefixtures("register", "clock_stands")
def test_searching_too_often_from_elsewhere_is_slowed(client: Client) -> None:
    codes = [client.get("/search", {"q": "a"}, REMOTE_ADDR="192.0.2.7").status_code for _ in range(125)]
    assert codes[0] == 200 and codes[-1] == 429


@pytest.mark.usefixtures("register")
def test_the_register_closes_when_there_are_accounts(client: Client, signed_in: Callable[..., Client]) -> None:
    reader, nobody = signed_in("reader"), signed_in("")
    asked = client.get("/search?q=lantern")
    assert asked.status_code == 302 and asked["Location"].startswith("/accounts/sign-in/?next=/search")
    assert reader.get("/search?q=lantern").status_code == 200
    assert nobody.get("/search?q=lantern").status_code == 403
