"""What kind of page bytes are, and pages of the fictional world read back as they were written."""

from __future__ import annotations

from itertools import product
from pathlib import Path
from typing import Any

import pytest

from forewarned.errors import InputError
from forewarned.reports.readers.base import Head
from forewarned.reports.readers.challenge import Kind, file_kind, page_kind
from forewarned.reports.readers.feed import feed_links
from forewarned.reports.readers.html import parse_html
from forewarned.reports.readers.nonresponse import nonresponse_readings
from forewarned.reports.readers.page import report_reading
from forewarned.world import pages

REFUSED = {Kind.CHALLENGE, Kind.ERROR, Kind.EMPTY_LISTING, Kind.UNKNOWN}
REPORT: dict[str, Any] = {
    "url": f"{pages.SITE}{pages.REPORTS}testina-quillwort-prevention-of-future-deaths-report/",
    "ref": "2031-0007",
    "date_of_report": "12/03/2031",
    "date_added": "2031-03-20",
    "deceased_name": "Testina <Quillwort> & Co",
    "coroner_name": "Peregrine O'Quillfeather",
    "coroner_area": "Norrowshire",
    "categories": ["Suicide (from 2015)", "Alcohol, drug and medication related deaths"],
    "sent_to": "Saltmarsh Mental Health NHS Trust\nDepartment of Weather",
    "documents": [
        {
            "url": f"{pages.SITE}/wp-content/uploads/2031/03/b.pdf",
            "name": "2031-0007 Response from Saltmarsh",
        },
        {"url": f"{pages.SITE}/wp-content/uploads/2031/03/a.pdf", "name": "Testina Quillwort: report"},
    ],
    "investigation": "On 1 May 2030 I opened one.",
    "circumstances": "She was last seen at noon.\nNobody asked.",
    "concerns": "(1) The lamp was out.\n(2) Nobody wrote it down.",
    "due_on": "7 May 2031",
}


def page(title: str = "x", heading: str = "", body: str = "", attributes: str = "") -> bytes:
    return (
        f"<!DOCTYPE html><html><head><title>{title}</title></head><body {attributes}><h1>{heading}</h1>{body}"
        "</body></html>"
    ).encode()


@pytest.mark.parametrize(
    ("raw", "kind"),
    [
        (page("Attention Required! | Cloudflare"), Kind.CHALLENGE),
        (page("Access denied"), Kind.CHALLENGE),
        (page("www", "Verify you are human"), Kind.CHALLENGE),
        (page(body="<div class='h-captcha'></div>"), Kind.CHALLENGE),
        (page(body="<script src='/_Incapsula_Resource?x'></script>"), Kind.CHALLENGE),
        (page("503 Service Temporarily Unavailable"), Kind.ERROR),
        (page("Scheduled maintenance"), Kind.ERROR),
        (page("Courts", "Sorry, this page can’t be found"), Kind.ERROR),
        (page("Courts", "Sorry, this page can't be found"), Kind.ERROR),
        (page("Courts", attributes="class='error404'"), Kind.ERROR),
        (page("Sign in to continue"), Kind.ERROR),
        (page(body="<form><input type='password'></form>"), Kind.ERROR),
        (b"", Kind.ERROR),
        (b"%PDF-1.4", Kind.UNKNOWN),
        (b'{"a": 1}', Kind.UNKNOWN),
        (b"ref,report_url\n", Kind.UNKNOWN),
        (page(body="<p>Welcome</p>"), Kind.UNKNOWN),
        (pages.listing_page([], page=1, pages=1).encode(), Kind.EMPTY_LISTING),
        (pages.feed([]).encode(), Kind.EMPTY_LISTING),
        (pages.feed([REPORT]).encode()[:-10], Kind.ERROR),
        (b'<!DOCTYPE feed [<!ENTITY a "b">]>' + pages.feed([REPORT]).encode()[39:], Kind.ERROR),
        (pages.report_page(REPORT).encode()[:-20], Kind.ERROR),
        (pages.report_page(REPORT).encode(), Kind.REPORT),
        (pages.listing_page([REPORT], page=2, pages=3).encode(), Kind.LISTING),
        (pages.feed([REPORT]).encode(), Kind.FEED),
        (pages.nonresponse_page([{"rows": [], "period": "", "published": ""}]).encode(), Kind.NONRESPONSE),
    ],
)
def test_kinds(raw: bytes, kind: Kind) -> None:
    found = page_kind(raw)
    assert found.kind is kind, found.reason
    assert found.reason


@pytest.mark.parametrize("name", ["Just", "Maintenance of way", "captcha", "access denied", "404", "login"])
def test_words_of_a_report_do_not_make_it_a_challenge(name: str) -> None:
    """They may be in what happened; only a title or first heading that starts with them counts."""
    raw = pages.report_page({**REPORT, "circumstances": f"{name} {name}: just a moment"}).encode()
    assert page_kind(raw).kind is Kind.REPORT


def test_a_report_with_a_challenge_script_is_still_a_report() -> None:
    raw = pages.report_page(REPORT).replace("</head>", "<script>g-recaptcha</script></head>").encode()
    assert page_kind(raw).kind is Kind.REPORT


@pytest.mark.parametrize("cut", range(1, 20))
def test_a_report_page_cut_anywhere_is_not_data(cut: int) -> None:
    raw = pages.report_page(REPORT).encode()
    assert page_kind(raw[: len(raw) * cut // 20]).kind in REFUSED


def test_a_file_is_told_from_its_end_too(tmp_path: Path) -> None:
    raw = pages.report_page({**REPORT, "circumstances": "long " * 20_000}).encode()
    whole, cut = tmp_path / "whole.html", tmp_path / "cut.html"
    whole.write_bytes(raw)
    cut.write_bytes(raw[:-200])
    assert file_kind(Head(whole, raw[:65_536])).kind is Kind.REPORT
    assert file_kind(Head(cut, raw[:65_536])).kind is Kind.ERROR
    cut.write_bytes(raw)
    assert file_kind(Head(cut, raw[:65_536])).kind is Kind.REPORT


@pytest.mark.parametrize(
    "style",
    [
        pages.Style(markup=markup, colon=colon, one_paragraph=one)
        for markup, colon, one in product(("related", "file", "button"), ("inside", "outside", "none"), (False, True))
    ],
    ids=str,
)
def test_a_report_page_of_the_world_is_read_back(style: pages.Style) -> None:
    reading = report_reading(parse_html(pages.report_page(REPORT, style=style)))
    same: tuple[str, ...] = (
        "ref",
        "deceased_name",
        "coroner_name",
        "coroner_area",
        "categories",
        "sent_to",
        "documents",
    )
    same += ("investigation", "circumstances", "concerns")
    dates = {"date_of_report": "2031-03-12", "due_on": "2031-05-07"}
    assert dict(reading.values) == {name: REPORT[name] for name in same} | dates
    assert reading.report_url == REPORT["url"]


def test_what_a_report_leaves_blank_is_left_out() -> None:
    reading = report_reading(parse_html(pages.report_page({"url": REPORT["url"], "ref": "2031-0007"})))
    assert dict(reading.values) == {"ref": "2031-0007"}


def test_a_table_that_lost_a_column_is_refused() -> None:
    raw = pages.nonresponse_page([{"rows": [], "period": "p", "published": "1 May 2031"}])
    with pytest.raises(InputError, match="due_on"):
        list(nonresponse_readings(parse_html(raw.replace("Response due date", "Notes"))))


def test_a_feed_that_could_grow_without_bound_is_refused() -> None:
    bomb = b'<?xml version="1.0"?><!DOCTYPE f [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;">]><feed>&b;</feed>'
    with pytest.raises(InputError, match="document type"):
        feed_links(bomb)


def test_pages_are_the_same_bytes_each_time() -> None:
    assert pages.pdf("a\n(b) \\") == pages.pdf("a\n(b) \\")
    assert pages.pdf("x").startswith(b"%PDF-1.4") and pages.pdf("x").endswith(b"%%EOF\n")
    assert pages.report_page(REPORT, site="http://127.0.0.1:1").count("127.0.0.1") >= 3
    assert "judiciary.uk" not in pages.listing_page([REPORT], site="http://127.0.0.1:1")
