"""The tables and views that this room adds to an export: what was read in words, what people decided of it. Pure."""

from __future__ import annotations

from forewarned.lessons.promises.register import RUNGS, STATES
from forewarned.lessons.promises.values import STATUSES, TIERS, TYPES
from forewarned.reports.questions.export_tables import (
    DATE,
    INTEGER,
    JSON,
    MADE,
    REAL,
    TEXT,
    YES_NO,
    Column,
    Table,
    one_of,
)
from forewarned.reports.questions.export_views import View

STANDS = ("confirmed", "added", "proposed", "rejected")
"""What people said of a theme: ``proposed`` by the program alone."""
SECTION = "the report's words (lessons/texts.py)"
LETTER = "the response's words"
FACTS_BY = "rules: lessons/facts/"
MATTERS_BY = "rules and learnt weights: lessons/matters/"
THEMES_BY = "learnt weights: lessons/themes/"
PROMISES_BY = "learnt weights and rules: lessons/promises/"
REGISTER = "rule: lessons/promises/register.py, on the day of the export"
LESSONS_BY = "learnt weights and people: lessons/recurrence/"
PEOPLE = "people's decisions, as they stand when the export is made"

FACTS = Table(
    "facts",
    "one thing that the words of a report say of the death",
    ("fact",),
    (
        Column("fact", TEXT, "Report and number of the fact. Changes if its words or the rules do.", MADE),
        Column("report", TEXT, "The report.", MADE, refers_to="reports"),
        Column("name", TEXT, "What it is, such as date_of_death, age, setting, method, conclusion.", FACTS_BY),
        Column("value", TEXT, "The value, normalised: ISO dates, whole years, lower-case codes.", FACTS_BY),
        Column("words", TEXT, "The words that say it, as they stand; none where they changed since.", SECTION),
        Column("tidied", YES_NO, "Their source had a model tidy that section; none as for words.", SECTION),
        Column("section", TEXT, "The section they stand in: investigation, circumstances, concerns.", SECTION),
        Column("start", INTEGER, "Where they begin in that section.", FACTS_BY, "characters"),
        Column("end", INTEGER, "Where they end.", FACTS_BY, "characters"),
        Column("score", REAL, "How sure the rule is.", FACTS_BY, "0 to 1"),
        Column("found_by", TEXT, "The rule or model, and its version.", FACTS_BY),
    ),
    ("report", "name"),
)
MATTERS = Table(
    "matters",
    "a stretch of a report's concerns: a matter of concern, or words around it, marked and never dropped",
    ("matter",),
    (
        Column("matter", TEXT, "Stable key, of the report and the words: reading them again gives the same.", MADE),
        Column("report", TEXT, "The report.", MADE, refers_to="reports"),
        Column("ref", TEXT, "The report's reference; may be shared by several reports.", MADE),
        Column("position", INTEGER, "Its place among the stretches of the report, from 1.", MATTERS_BY),
        Column("number", TEXT, "Its number as printed.", SECTION),
        Column("name", TEXT, "What responses call it: its number, or its place among the report's matters; blank "
               "for what is no matter.", MATTERS_BY),
        Column("kind", TEXT, "matter, boilerplate (the form's own words) or background.", MATTERS_BY),
        Column("kind_said_by_people", YES_NO, "A person said what kind it is.", PEOPLE),
        Column("text", TEXT, "The words, as they stand.", SECTION),
        Column("tidied", YES_NO, "Their source had a language model tidy the concerns.", SECTION),
        Column("reading", INTEGER, "The reading whose concerns they are a span of; blank: it was read only after "
               "the day of the export.", SECTION, refers_to="readings"),
        Column("start", INTEGER, "Where they begin in the concerns.", MATTERS_BY, "characters"),
        Column("end", INTEGER, "Where they end.", MATTERS_BY, "characters"),
        Column("score", REAL, "How sure the model is of the span.", MATTERS_BY, "0 to 1"),
        Column("found_by", TEXT, "The model, and its version.", MATTERS_BY),
    ),
    ("report", "kind"),
)  # fmt: skip
THEMES = Table(
    "themes",
    "a theme of the codebook on a matter, proposed, added or rejected",
    ("matter", "code"),
    (
        Column("matter", TEXT, "The matter.", MADE, refers_to="matters"),
        Column("code", TEXT, "The theme's code in the codebook.", THEMES_BY),
        Column("name", TEXT, "The theme in words.", "the codebook"),
        Column("status", TEXT, f"{one_of(STANDS)}: proposed by the program and judged by nobody; confirmed, added or "
               "rejected by a person. Leave out the rejected when you count.", PEOPLE),
        Column("score", REAL, "How sure the model is; 1: a person added it; blank: one rejected.", THEMES_BY,
               "0 to 1"),
        Column("words", JSON, "List of the words of the matter that carried it.", THEMES_BY),
        Column("spans", JSON, "List of their starts and ends in the matter's text.", THEMES_BY, "characters"),
        Column("found_by", TEXT, "The model and its version, or people; blank for one rejected.", THEMES_BY),
    ),
    ("code", "status"),
)  # fmt: skip
RESPONSES_READ = Table(
    "responses_read",
    "a response whose words were read",
    ("response",),
    (
        Column("response", TEXT, "Report and number of the response. Changes if the responses read do.", MADE),
        Column("report", TEXT, "The report it answers.", MADE, refers_to="reports"),
        Column("url", TEXT, "Its address, as in documents; blank: a file without one.", "the file that holds it"),
        Column("respondent", TEXT, "Who it says it is from.", "the file that holds it"),
        Column("organisation", TEXT, "The body whose duty it surely answers, else the one that its name surely names.",
               "rule: reports/duties/matching.py",
               refers_to="organisations"),
        Column("said_on", DATE, "The letter's own date, or the day by which it was published.", LETTER),
        Column("said_on_basis", TEXT, "letter or published.", LETTER),
        Column("reading", INTEGER, "The reading that holds its words; blank: it was read only after the day of the "
               "export.", LETTER, refers_to="readings"),
        Column("unanswered", JSON, "List of names of matters that no words of it answer, as far as the rules see.",
               PROMISES_BY),
        Column("notes", JSON, "List of what a reader must know: it may answer another report, it disputes a fact, it "
               "was not read.",
               PROMISES_BY),
        Column("read_by", TEXT, "The versions of the rules and models that read it.", PROMISES_BY),
    ),
    ("report", "organisation"),
)  # fmt: skip
PROMISES = Table(
    "promises",
    "an action that a response promises or reports; those that a person said are none are left out",
    ("promise",),
    (
        Column("promise", TEXT, "Stable key, of the response and the words.", MADE),
        Column("response", TEXT, "The response.", MADE, refers_to="responses_read"),
        Column("report", TEXT, "The report it answers.", MADE, refers_to="reports"),
        Column("ref", TEXT, "That report's reference; may be shared by several reports.", MADE),
        Column("position", INTEGER, "Its place among the promises of the response, from 1.", PROMISES_BY),
        Column("text", TEXT, "The words, as they stand.", LETTER),
        Column("start", INTEGER, "Where they begin in the response.", PROMISES_BY, "characters"),
        Column("end", INTEGER, "Where they end.", PROMISES_BY, "characters"),
        Column("status", TEXT, f"What the words say of it: {one_of(STATUSES)}.", PROMISES_BY),
        Column("date_text", TEXT, "The words that say when.", LETTER),
        Column("date_said", TEXT, "That date as exact as the words are: a day, month, quarter or year.", PROMISES_BY),
        Column("due_on", DATE, "The last day that the words allow; blank: no date by which it is due.", REGISTER),
        Column("owner", TEXT, "The words that say who.", LETTER),
        Column("by_other", YES_NO, "Those words name another body than the one that answered.", PROMISES_BY),
        Column("type", TEXT, f"Kind of action: {one_of(TYPES)}.", PROMISES_BY),
        Column("strength", TEXT, f"Tier in the hierarchy of actions: {one_of(TIERS)}.", PROMISES_BY),
        Column("smart", JSON, "Which marks of an action that can be followed were found: specific, measurable, owner, "
               "dated.", PROMISES_BY),
        Column("matters", JSON, "List of names of the matters that it answers.", PROMISES_BY),
        Column("matter_keys", JSON, "List of their keys, those that the report has.", PROMISES_BY),
        Column("state", TEXT, f"What became of it: {one_of(STATES)}. No evidence is not the same as not done.",
               REGISTER),
        Column("state_reason", TEXT, "Why.", REGISTER),
        Column("proofs", JSON, f"List of evidence that people attached: rung ({one_of(RUNGS)}), on, title, where, "
               "sha256, ledger_entry.", PEOPLE),
        Column("confirmed", YES_NO, "A person said that it is a promise; no: nobody judged it.", PEOPLE),
        Column("score", REAL, "How sure the model is that it is one.", PROMISES_BY, "0 to 1"),
        Column("found_by", TEXT, "The model, and its version.", PROMISES_BY),
    ),
    ("report", "response", "state", "due_on"),
)  # fmt: skip
REFUSALS = Table(
    "refusals",
    "words of a response that decline to act",
    ("refusal",),
    (
        Column("refusal", TEXT, "Response and number of the refusal. Changes if its words or the rules do.", MADE),
        Column("response", TEXT, "The response.", MADE, refers_to="responses_read"),
        Column("report", TEXT, "The report it answers.", MADE, refers_to="reports"),
        Column("text", TEXT, "The words with their reason, as they stand.", LETTER),
        Column("start", INTEGER, "Where they begin in the response.", PROMISES_BY, "characters"),
        Column("end", INTEGER, "Where they end.", PROMISES_BY, "characters"),
        Column("matters", JSON, "List of names of the matters that it declines.", PROMISES_BY),
        Column("matter_keys", JSON, "List of their keys, those that the report has.", PROMISES_BY),
    ),
    ("report", "response"),
)
LESSONS = Table(
    "lessons",
    "the corrective obligation behind matters, as last joined: in force with a matter exported, or ended",
    ("lesson",),
    (
        Column("lesson", TEXT, "Stable key, never passed to another lesson.", LESSONS_BY),
        Column("name", TEXT, "Words of one of its matters, as they stand; blank: those of a report of a later day.",
               LESSONS_BY),
        Column("name_matter", TEXT, "The matter whose words they are; one read again in other words is there no more.",
               LESSONS_BY),
        Column("members", INTEGER, "Matters in it that are in this export.", LESSONS_BY, "matters"),
        Column("reports", INTEGER, "Reports that those stand in; one death may be reported more than once.", LESSONS_BY,
               "reports"),
        Column("themes", JSON, "List of codes that at least half of its matters had when last joined.", LESSONS_BY),
        Column("locked", YES_NO, "A person said that it is exactly these matters.", PEOPLE),
        Column("in_force", YES_NO, "No: it was merged or split away; it keeps its key and its lineage.", LESSONS_BY),
        Column("came_from", JSON, "List of keys of lessons that matters came here from.", LESSONS_BY),
        Column("succeeded_by", TEXT, "Of one that ended: the lesson that most of its matters went to.", LESSONS_BY),
    ),
    ("in_force", "reports"),
)  # fmt: skip
MEMBERS = Table(
    "lesson_members",
    "a matter in a lesson",
    ("matter",),
    (
        Column("lesson", TEXT, "The lesson.", LESSONS_BY, refers_to="lessons"),
        Column("matter", TEXT, "The matter; it is in no other.", LESSONS_BY, refers_to="matters"),
        Column("score", REAL, "Mean likeness to the lesson's other matters.", LESSONS_BY, "0 to 1"),
        Column(
            "why", TEXT, "Why it belongs: the words that it shares with its nearest member, or a person.", LESSONS_BY
        ),
        Column("put_by_people", YES_NO, "A person put it here.", PEOPLE),
    ),
    ("lesson",),
)
TABLES = (FACTS, MATTERS, THEMES, RESPONSES_READ, PROMISES, REFUSALS, LESSONS, MEMBERS)
"""In an order in which every table comes after those it refers to."""

VIEWS = (
    View(
        "matters_and_themes",
        "Matters of concern with the themes that nobody rejected and the lesson they belong to, newest report first.",
        """SELECT r.ref, r.date_of_report, m.number, m.text, (SELECT group_concat(t.code, '; ') FROM
        (SELECT code FROM themes WHERE matter = m.matter AND status <> 'rejected' ORDER BY code) AS t) AS themes,
        b.lesson, r.report_url, m.matter, m.report
        FROM matters AS m JOIN reports AS r USING (report) LEFT JOIN lesson_members AS b USING (matter)
        WHERE m.kind = 'matter' ORDER BY r.date_of_report DESC, m.report, m.position""",
    ),
    View(
        "promises_to_follow",
        "Promises that are overdue, due, or without a date, as far as evidence is attached; those due longest first. "
        "No evidence attached is not the same as not done.",
        """SELECT p.state, p.due_on, coalesce(o.name, s.respondent) AS respondent, p.text, p.owner, p.strength,
        p.state_reason, p.ref, s.said_on, s.url, p.promise, p.report
        FROM promises AS p JOIN responses_read AS s USING (response)
        LEFT JOIN organisations AS o ON o.organisation = s.organisation
        WHERE p.state IN ('overdue', 'due', 'no_date') ORDER BY p.due_on IS NULL, p.due_on, p.promise""",
    ),
    View(
        "lessons_in_several_reports",
        "Lessons in force whose matters stand in more than one report, those in most reports first.",
        """SELECT l.lesson, l.name, l.reports, l.members, l.themes, l.locked, min(r.date_of_report) AS first_report,
        max(r.date_of_report) AS latest_report
        FROM lessons AS l JOIN lesson_members AS b USING (lesson) JOIN matters AS m USING (matter)
        JOIN reports AS r ON r.report = m.report
        WHERE l.in_force = 1 AND l.reports > 1 GROUP BY l.lesson ORDER BY l.reports DESC, l.lesson""",
    ),
)
