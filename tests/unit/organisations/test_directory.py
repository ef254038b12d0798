"""The packaged knowledge holds together, and ODS rows complete it."""

from __future__ import annotations

import re
from datetime import date

import pytest

from forewarned.organisations.directory import Entry, load_directory
from forewarned.organisations.knowledge import read_doubtful, read_records, read_successions
from forewarned.organisations.names import plain
from forewarned.organisations.resolver import read_addressees
from forewarned.organisations.values import OdsRow

KINDS = frozenset(
    "nhs_trust nhs_commissioner nhs_national government regulator local_authority police prison_probation fire"
    " welsh_health_board gp care_provider education professional_body company charity other".split()
)
DIRECTORY = load_directory()


def test_keys_and_kinds_are_of_the_agreed_forms() -> None:
    for record in read_records():
        assert re.fullmatch(r"ods:[A-Z0-9]{3,5}|body:[a-z0-9-]+", record.key), record.key
        assert record.kind in KINDS, record.key


def test_every_key_referred_to_exists() -> None:
    keys = set(DIRECTORY.bodies)
    for record in DIRECTORY.bodies.values():
        assert not record.into or record.into in keys, record.key
    for doubtful in read_doubtful():
        assert doubtful.key in keys, doubtful.key
    for succession in DIRECTORY.successions:
        assert {succession.predecessor, succession.successor} <= keys, succession


def test_dates_are_in_order() -> None:
    for record in DIRECTORY.bodies.values():
        days = [day for _, day in record.names if day]
        assert days == sorted(set(days)), record.key
        assert not (record.opened and record.closed) or record.opened <= record.closed, record.key
        assert not record.into or record.closed, f"{record.key} has a successor and no last day"
        for alias in record.aliases:
            assert not (alias.since and alias.until) or alias.since <= alias.until, (record.key, alias)


def test_no_form_means_two_bodies_at_one_date() -> None:
    forms: dict[str, list[Entry]] = {}
    for entry in DIRECTORY.names:
        forms.setdefault(plain(entry.text), []).append(entry)
    for form, entries in forms.items():
        for index, one in enumerate(entries):
            for two in entries[index + 1 :]:
                first = max(one.since or date.min, two.since or date.min)
                last = min(one.until or date.max, two.until or date.max)
                assert one.key == two.key or first > last, (form, one.key, two.key)


def test_successions_have_no_circle_and_end_in_a_body_still_open() -> None:
    for key in DIRECTORY.bodies:
        seen, step = {key}, key
        while following := [s.successor for s in DIRECTORY.successions if s.predecessor == step][:1]:
            step = following[0]
            assert step not in seen, key
            seen.add(step)
        assert step == DIRECTORY.at(key, None)


def test_a_succession_begins_when_its_predecessor_has_ended() -> None:
    records = read_records()
    closed = {record.key: record.closed for record in records}
    for succession in read_successions(records):
        last_day = closed[succession.predecessor]
        assert last_day is not None
        assert succession.on > last_day


def test_mental_health_trusts_are_marked_past_and_present() -> None:
    marked = {key for key, record in DIRECTORY.bodies.items() if "mental_health" in record.services}
    assert {"ods:RMY", "ods:RT6", "ods:RX3", "ods:RHA", "ods:TAF", "ods:G6V2S", "ods:RV5"} <= marked
    assert all(DIRECTORY.bodies[key].kind == "nhs_trust" for key in marked)


def test_predecessors_at_any_remove() -> None:
    assert DIRECTORY.predecessors("ods:RMY") == ("ods:RT6",)
    assert {"ods:01W", "ods:00W", "ods:14L"} <= set(DIRECTORY.predecessors("ods:QOP"))


def test_an_ods_row_adds_a_body_the_package_lacks() -> None:
    row = OdsRow(1, "ZZ9", "Nowhere Mental Health NHS Trust", "", "", date(2019, 4, 1), None)
    directory = load_directory([row])
    (mention,) = read_addressees("Nowhere Mental Health NHS Foundation Trust", date(2020, 1, 1), directory)
    assert mention.body
    assert (mention.body.key, mention.body.kind) == ("ods:ZZ9", "nhs_trust")
    assert mention.body.services == frozenset({"mental_health"})
    assert directory.fingerprint != DIRECTORY.fingerprint


def test_an_ods_row_of_a_location_does_not_rename_a_former_commissioner() -> None:
    row = OdsRow(1, "01W", "NHS Greater Manchester Integrated Care Board - 01W", "QOP", "", date(2013, 4, 1), None)
    directory = load_directory([row])
    assert directory.body("ods:01W", date(2019, 1, 1)).name == "NHS Stockport Clinical Commissioning Group"
    assert directory.at("ods:01W", date(2023, 1, 1)) == "ods:QOP"


@pytest.mark.parametrize(
    ("key", "on", "name"),
    [
        ("ods:RP5", date(2016, 7, 4), "Doncaster and Bassetlaw Hospitals NHS Foundation Trust"),
        ("ods:RP5", date(2017, 1, 1), "Doncaster and Bassetlaw Teaching Hospitals NHS Foundation Trust"),
        ("body:national-highways", date(2021, 9, 7), "Highways England"),
        ("body:national-highways", date(2021, 9, 8), "National Highways"),
        ("body:national-highways", None, "National Highways"),
    ],
)
def test_a_body_bears_the_name_of_the_day(key: str, on: date | None, name: str) -> None:
    assert DIRECTORY.body(key, on).name == name
