"""What an export says of itself: README, data dictionary, Datasette's metadata."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence

from forewarned.reports.questions.export_parts import all_tables, all_views
from forewarned.reports.questions.export_tables import Column, Table, Type

LICENCE_NAME = "Open Government Licence v3.0"
LICENCE_URL = "https://www.nationalarchives.gov.uk/doc/open-government-licence/version/3/"
ATTRIBUTION = (
    "Contains public sector information licensed under the Open Government Licence v3.0: "
    "the Chief Coroner's publications (Courts and Tribunals Judiciary) and NHS organisation codes."
)
TITLE = "Coroners' reports to prevent future deaths: duties and responses"
CAUTIONS = (
    "No published response is not the same as no response: responses can be received and not published.",
    "On time and late are said only where certain; everything else is unknown, with the bounds known.",
    "A blank is not known, never a no.",
    "Facts, matters, themes, promises and lessons are read by a program, which can be wrong: each names what found it.",
    "The people named died. Names are as officially published; some are not the whole name.",
)
TYPE_WORDS = {
    Type.TEXT: ("text", "VARCHAR", "TEXT"),
    Type.INTEGER: ("whole number", "BIGINT", "INTEGER"),
    Type.REAL: ("number", "DOUBLE", "REAL"),
    Type.DATE: ("date, YYYY-MM-DD", "DATE", "TEXT"),
    Type.YES_NO: ("yes or no", "BOOLEAN", "INTEGER"),
    Type.MOMENT: ("time, UTC, ISO 8601", "TIMESTAMP", "TEXT"),
    Type.JSON: ("JSON in text", "VARCHAR", "TEXT"),
}
"""A type in words, in DuckDB (Parquet) and in SQLite."""
DICTIONARY_HEAD = """\
# Data dictionary

Every table and column that `forewarned export` writes. This page is made from the same structure as the
export itself (`reports/questions/export_tables.py`, and the parts of rooms beside it, such as
`lessons/questions/export_shape.py`); `make docs` writes it, and every export carries it.

| in | files | yes and no | not known | dates |
|---|---|---|---|---|
| CSV | `csv/TABLE.csv`, UTF-8 | `true`, `false` | blank | YYYY-MM-DD |
| Parquet | `parquet/TABLE.parquet` | BOOLEAN | NULL | DATE |
| SQLite | `forewarned.db` | 1, 0 | NULL | text, YYYY-MM-DD |

In CSV, text that a spreadsheet could take for a formula (it begins with `=`, `+`, `-`, `@`, a tab or a line
end) has an apostrophe before it. Parquet and SQLite hold every text as written.
All is as at one day, which `about` names: reports not public by then are left out.

"""


def data_dictionary() -> str:
    """The dictionary as Markdown, the same for every export."""
    contents = "\n".join(f"- [{table.name}](#{table.name}): {table.row}" for table in all_tables())
    views = "\n".join(f"| `{view.name}` | {_cell(view.meaning)} |" for view in all_views())
    parts = [
        f"{DICTIONARY_HEAD}## Tables\n\n{contents}\n",
        *(_table(table) for table in all_tables()),
        f"## Views\n\nIn `forewarned.db` only.\n\n| view | shows |\n|---|---|\n{views}\n",
        f"## Licence\n\n{ATTRIBUTION}\n{LICENCE_URL}\n",
    ]
    return "\n".join(parts)


def _table(table: Table) -> str:
    rows = "\n".join(_row(column) for column in table.columns)
    key = " + ".join(f"`{name}`" for name in table.key)
    return (
        f"## {table.name}\n\nOne row: {table.row}. Key: {key}.\n\n"
        f"| column | type | meaning | unit | source |\n|---|---|---|---|---|\n{rows}\n"
    )


def _row(column: Column) -> str:
    link = f" → [{column.refers_to}](#{column.refers_to})" if column.refers_to else ""
    words = TYPE_WORDS[column.type][0]
    cells = (f"`{column.name}`", words + link, column.meaning, column.unit, column.source)
    return "| " + " | ".join(_cell(text) for text in cells) + " |"


def _cell(text: str) -> str:
    return " ".join(text.replace("|", "\\|").split())


def metadata(about: Mapping[str, Sequence[str]]) -> str:
    """Datasette's ``metadata.json``: titles, licence, and what each table and column means."""
    tables: dict[str, object] = {
        table.name: {
            "description": f"One row: {table.row}.",
            "columns": {column.name: _described(column) for column in table.columns},
        }
        for table in all_tables()
    }
    tables |= {view.name: {"description": view.meaning} for view in all_views()}
    value = {
        "title": TITLE,
        "description": f"As at {about['as_at'][0]}. {ATTRIBUTION} {' '.join(CAUTIONS)}",
        "license": LICENCE_NAME,
        "license_url": LICENCE_URL,
        "source": "; ".join(about.get("source", ())),
        "databases": {"forewarned": {"title": TITLE, "tables": tables}},
    }
    return json.dumps(value, ensure_ascii=False, indent=2) + "\n"


def _described(column: Column) -> str:
    unit = f" ({column.unit})" if column.unit else ""
    return f"{column.meaning}{unit} Source: {column.source}."


def readme(about: Mapping[str, Sequence[str]], rows: Mapping[str, int], files: Sequence[str]) -> str:
    """``README.txt``: what this is, as at when, from which files, what is in it, and under which licence."""
    sources = about.get("source") or ("none: the store is empty",)
    lines = [
        TITLE,
        "",
        f"Written by Forewarned {about['version'][0]}. As at {about['as_at'][0]}.",
        ATTRIBUTION,
        LICENCE_URL,
        "",
        "Made from",
        *(f"  {source}" for source in sources),
        "",
        "Read this first",
        *(f"  {caution}" for caution in (*CAUTIONS, *about.get("left_out", ()))),
        "",
        "Rows",
        *(f"  {name:20}{count:>10,}" for name, count in rows.items()),
        "",
        "Files",
        *(f"  {name}" for name in files),
        "",
        "data-dictionary.md says what every column means. In CSV, text that a spreadsheet could take for a",
        "formula has an apostrophe before it. To look at forewarned.db in a browser:",
        "  datasette forewarned.db --metadata metadata.json",
        "",
    ]
    return "\n".join(lines)
