"""A body that was warned of the same things again: reports, their words and one response, all fictional.

Died and reported, by lesson: observations (2018-12 / 2019-06, the same death again 2019-09, 2022-02 / 2022-09 after a
promise was due), the crisis line (2021-05 / 2022-10, then 2022-01 / 2023-03: before that report), beds (no date of
death for the later one), and risk assessments in two wordings that the rule does not join by itself.
"""

from __future__ import annotations

import csv
from datetime import date
from pathlib import Path
from typing import Any

from tests.functional.lessons.words import SITE, lines, response

BODY = "Home Office"
OBSERVATIONS = (
    "Observations of patients were recorded as completed although they had not been carried out. The entries were "
    "made together at the end of the shift."
)
FAMILY = "The family were not told that she had been found with a ligature the day before."
CRISIS = "The crisis line had no access to the records of the community team."
BED = "No bed could be found for four days and there was no plan to keep him safe in the meantime."
RISK = (
    "Risk assessments were not updated after incidents on the ward, and staff on the next shift were not aware of them."
)
RISK_AGAIN = (
    "His risk assessment was not reviewed or updated following an incident, so nurses did not know that the risk had "
    "changed."
)
PLANS = "Care plans were not updated when a patient's risk changed."
# key, reference, who died, died on, reported on, matters
TOLD = (
    ("orla-fennimore", "2019-0701", "Orla Fennimore", "2018-12-02", "2019-06-03", (OBSERVATIONS, FAMILY)),
    ("orla-fennimore-2", "2019-0702", "FENNIMORE, Orla", "2018-12-02", "2019-09-09", (OBSERVATIONS,)),
    ("bram-tolliver", "2022-0731", "Bram Tolliver", "2022-02-14", "2022-09-12", (OBSERVATIONS,)),
    ("wilf-ashgrove", "2022-0740", "Wilf Ashgrove", "2021-05-05", "2022-10-01", (CRISIS,)),
    ("nan-hathersedge", "2023-0108", "Nan Hathersedge", "2022-01-01", "2023-03-30", (CRISIS,)),
    ("ivo-pellworm", "2020-0300", "Ivo Pellworm", "2019-02-02", "2020-04-01", (BED,)),
    ("una-crake", "2021-0400", "Una Crake", "", "2021-05-01", (BED,)),
    ("tess-marlowend", "2017-0100", "Tess Marlowend", "2016-01-01", "2017-02-01", (RISK,)),
    ("cal-drumlin", "2018-0200", "Cal Drumlin", "2017-06-01", "2018-07-01", (RISK_AGAIN,)),
    ("fay-otterhurst", "2020-0900", "Fay Otterhurst", "2019-03-03", "2020-11-01", (PLANS,)),
)
COLUMNS = ("ref", "report_url", "date_of_report", "date_added", "deceased_name", "age", "sex", "date_of_death",
           "coroner_name_scraped", "coroner_name", "coroner_area_scraped", "coroner_area", "categories",
           "sent_to_scraped", "sent_to", "replies_2025_07_31", "pdf_url", "reply_urls", "research_tags")  # fmt: skip


def again_texts(body: str = BODY) -> list[dict[str, Any]]:
    """The lines of a file of section texts, sent to ``body``; each says when the person died, where that is known."""
    found = []
    for key, ref, name, died, day, matters in TOLD:
        when = f", who died on {date.fromisoformat(died):%d %B %Y}" if died else ""
        opened = f"An inquest was opened into the death of {name}{when}."
        found.append(text(key, ref, day, matters) | {"receiver": body, "investigation": opened})
    return found


def text(key: str, ref: str, day: str, matters: tuple[str, ...]) -> dict[str, Any]:
    """One line of a file of section texts."""
    said = "\n".join(f"({number}) {words}" for number, words in enumerate(matters, start=1))
    return {
        "report_url": f"{SITE}/{key}/", "ref": ref, "date": day, "coroner": "Edith Quillmere", "area": "Wexmoor",
        "receiver": BODY, "investigation": "", "circumstances": "", "concerns": said, "text_source": "tests",
    }  # fmt: skip


def write_again(folder: Path, body: str = BODY) -> list[Path]:
    """The register, the texts and the response as files; ``body`` is who they were sent to."""
    with (folder / "register.csv").open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, COLUMNS)
        writer.writeheader()
        for key, ref, name, died, day, _ in TOLD:
            writer.writerow(
                dict.fromkeys(COLUMNS, "")
                | {
                    "ref": ref, "report_url": f"{SITE}/{key}/", "date_of_report": day, "date_added": day,
                    "deceased_name": name, "date_of_death": died, "coroner_name": "Edith Quillmere",
                    "coroner_area": "Wexmoor", "sent_to_scraped": body,
                }
            )  # fmt: skip
    texts = again_texts(body)
    answer = response(
        texts[0],
        f"{body}\n\n20 July 2019\n\nDear Coroner\n\nThank you for your report on the death of Orla Fennimore.\n\n"
        "Concern 1\nElectronic recording of observations will be in use on all wards by 31 March 2020.\n\n"
        "Concern 2\nWe will review our policy on telling families of incidents.\n\nYours faithfully\n",
        "Response-from-Home-Office",
    ) | {"respondent": body}
    return [
        folder / "register.csv",
        lines(folder / "texts.jsonl", *texts),
        lines(folder / "responses.jsonl", answer),
    ]


def read_again(folder: Path) -> None:
    """The files imported into the store that is open, and read; a person confirmed the promise that has a date.

    Read as it is, it is not sure enough for a death to be classed by it.
    """
    from forewarned.lessons.actions.judging import judge_promise
    from forewarned.lessons.actions.reading import read_lessons
    from forewarned.lessons.models import Promise
    from forewarned.reports.actions.importing import import_paths

    result = import_paths(paths=write_again(folder), by="tests")
    assert result.error is None, result.error
    read_lessons(by="tests")
    dated = Promise.objects.get(text__startswith="Electronic recording")
    judge_promise(promise=dated.key, verdict="confirm", reason="It is one.", by="tests")
