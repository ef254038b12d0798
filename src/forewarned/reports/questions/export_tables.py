"""The shape of an export: every table and column, what it means, and where it comes from.

This is the one place for the register: files, keys, the data dictionary and Datasette's metadata are all made from it,
and from the parts of other rooms (export_parts). Pure.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum

from forewarned.organisations.values import Party
from forewarned.reports.chosen import KINDS
from forewarned.reports.duties.content import Kind
from forewarned.reports.duties.due import Basis, Regime
from forewarned.reports.duties.state import Official, State, Timeliness


class Type(StrEnum):
    """What a column holds. ``json`` is text that holds JSON; ``moment`` is a time in UTC."""

    TEXT = "text"
    INTEGER = "integer"
    REAL = "real"
    DATE = "date"
    YES_NO = "yes/no"
    MOMENT = "moment"
    JSON = "json"


@dataclass(frozen=True, slots=True)
class Column:
    """One column. ``refers_to`` names the table whose key it holds; ``unit`` is blank where there is none."""

    name: str
    type: Type
    meaning: str
    source: str
    unit: str = ""
    refers_to: str = ""


@dataclass(frozen=True, slots=True)
class Table:
    """One table. ``row``: what one row is. ``key``: the columns that together name a row, once each."""

    name: str
    row: str
    key: tuple[str, ...]
    columns: tuple[Column, ...]
    indexes: tuple[str, ...] = ()

    @property
    def names(self) -> tuple[str, ...]:
        return tuple(column.name for column in self.columns)


def one_of(words: Iterable[str]) -> str:
    """The words a column can hold, from the rule that gives them."""
    return ", ".join(words)


RESPONSES = (Kind.RESPONSE, Kind.BOTH)
"""The kinds of document that hold a response."""
TEXT, INTEGER, REAL, DATE = Type.TEXT, Type.INTEGER, Type.REAL, Type.DATE
YES_NO, MOMENT, JSON = Type.YES_NO, Type.MOMENT, Type.JSON

PAGE = "the report's page, as chosen among sources (reports/chosen.py)"
SITE = "first and last sight of the page in the sources"
RESOLVER = "the reading of the name (organisations/)"
ODS = "NHS organisation codes (ODS), or our directory of other bodies"
DUE = "rule: reports/duties/due.py"
STATE = "rule: reports/duties/state.py, on the day of the export"
KIND = "rule: reports/duties/documents.py"
SEEN = "rule: reports/duties/events.py"
MATCH = "rule: reports/duties/matching.py"
MADE = "made for this export"
INTAKE = "the import"
GAPS = "rule: reports/missing.py"

ORGANISATIONS = Table(
    "organisations",
    "a body with an identity over time",
    ("organisation",),
    (
        Column("organisation", TEXT, "Stable key: ods:CODE for NHS bodies, body:… or named:… for others.", ODS),
        Column("name", TEXT, "Its name, the last it bore.", ODS),
        Column("kind", TEXT, "Kind of body, such as nhs_trust, government, prison_probation, company.", ODS),
        Column(
            "services",
            JSON,
            "List of services it is known for, such as mental_health; empty is not known.",
            ODS,
        ),
        Column("ods", TEXT, "NHS organisation code.", ODS),
        Column("opened", DATE, "First day it existed under this key.", ODS),
        Column("closed", DATE, "Last day it existed; blank: open, or not known.", ODS),
        Column(
            "today",
            TEXT,
            "The body that carries its duties today; blank: itself.",
            ODS,
            refers_to="organisations",
        ),
    ),
    ("name", "kind"),
)
SUCCESSIONS = Table(
    "successions",
    "one body took over from another",
    ("predecessor", "successor"),
    (
        Column("predecessor", TEXT, "The body that ended or gave the work up.", ODS, refers_to="organisations"),
        Column("successor", TEXT, "The body that took it over.", ODS, refers_to="organisations"),
        Column("taken_over_on", DATE, "The day of it.", ODS),
        Column("why", TEXT, "Why we say so.", ODS),
    ),
)
IMPORTS = Table(
    "imports",
    "a file taken in or refused",
    ("import",),
    (
        Column("import", INTEGER, "Number of the import in the store, oldest first.", INTAKE),
        Column(
            "kind",
            TEXT,
            f"Kind of source: {one_of((*KINDS, 'ods'))}.",
            INTAKE,
        ),
        Column("name", TEXT, "The file's name, without its folder.", INTAKE),
        Column("sha256", TEXT, "SHA-256 of the file.", INTAKE),
        Column("status", TEXT, "done or refused. A refused file left nothing in the register.", INTAKE),
        Column("as_of", DATE, "The day the file speaks of.", INTAKE),
        Column("imported_at", MOMENT, "When it was taken in.", INTAKE, "UTC"),
        Column("rows_read", INTEGER, "Rows in the file.", INTAKE, "rows"),
        Column("new", INTEGER, "Readings never seen before.", INTAKE, "rows"),
        Column("changed", INTEGER, "Readings that say otherwise than the last file of the kind.", INTAKE, "rows"),
        Column("unchanged", INTEGER, "Readings that say the same again.", INTAKE, "rows"),
        Column("refused", INTEGER, "Rows that could not be used.", INTAKE, "rows"),
        Column("lost", INTEGER, "Rows of the last file of the kind that this one lacks.", INTAKE, "rows"),
        Column("emptied", INTEGER, "Fields that the last file had and this one leaves blank.", INTAKE, "fields"),
        Column("accepted_loss", TEXT, "The reason a person gave for accepting a loss.", INTAKE),
        Column("messages", JSON, "What was said of the file when it was taken in.", INTAKE),
        Column("ledger_entry", INTEGER, "Number of the ledger entry that records it.", INTAKE),
    ),
)
REPORTS = Table(
    "reports",
    "a coroner's report to prevent future deaths that was public on the day of the export",
    ("report",),
    (
        Column(
            "report",
            TEXT,
            "Stable key: the last part of the page's address. References repeat; this does not.",
            PAGE,
        ),
        Column("report_url", TEXT, "Address of the official page.", PAGE),
        Column("ref", TEXT, "Reference, YYYY-NNNN; may be shared by several reports.", PAGE),
        Column("ref_as_written", TEXT, "The reference as the page writes it.", PAGE),
        Column("date_of_report", DATE, "Day of the report.", PAGE),
        Column("regime", TEXT, f"Law it was made under: {one_of(Regime)}.", DUE),
        Column("published_on", DATE, "Day by which it was public: the earliest a source saw it.", SITE),
        Column("gone_on", DATE, "Day of the first whole register that no longer had it.", SITE),
        Column("deceased_name", TEXT, "The person who died, as officially published.", PAGE),
        Column("age", TEXT, "Age as written.", PAGE),
        Column("sex", TEXT, "Sex as written.", PAGE),
        Column("date_of_death", DATE, "Day of the death; often not published.", PAGE),
        Column("coroner_name", TEXT, "Coroner, in the hand-corrected form where there is one.", PAGE),
        Column("coroner_area", TEXT, "Coroner's area, in the hand-corrected form where there is one.", PAGE),
        Column("categories", JSON, "List of official categories: a hint, not a classification.", PAGE),
    ),
    ("ref", "date_of_report", "coroner_area"),
)
DUTIES = Table(
    "duties",
    "what one addressee of one report owed, and what can be said of it on the day of the export",
    ("duty",),
    (
        Column("duty", TEXT, "Report and number of the addressee. Changes if the addressee list does.", MADE),
        Column("report", TEXT, "The report.", MADE, refers_to="reports"),
        Column("position", INTEGER, "Number of the addressee on the report, from 1.", PAGE),
        Column("addressee_as_written", TEXT, "The addressee's words, never rewritten.", PAGE),
        Column("addressee_source", TEXT, "page as published, corrected (Tracker), toolkit (a model).", PAGE),
        Column("party", TEXT, f"What the words name: {one_of(Party)}.", RESOLVER),
        Column("organisation", TEXT, "The body they name.", RESOLVER, refers_to="organisations"),
        Column("organisation_at_report", TEXT, "That body's name on the day of the report.", RESOLVER),
        Column("organisation_today", TEXT, "Its successor today.", RESOLVER, refers_to="organisations"),
        Column("organisation_today_name", TEXT, "The successor's name.", RESOLVER),
        Column("kind", TEXT, "Kind of body, as in organisations.", RESOLVER),
        Column("match_score", REAL, "How well the words fit the body.", RESOLVER, "0 to 1"),
        Column("match_sure", YES_NO, "No: the reading waits for a person's review.", RESOLVER),
        Column("match_reason", TEXT, "Why they were read so.", RESOLVER),
        Column("due_on", DATE, "Day a response is due. Never moved for weekends or holidays.", DUE),
        Column("due_basis", TEXT, f"What that rests on: {one_of(Basis)}.", DUE),
        Column("due_computed_on", DATE, "56 days after the report was sent, or after its date.", DUE),
        Column("due_differs_by", INTEGER, "due_on minus due_computed_on.", DUE, "days"),
        Column("due_weekend", YES_NO, "The due date is a Saturday or Sunday.", DUE),
        Column("due_bank_holiday", TEXT, "Name of the bank holiday it falls on, England and Wales.", DUE),
        Column("due_working_day_before", DATE, "Last working day before it, if it is not one itself.", DUE),
        Column("due_reason", TEXT, "How the due date was come by, or why there is none.", DUE),
        Column("due_doubt", TEXT, "Why the due date can hardly be right; blank: no doubt known.", DUE),
        Column("state", TEXT, f"{one_of(State)}. No published response is not the same as no response.", STATE),
        Column("past_due", YES_NO, "The due date is before the day of the export.", STATE),
        Column("response_published", YES_NO, "Blank: not known, because a response cannot be tied to this "
               "addressee, or to a day, for certain.", STATE),
        Column("officially", TEXT, f"What the Chief Coroner's non-response lists say: {one_of(Official)}.", STATE),
        Column("officially_on", DATE, "Date of the list that says it.", STATE),
        Column("timeliness", TEXT, f"{one_of(Timeliness)}: the first two only where certain.", STATE),
        Column("timeliness_reason", TEXT, "Why.", STATE),
        Column("answered_from", DATE, "Earliest day an answer can have been received.", STATE),
        Column("answered_by", DATE, "Latest such day; blank while none is certainly published.", STATE),
        Column("days_late_least", INTEGER, "Fewest days after the due date; below 0: before it.",
               STATE, "days"),
        Column("days_late_most", INTEGER, "Most days after the due date; blank: no bound.", STATE, "days"),
        Column("responses", INTEGER, "Published documents matched to this duty.", MATCH, "documents"),
        Column("possible_responses", INTEGER, "Published responses matched to nobody, which may answer this.",
               MATCH, "documents"),
    ),
    ("report", "organisation", "organisation_today", "due_on", "state"),
)  # fmt: skip
DOCUMENTS = Table(
    "documents",
    "a document published on a report's page that may have been there on the day of the export",
    ("document",),
    (
        Column("document", TEXT, "Report and number of the document. Changes if the page's documents do.", MADE),
        Column("report", TEXT, "The report.", MADE, refers_to="reports"),
        Column("position", INTEGER, "Number of the document among those exported of the page, from 1.", PAGE),
        Column("url", TEXT, "Its address. A month in the address is not when it came.", PAGE),
        Column("name", TEXT, "Its name as the page shows it.", PAGE),
        Column("kind", TEXT, f"{one_of(Kind)}. Responses are in {one_of(RESPONSES)}.", KIND),
        Column("kind_reason", TEXT, "Why it is taken for that.", KIND),
        Column("respondent", TEXT, "Who its name says it is from.", KIND),
        Column(
            "seen_from",
            DATE,
            "Last day it was certainly not there; it came after that. Blank: not known.",
            SEEN,
        ),
        Column("seen_by", DATE, "First day it was certainly there.", SEEN),
        Column("seen_reason", TEXT, "What these days rest on.", SEEN),
        Column("letter_date", DATE, "The letter's own date, where it was read.", KIND),
    ),
    ("report", "kind"),
)
ANSWERS = Table(
    "answers",
    "a document that answers, or may answer, a duty",
    ("document", "duty"),
    (
        Column("document", TEXT, "The document.", MATCH, refers_to="documents"),
        Column("duty", TEXT, "The duty.", MATCH, refers_to="duties"),
        Column("score", REAL, "How well respondent and addressee fit.", MATCH, "0 to 1"),
        Column("matched", YES_NO, "No: it was matched to nobody, and may answer this duty.", MATCH),
        Column("sure", YES_NO, "The match leaves no real doubt.", MATCH),
        Column("reason", TEXT, "Why they were matched, or could not be.", MATCH),
    ),
    ("duty",),
)
LISTINGS = Table(
    "listings",
    "what one of the Chief Coroner's non-response lists says of a duty",
    ("listing",),
    (
        Column("listing", INTEGER, "Number in this export.", MADE),
        Column("listed_on", DATE, "Date of the list.", "the official list"),
        Column("said", TEXT, "listed, or not_observed once it was listed before.", "the official list"),
        Column("report", TEXT, "The report the row speaks of; blank: cannot be told.", MATCH, refers_to="reports"),
        Column("duty", TEXT, "The duty it speaks of; blank: cannot be told.", MATCH, refers_to="duties"),
        Column("response_due", DATE, "The due date the list gives.", "the official list"),
        Column("reason", TEXT, "How the row was tied to report and duty.", MATCH),
    ),
    ("report", "duty"),
)
READINGS = Table(
    "readings",
    "what one source said of one report at one time, as written: where every field comes from",
    ("reading",),
    (
        Column("reading", INTEGER, "Number of the reading in the store.", INTAKE),
        Column("report", TEXT, "The report it speaks of.", INTAKE, refers_to="reports"),
        Column("import", INTEGER, "The file it stands in.", INTAKE, refers_to="imports"),
        Column(
            "retired_by",
            INTEGER,
            "The later file that says otherwise; blank: in force.",
            INTAKE,
            refers_to="imports",
        ),
        Column("kind", TEXT, "Kind of source, as in imports.", INTAKE),
        Column("event", TEXT, "state, first_seen, replies, sent_to, listed, link.", INTAKE),
        Column("source_row", INTEGER, "Row in the file, header 1; 0 for a whole page.", INTAKE),
        Column("observed_on", DATE, "The day the source saw the world so.", INTAKE),
        Column("said", JSON, "Field to value as written; blank fields are left out.", INTAKE),
        Column("sha256", TEXT, "SHA-256 of what it says.", INTAKE),
    ),
    ("report", "import"),
)
MISSING = Table(
    "missing_references",
    "a reference number that no report bears",
    ("ref",),
    (
        Column("ref", TEXT, "The reference, YYYY-NNNN.", GAPS),
        Column("year", INTEGER, "Its year.", GAPS),
        Column("number", INTEGER, "Its number in the year.", GAPS),
        Column("confidence", TEXT, "How sure it is that a report exists and was never published.",
               GAPS),
        Column("reason", TEXT, "Why.", GAPS),
        Column("seen_on", JSON, "List of pages that show the number.", GAPS),
    ),
)  # fmt: skip
ABOUT = Table(
    "about",
    "a fact about this export",
    ("name", "value"),
    (
        Column(
            "name", TEXT, "What it is: as_at, version, licence, source, left_out; words_held and lessons_joined.", MADE
        ),
        Column("value", TEXT, "The fact.", MADE),
    ),
)

TABLES = (
    ABOUT, ORGANISATIONS, SUCCESSIONS, IMPORTS, REPORTS, DUTIES, DOCUMENTS, ANSWERS, LISTINGS, READINGS,
    MISSING,
)  # fmt: skip
"""In an order in which every table comes after those it refers to."""
