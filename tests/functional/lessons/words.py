"""Reports and responses for the tests of lessons: fictional, short, of names that nobody bears."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

SITE = "https://www.judiciary.example/prevention-of-future-death-reports"
FILES = "https://www.judiciary.example/wp-content/uploads"
TRUST = "Ellerwick Vale NHS Foundation Trust"
PEOPLE = ("Odalys", "Fernhollow", "Barnaby", "Quillstone", "Isolde", "Merrowfen", "Larkspinney", "Perpetua", "Wrenlow")
"""Names that no message of a refusal may hold."""


def report(key: str, ref: str, day: str, **more: str) -> dict[str, Any]:
    """One line of a file of section texts."""
    return {
        "report_url": f"{SITE}/{key}/",
        "ref": ref,
        "date": day,
        "coroner": "Perpetua Wrenlow",
        "area": "Brackenshire",
        "receiver": TRUST,
        "investigation": "",
        "circumstances": "",
        "concerns": "",
        "text_source": "tests",
    } | more


def response(parent: dict[str, Any], words: str, name: str = "Response-from-Ellerwick-Vale") -> dict[str, Any]:
    """One line of a file of responses."""
    return {
        "parent_id": parent["ref"],
        "parent_url": parent["report_url"],
        "response_url": f"{FILES}/{parent['ref']}-{name}.pdf",
        "respondent": TRUST,
        "response": words,
    }


FERNHOLLOW = report(
    "odalys-fernhollow",
    "2019-0777",
    "2019-06-03",
    investigation="On 4 January 2019 an inquest was opened into the death of Odalys Fernhollow, aged 31, who died on "
    "2 December 2018. The conclusion was suicide.",
    circumstances="She was a patient on Linnet Ward of a mental health unit, detained under the Mental Health Act, "
    "and was found hanging in her room.",
    concerns="During the inquest the evidence revealed matters giving rise to concern. In my opinion there is a risk "
    "that future deaths will occur unless action is taken.\n"
    "(1) Observations of patients were recorded as completed although they had not been carried out. The entries "
    "were made together at the end of the shift.\n"
    "(2) The family were not told that she had been found with a ligature the day before.",
)
QUILLSTONE = report(
    "barnaby-quillstone",
    "2022-0431",
    "2022-09-12",
    investigation="On 20 March 2022 an inquest was opened into the death of Barnaby Quillstone, aged 44, who died on "
    "14 February 2022. The conclusion was misadventure.",
    circumstances="He was a patient on Plover Ward and was to be observed four times an hour.",
    concerns="(1) Observations of patients were recorded as completed although they had not been carried out. The "
    "entries were made together at the end of the shift.\n"
    "(2) No bed could be found for four days and there was no plan to keep him safe in the meantime.",
)
MERROWFEN = report(
    "isolde-merrowfen",
    "2023-0108",
    "2023-03-30",
    investigation="An inquest was opened into the death of Isolde Merrowfen, aged 16, who died on 1 October 2022.",
    circumstances="She was under the community mental health team and had telephoned the crisis line twice.",
    concerns="(1) The crisis line had no access to the records of the community team.\n"
    "(2) Staff of the crisis line had not been trained in speaking with people under eighteen.",
)
LARKSPINNEY = report(
    "tobias-larkspinney",
    "2024-0215",
    "2024-04-18",
    investigation="An inquest was opened into the death of Tobias Larkspinney, aged 52, who died on 9 July 2023.",
    circumstances="He had telephoned the crisis line and was told to wait for his appointment.",
    concerns="(1) The crisis line had no access to the records of the community team.",
)
REPORTS = (FERNHOLLOW, QUILLSTONE, MERROWFEN, LARKSPINNEY)

ANSWER = response(
    FERNHOLLOW,
    f"{TRUST}\n\n20 July 2019\n\nDear Coroner\n\nThank you for your report on the death of Odalys Fernhollow.\n\n"
    "Concern 1\nWe have introduced a weekly check of observation records against door data on every ward. "
    "Electronic recording of observations will be in use on all wards by 31 March 2020.\n\n"
    "Concern 2\nWe will review our policy on telling families of incidents.\n\nYours faithfully\n",
)
RESPONSES = (ANSWER,)


def lines(path: Path, *rows: dict[str, Any] | str) -> Path:
    """The rows as JSON Lines."""
    text = "\n".join(one if isinstance(one, str) else json.dumps(one, ensure_ascii=False) for one in rows)
    path.write_text(text + "\n", encoding="utf-8")
    return path
