"""`forewarned missing`: references that were never published, and reports that disappeared."""

from __future__ import annotations

import typer

from forewarned.cli.faces import AsAt, AsCsv, AsJson, one_face, print_csv, print_json, print_table, read_day, say


def missing(
    year: int = typer.Option(None, "--year", help="Only references of this year."),
    as_at: str = AsAt,
    as_json: bool = AsJson,
    as_csv: bool = AsCsv,
) -> None:
    """Reference numbers that were never published, how sure that is, and reports that were listed once and are gone.

    Example: forewarned missing --year 2019
    """
    one_face(as_json, as_csv)
    from forewarned.settings import settings
    from forewarned.store import open_store

    open_store()
    from forewarned.reports.questions.missing import ask_missing

    answer = ask_missing(as_at=read_day(as_at, "--as-at") or settings().today(), year=year)
    if as_json:
        print_json(answer)
        return
    if as_csv:
        print_csv(answer.rows(), answer.columns)
        return
    print_table(
        "References by year",
        ("Year", "Highest number", "Published", "Missing", "How sure"),
        [(y.year, y.highest, y.published, y.missing, y.how_sure) for y in answer.years],
    )
    print_table(
        "Never published, as runs of numbers",
        ("References", "Count", "How sure", "Why"),
        [(run.label, run.count, run.confidence, run.reason) for run in answer.runs],
        limit=40,
    )
    if answer.gone:
        print_table(
            "Listed once, then gone",
            ("Reference", "Page", "First seen", "Gone from the register of"),
            [(g.ref, g.report_url, g.first_seen, g.gone_on) for g in answer.gone],
        )
    say(answer.sentence())
