"""Questions that the exported SQLite file answers by itself: one view each. Pure."""

from __future__ import annotations

from dataclasses import dataclass

from forewarned.reports.questions.export_tables import RESPONSES


@dataclass(frozen=True, slots=True)
class View:
    """A view: what it shows, in a sentence, and the SELECT behind it."""

    name: str
    meaning: str
    select: str


HOLD_A_RESPONSE = ", ".join(f"'{kind}'" for kind in RESPONSES)
AS_AT = "(SELECT value FROM about WHERE name = 'as_at')"
DUTY_COLUMNS = """
    r.ref, r.date_of_report, d.addressee_as_written, d.organisation_at_report, d.organisation_today_name,
    d.kind, d.due_on, d.due_basis, d.due_doubt, d.state, d.timeliness, d.timeliness_reason, d.officially,
    d.possible_responses, r.report_url, d.duty, d.report
    FROM duties AS d JOIN reports AS r USING (report)
"""

VIEWS = (
    View(
        "late_or_unanswered",
        "Duties past due that were answered late for certain, or for which no response is published for "
        "certain, longest past due first. A response may have been received and not published.",
        f"""SELECT CAST(julianday({AS_AT}) - julianday(d.due_on) AS INTEGER) AS days_past_due, {DUTY_COLUMNS}
        WHERE d.past_due = 1 AND (d.timeliness = 'late' OR d.response_published IS NOT 1)
        ORDER BY d.due_on, d.duty""",
    ),
    View(
        "due_next",
        "Duties not yet past due with no response published for certain, soonest first.",
        f"""SELECT {DUTY_COLUMNS}
        WHERE d.past_due = 0 AND d.due_on IS NOT NULL AND d.response_published IS NOT 1
        ORDER BY d.due_on, d.duty""",
    ),
    View(
        "organisation_year",
        "Each body under its present name, by year of the report: reports, duties, and what is certain of "
        "those past due. In alphabetical order: this is not a league table.",
        """SELECT d.organisation_today_name AS organisation, d.organisation_today AS organisation_key, d.kind,
        CAST(substr(r.date_of_report, 1, 4) AS INTEGER) AS year,
        count(DISTINCT d.report) AS reports, count(*) AS duties, sum(d.past_due) AS past_due,
        sum(d.past_due = 1 AND d.response_published IS 1) AS response_published,
        sum(d.past_due = 1 AND d.response_published IS 0) AS no_response_published,
        sum(d.past_due = 1 AND d.response_published IS NULL) AS publication_not_known,
        sum(d.past_due = 1 AND d.timeliness = 'on_time') AS on_time_for_certain,
        sum(d.past_due = 1 AND d.timeliness = 'late') AS late_for_certain,
        sum(d.past_due = 1 AND d.timeliness = 'unknown') AS timeliness_unknown
        FROM duties AS d JOIN reports AS r USING (report)
        WHERE d.organisation_today IS NOT NULL
        GROUP BY d.organisation_today, d.organisation_today_name, d.kind, year
        ORDER BY organisation, organisation_key, year""",
    ),
    View(
        "reports_with_unmatched_responses",
        "Reports with a published response that was matched to no addressee: it may answer any of them.",
        """SELECT r.ref, r.date_of_report, r.report_url,
        o.name AS document_name, o.url AS document_url, o.respondent,
        (SELECT count(*) FROM duties AS d WHERE d.report = r.report) AS duties,
        (SELECT count(*) FROM duties AS d WHERE d.report = r.report AND d.response_published IS NOT 1)
        AS duties_without_response, r.report
        FROM responses AS o JOIN reports AS r USING (report)
        WHERE NOT EXISTS (SELECT 1 FROM answers AS a WHERE a.document = o.document AND a.matched = 1)
        ORDER BY r.date_of_report, r.report, o.position""",
    ),
    View(
        "names_to_review",
        "Addressees that were not read surely, those on most reports first.",
        """SELECT addressee_as_written, party, organisation_at_report AS read_as, organisation, match_score,
        match_reason, count(DISTINCT report) AS reports
        FROM duties WHERE match_sure = 0 AND party <> 'redacted'
        GROUP BY addressee_as_written, party, organisation_at_report, organisation, match_score, match_reason
        ORDER BY reports DESC, addressee_as_written""",
    ),
    View(
        "shared_references",
        "References that stand on several reports: never join on a reference alone.",
        """SELECT ref, count(*) AS reports, group_concat(report_url, ' ') AS report_urls
        FROM (SELECT ref, report_url FROM reports WHERE ref IS NOT NULL ORDER BY report)
        GROUP BY ref HAVING count(*) > 1 ORDER BY ref""",
    ),
)
"""``RESPONSES_VIEW`` is made before them: they look into it."""

RESPONSES_VIEW = View(
    "responses",
    "The documents that hold a response.",
    f"SELECT * FROM documents WHERE kind IN ({HOLD_A_RESPONSE}) ORDER BY report, position",  # noqa: S608
)
ALL_VIEWS = (RESPONSES_VIEW, *VIEWS)
