"""A report is known by the last part of its page's address, and by nothing that only stands in that column."""

from __future__ import annotations

import pytest

from forewarned.reports.addresses import report_key, split_addresses


@pytest.mark.parametrize(
    "url",
    [
        "https://www.judiciary.uk/prevention-of-future-death-reports/jo-nemo/",
        "https://www.judiciary.uk/publications/jo-nemo/",
        "http://www.judiciary.uk/publications/Jo-Nemo",
        " https://www.judiciary.uk/publications/jo-nemo/?a=1#top ",
        "www.judiciary.uk/publications/jo-nemo/",
        "publications/jo-nemo",
        "/jo-nemo/",
    ],
)
def test_one_key_for_every_form_of_an_address(url: str) -> None:
    assert report_key(url) == "jo-nemo"


@pytest.mark.parametrize(
    "text",
    [
        "",
        "N/A",
        "Wilfrid Quennelmoor",
        "https://www.judiciary.uk",
        "https://www.judiciary.uk/publications/",
        "www.judiciary.uk",
        "https://www.judiciary.uk/jo nemo/",
        "https://www.judiciary.uk/jo%00nemo/",
        "https://[broken/jo-nemo",
        "mailto:jo@example.org",
    ],
)
def test_what_is_no_page_has_no_key(text: str) -> None:
    assert report_key(text) == ""


def test_a_key_is_never_longer_than_its_column() -> None:
    assert len(report_key("https://example.org/" + "x" * 999)) == 300


def test_addresses_joined_in_a_cell() -> None:
    assert split_addresses("https://a/1 | https://a/2 https://a/1  none") == ["https://a/1", "https://a/2"]
