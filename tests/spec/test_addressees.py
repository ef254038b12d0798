"""The rules of reading addressees, as a table: written, date -> the bodies named, in order.

Bodies are real public ones; every person is made up. "?" behind a body: it goes to the review list.
"~" stands for something that is no body of its own (a person, a redaction, a part, a note).
"""

from __future__ import annotations

from datetime import date

import pytest

from forewarned.organisations.directory import Directory, load_directory
from forewarned.organisations.names import plain
from forewarned.organisations.resolver import find_one, read_addressees
from forewarned.organisations.values import LONGEST_LIST, Decision, Mention, Party

DIRECTORY = load_directory()

DHSC, DOH = "Department of Health and Social Care", "Department of Health"
NSFT = "Norfolk and Suffolk NHS Foundation Trust"

# Columns: the rule, what is written, the date, the bodies.
CASES: list[tuple[str, str, str, list[str]]] = [
    # names that hold "and", "&" or commas stay whole
    ("and inside", "Department of Health and Social Care", "2020-01-01", [DHSC]),
    ("commas inside", "Tees, Esk and Wear Valleys NHS Foundation Trust", "2020-01-01",
     ["Tees, Esk and Wear Valleys NHS Foundation Trust"]),
    ("commas and comma list", "CQC, Barking, Havering & Redbridge NHS Trust and NHS England", "2020-01-01",
     ["Care Quality Commission", "Barking, Havering and Redbridge University Hospitals NHS Trust", "NHS England"]),
    ("& for and", "Avon & Somerset Police", "2020-01-01", ["Avon and Somerset Police"]),
    ("own name with and", "Nower and Fenly Medical Practice", "2020-01-01", ["Nower and Fenly Medical Practice"]),
    ("firm with and", "Brick & Slate Park Ltd", "2020-01-01", ["Brick & Slate Park Ltd"]),
    ("firm and son", "Oakum and Son Ltd", "2020-01-01", ["Oakum and Son Ltd"]),
    # lists
    ("semicolons", "NHS England; Home Office;", "2020-01-01", ["NHS England", "Home Office"]),
    ("bars", "NHS England | Home Office", "2020-01-01", ["NHS England", "Home Office"]),
    ("and", "Priory Group and NHS England", "2020-01-01", ["Priory Group", "NHS England"]),
    ("comma and and", "Home Office, NHS England and Network Rail", "2020-01-01",
     ["Home Office", "NHS England", "Network Rail"]),
    ("line ends", "Home Office\nNHS England", "2020-01-01", ["Home Office", "NHS England"]),
    ("line end inside a name", "Birmingham and Solihull Mental Health\nTrust, NHS England", "2020-01-01",
     ["Birmingham and Solihull Mental Health NHS Foundation Trust", "NHS England"]),
    ("numbers", "1. Home Office 2. NHS England 3. Network Rail", "2020-01-01",
     ["Home Office", "NHS England", "Network Rail"]),
    ("slash", "Ministry of Justice/HMP Wandsworth", "2020-01-01", ["Ministry of Justice", "HM Prison Wandsworth"]),
    ("shared last word", "Norfolk and Suffolk Constabulary", "2020-01-01",
     ["Norfolk Constabulary", "Suffolk Constabulary"]),
    ("shared first word", "HMP Durham and Frankland", "2020-01-01", ["HM Prison Durham", "HM Prison Frankland"]),
    ("one body twice", "The Home Office; The Minister of State for Crime Prevention", "2015-01-01",
     ["Home Office", "Home Office"]),
    # offices and people
    ("minister", "Secretary of State for Health", "2016-01-01", [DOH]),
    ("SoS", "SoS for Health and Social Care", "2021-01-01", [DHSC]),
    ("minister by subject", "Minister of State for Prisons and Probation", "2021-01-01", ["Ministry of Justice"]),
    ("minister with and", "Secretary of State for Environment, Food and Rural Affairs", "2021-01-01",
     ["Department for Environment, Food and Rural Affairs"]),
    ("chief constable", "Chief Constable of Suffolk", "2021-01-01", ["Suffolk Constabulary"]),
    ("governor", "The Governor, HMP Norwich", "2021-01-01", ["HM Prison Norwich"]),
    ("chief executive behind", "Stockport NHS Foundation Trust, Chief Executive", "2021-01-01",
     ["Stockport NHS Foundation Trust"]),
    ("person and office", "Rt Hon Quillon Farthingale MP, Secretary of State for Transport", "2021-01-01",
     ["Department for Transport"]),
    ("redacted president", "[REDACTED], President of The Royal College of Radiologists", "2021-01-01",
     ["Royal College of Radiologists"]),
    ("redacted alone", "[REDACTED] | HMP Woodhill", "2021-01-01", ["~", "HM Prison Woodhill"]),
    ("person alone", "Mrs Quillona Farthingale; NHS England", "2021-01-01", ["~", "NHS England"]),
    ("office alone", "Compliance Manager; NHS England", "2021-01-01", ["~", "NHS England"]),
    # parts of a body
    ("department before", "Adult Social Services, Norfolk County Council", "2021-01-01", ["Norfolk County Council"]),
    ("department after", "Lincolnshire County Council Highways Department", "2021-01-01",
     ["Lincolnshire County Council"]),
    ("department of a place", "Gloucestershire Social Services", "2013-01-01", ["Gloucestershire County Council"]),
    ("parts alone", "Adult Social Services", "2021-01-01", ["~"]),
    ("sorts alone", "University Health Board", "2015-01-01", ["~"]),
    ("sort alone", "Ambulance Service NHS Trust", "2015-01-01", ["~"]),
    ("hospital", "Stepping Hill Hospital", "2017-01-01", ["Stockport NHS Foundation Trust"]),
    ("unit", "The Wedgewood Unit", "2020-12-17", [NSFT]),
    ("hospital in town", "Hellesdon Hospital, Norwich", "2021-01-01", [NSFT]),
    ("group's hospital", "Priory Hospital Nowhere", "2021-01-01", ["Priory Group"]),
    # the date decides
    ("before the rename", "Department of Health", "2016-02-15", [DOH]),
    ("old name later", "Department of Health", "2018-12-28", [DHSC]),
    ("new name earlier", "Department of Health and Social Care", "2015-08-07", [DOH]),
    ("predecessor trust", "Suffolk Mental Health Partnership NHS Trust", "2011-06-01",
     ["Suffolk Mental Health Partnership NHS Trust"]),
    ("predecessor trust later", "Suffolk Mental Health Partnership NHS Trust", "2013-06-01", [NSFT]),
    ("first name of the trust", "Norfolk and Suffolk NHS Foundation Trust", "2011-06-01",
     ["Norfolk and Waveney Mental Health NHS Foundation Trust"]),
    ("hospital changes hands, before", "Weston General Hospital", "2019-01-01", ["Weston Area Health NHS Trust"]),
    ("hospital changes hands, after", "Weston General Hospital", "2021-01-01",
     ["University Hospitals Bristol and Weston NHS Foundation Trust"]),
    ("commissioner", "Stockport CCG", "2019-12-16", ["NHS Stockport Clinical Commissioning Group"]),
    ("commissioner later", "Stockport CCG", "2023-12-16", ["NHS Greater Manchester Integrated Care Board"]),
    ("commissioner by NHS and place", "NHS Dorset", "2023-01-01", ["NHS Dorset Integrated Care Board"]),
    # usual short forms
    ("acronym", "N.I.C.E", "2015-10-29", ["National Institute for Health and Care Excellence"]),
    ("bracketed acronym", "Welsh Ambulance Service Trust (WAST)", "2020-01-01", ["Welsh Ambulance Services NHS Trust"]),
    ("prison", "Thameside Prison", "2018-10-29", ["HM Prison Thameside"]),
    ("young offenders", "HMYOI Cookham Wood", "2018-10-29", ["HM Prison Cookham Wood"]),
    ("council by place", "Bradford Council", "2025-03-06", ["City of Bradford Metropolitan District Council"]),
    ("London borough", "Tower Hamlets Borough Council", "2018-06-22", ["London Borough of Tower Hamlets"]),
    ("county of a city's name", "Nottingham County Council", "2018-06-22", ["Nottinghamshire County Council"]),
    ("trust by its place", "Avon and Wiltshire Mental Health Trust", "2018-06-22",
     ["Avon and Wiltshire Mental Health Partnership NHS Trust"]),
    ("NHS and a place that several trusts share", "NHS Norfolk", "2021-04-01", ["NHS Norfolk"]),
    ("with an address", "DVLA Longview Road", "2018-06-22", ["Driver and Vehicle Licensing Agency"]),
    # slips of the pen
    ("typing error", "Denbigshire County Council", "2023-01-01", ["Denbighshire County Council"]),
    ("typing error in a long name", "Medicines and Helthcare Products Regulatory Agency", "2023-01-01",
     ["Medicines and Healthcare products Regulatory Agency"]),
    ("no typing error: east, west", "East Midlands Police", "2023-01-01", ["~"]),
    # bodies no list holds
    ("surgery", "Thistledown Surgery Lowestoft", "2023-01-01", ["Thistledown Surgery"]),
    ("home formerly", "Larkmoor House (formerly Fenmoor Hospital)", "2015-01-01", ["Larkmoor House"]),
    ("shared name, decided by a neighbour", "Norfolk County Council; Queen Elizabeth Hospital", "2015-01-01",
     ["Norfolk County Council", "The Queen Elizabeth Hospital, King's Lynn, NHS Foundation Trust?"]),
    ("shared name", "Queen Elizabeth Hospital", "2015-01-01", ["~"]),
    ("whose commissioner", "Devon and Cornwall Police and Police and Crime Commissioner", "2023-01-01",
     ["Devon and Cornwall Police", "Devon and Cornwall Police and Crime Commissioner?"]),
    # a slip of the pen joins no two kinds, and mends no part of a name
    ("university is no trust", "University of the Arts London", "2019-10-28", ["University of the Arts London"]),
    ("school is no trust", "Bart School", "2019-10-28", ["Bart School"]),
    ("firm is no trust", "Mersey Care Limited", "2019-10-28", ["Mersey Care Limited"]),
    ("firm of an NHS body", "NHS Professionals Limited", "2019-10-28", ["NHS Professionals"]),
    ("charity at a place", "National Trust for the Isle of Wight", "2019-10-28", ["National Trust"]),
    ("only word is the slip", "NHS Kernuw Clinical Commissioning Group", "2018-04-06",
     ["NHS Kernow Clinical Commissioning Group?"]),
    ("NHSFT", "Birmingham Womens and Childrens NHSFT", "2021-05-07",
     ["Birmingham Women's and Children's NHS Foundation Trust"]),
    ("a word many share", "Childrens", "2021-05-07", ["~"]),
    # NHS and a place: the commissioner of the day
    ("NHS and place before any trust", "NHS Somerset", "2025-03-31", ["NHS Somerset Integrated Care Board"]),
    ("NHS and place, earlier", "NHS Somerset", "2015-03-31", ["NHS Somerset Clinical Commissioning Group"]),
    ("NHS and place, before 2013", "NHS Sheffield", "2012-03-31", ["NHS Sheffield"]),
    ("NHS and place, no such commissioner yet", "NHS Devon", "2015-03-31",
     ["NHS Devon Clinical Commissioning Group?"]),
    ("hospital that several trusts have", "St George’s Hospital", "2015-12-24", ["~"]),
    ("opened only later", "NHS Sheffield CCG", "2012-03-31", ["NHS Sheffield Clinical Commissioning Group?"]),
    # a printed line is an item
    ("person on a line", "Wexmoor NHS Foundation Trust\nDr Owen Tamberquist", "2020-01-01",
     ["Wexmoor NHS Foundation Trust", "~"]),
    ("unlisted bodies on lines", "Larkmoor Surgery\nWexmoor Care Ltd", "2020-01-01",
     ["Larkmoor Surgery", "Wexmoor Care Ltd"]),
    ("name over a line end", "Department of Health and Social\nCare", "2020-01-01", [DHSC]),
    ("office on a line", "Chief Executive\nNHS England", "2020-01-01", ["NHS England"]),
    # a word for a sort of body is a body of its own
    ("committee behind a trust", "Hull and East Riding NHS Trust, The Local Medical Committee", "2017-12-08",
     ["Hull and East Yorkshire Hospitals NHS Trust", "~"]),
    ("committee before a force", "Local Medical Committee, Kent Police", "2020-01-01", ["~", "Kent Police"]),
    ("commissioner behind and", "NHS England and CCG", "2020-01-01", ["NHS England", "~"]),
    ("practice behind a council", "Norfolk County Council, GP practice", "2020-01-01", ["Norfolk County Council", "~"]),
    ("council behind a force", "Kent Police and Council", "2020-01-01", ["Kent Police", "~"]),
    ("the council's own authority", "Norfolk County Council, Highways Authority", "2020-01-01",
     ["Norfolk County Council"]),
    ("two sorts in one name", "NHS England CCG", "2018-09-19", ["NHS England?"]),
    ("sort before a practice", "GP and Larkmoor Park GP Practice", "2022-05-18", ["~", "Larkmoor Park GP Practice"]),
    ("sort behind a practice", "Larkmoor Park GP Practice and GPs", "2022-05-18", ["Larkmoor Park GP Practice", "~"]),
    ("sort of surgery", "GP surgery", "2022-05-18", ["~"]),
    ("sort in plural", "GPs", "2022-05-18", ["~"]),
    ("sorts in plural", "Clinical Commissioning Groups", "2020-09-23", ["~"]),
    # offices over a country, regions, members
    ("officer over Wales", "Chief Medical Officer for Wales", "2017-07-24", ["Welsh Government"]),
    ("officer over Scotland", "Chief Medical Officer for Scotland", "2017-07-24", ["Scottish Government"]),
    ("officer over England", "Chief Medical Officer for England", "2019-07-24", [DHSC]),
    ("minister over Wales", "Minister for Education, Wales", "2024-02-22", ["Welsh Government"]),
    ("a country is no body", "Director General for Wales", "2024-02-22", ["~"]),
    ("region of a national body", "Public Health England, Yorkshire and the Humber Region", "2019-07-19",
     ["Public Health England"]),
    ("member of Parliament", "The Right Honourable Quillon Farthingale MP; Quillon Farthingale MP", "2020-01-01",
     ["~", "~"]),
    ("not an addressee", "N/A", "2023-01-01", ["~"]),
    ("nothing", " ; ", "2023-01-01", []),
]  # fmt: skip


def named(mentions: tuple[Mention, ...]) -> list[str]:
    return [
        (m.body.name + ("" if m.sure or m.body.key.startswith("named:") else "?")) if m.body else "~" for m in mentions
    ]


@pytest.mark.parametrize(("rule", "written", "on", "bodies"), CASES, ids=[case[0] for case in CASES])
def test_who_is_named(rule: str, written: str, on: str, bodies: list[str]) -> None:
    assert named(read_addressees(written, date.fromisoformat(on), DIRECTORY)) == bodies, rule


# Of these kinds every member is listed: one that is in no list goes to the review list, under its own name.
UNLISTED = [
    "Wexmoor NHS Trust", "Wexmoor and Vale NHS Foundation Trust", "NHS Wexmoor", "Wexmoor CCG",
    "Wexmoor Integrated Care Board", "Wexmoor Primary Care Trust", "Wexmoor Metropolitan Police",
    "Wexmoor Constabulary", "Wexmoor County Council", "HMP Wexmoor", "Wexmoor Fire and Rescue Service",
    "Wexmoor University Health Board", "Wexmoor Ambulance Service", "Wexmoor University Hospitals",
]  # fmt: skip
# Of these no list is whole.
OPEN = ["Wexmoor Parish Council", "Wexmoor Surgery", "Wexmoor Care Ltd", "University of Wexmoor", "Wexmoor School"]


@pytest.mark.parametrize("written", UNLISTED + OPEN)
def test_an_unlisted_body_is_sure_only_where_no_list_is_whole(written: str) -> None:
    (mention,) = read_addressees(written, date(2019, 1, 1), DIRECTORY)
    assert mention.body and mention.body.name == written
    assert mention.sure is (written in OPEN)


# typed as one organisation -> the body; "" where it is not exactly one, or not for sure
TYPED = [
    ("Chief Constable of Suffolk", "Suffolk Constabulary"),
    ("NHS West Norfolk CCG", "NHS West Norfolk Clinical Commissioning Group"),
    ("serco ltd", "Serco"),
    (" nsft ", NSFT),
    ("Norfolk and Sufolk NHS Foundation Trust", NSFT),
    ("Suffolk Mental Health Partnership NHS Trust", "Suffolk Mental Health Partnership NHS Trust"),
    ("Department of Health", DHSC),
    ("Stepping Hill Hospital", "Stockport NHS Foundation Trust"),
    ("Wexmoor NHS Trust", ""),
    ("NHS England and Home Office", ""),
    ("Queen's Hospital", ""),
    ("Devon NHS Trust", ""),
    ("GP", ""),
    ("Quillon", ""),
    ("", ""),
]


@pytest.mark.parametrize(("typed", "name"), TYPED)
def test_one_organisation_as_a_person_types_it(typed: str, name: str) -> None:
    mention = find_one(typed, DIRECTORY)
    assert (mention.body.name if mention and mention.body else "") == name


def test_one_organisation_at_a_date_is_the_body_of_that_date() -> None:
    mention = find_one("NHS West Norfolk CCG", DIRECTORY, date(2023, 1, 1))
    assert mention and mention.body
    assert mention.body.name == "NHS Norfolk and Waveney Integrated Care Board"


def test_a_letter_in_the_place_of_addressees_names_nobody() -> None:
    """Each of its phrases would become a body that never answered."""
    letter = "We will, in future, call each patient and their family: see the policy. " * 80
    assert len(letter) > LONGEST_LIST
    assert read_addressees(letter, date(2020, 1, 1), DIRECTORY) == ()
    longest = ("Larch Care Limited; " * LONGEST_LIST)[:LONGEST_LIST]
    assert read_addressees(longest, date(2020, 1, 1), DIRECTORY), "a long list is a list"
    assert read_addressees(longest + ";", date(2020, 1, 1), DIRECTORY) == ()


def test_redacted_and_persons_are_never_organisations() -> None:
    mentions = read_addressees("[REDACTED]; Mr Quillon Farthingale; Quillon", date(2020, 1, 1), DIRECTORY)
    assert [m.party for m in mentions[:2]] == [Party.REDACTED, Party.PERSON]
    assert all(m.body is None for m in mentions[:2])


def test_successor_is_todays_body_and_none_where_nothing_changed() -> None:
    (past,) = read_addressees("Suffolk Mental Health Partnership NHS Trust", date(2011, 1, 1), DIRECTORY)
    assert past.body and past.successor
    assert (past.body.key, past.successor.key) == ("ods:RT6", "ods:RMY")
    (renamed,) = read_addressees("Department of Health", date(2016, 1, 1), DIRECTORY)
    assert renamed.body and renamed.successor
    assert renamed.body.key == renamed.successor.key
    assert renamed.successor.name == DHSC
    (same,) = read_addressees("Home Office", date(2016, 1, 1), DIRECTORY)
    assert same.successor is None


def test_the_coroners_area_decides_between_namesakes() -> None:
    mentions = read_addressees("Queen's Hospital", date(2020, 1, 1), DIRECTORY, area="East London")
    assert named(mentions) == ["Barking, Havering and Redbridge University Hospitals NHS Trust?"]


@pytest.mark.parametrize(
    ("written", "decision", "party", "key"),
    [
        ("Metropolis Desk", Decision("body", "body:metropolitan-police-service"), Party.ORGANISATION,
         "body:metropolitan-police-service"),
        ("Home Office", Decision("not_an_organisation"), Party.UNKNOWN, None),
        ("Ash and Elm", Decision("person"), Party.PERSON, None),
        ("Blank", Decision("redacted"), Party.REDACTED, None),
    ],
)  # fmt: skip
def test_a_persons_decision_leads(written: str, decision: Decision, party: Party, key: str | None) -> None:
    first, last = read_addressees(f"{written}, NHS England", date(2020, 1, 1), DIRECTORY, {plain(written): decision})
    assert (first.as_written, first.party, first.body.key if first.body else None) == (written, party, key)
    assert last.body is not None
    assert last.body.name == "NHS England"


def test_every_mention_says_why(directory: Directory = DIRECTORY) -> None:
    for _, written, on, _ in CASES:
        for mention in read_addressees(written, date.fromisoformat(on), directory):
            assert mention.reason
            assert 0 <= mention.score <= 1
