"""Write the pages of docs/reference/ that are made from the program, or check that they are up to date.

python scripts/write_docs.py            write them (`make docs`)
python scripts/write_docs.py --check    write nothing; exit 1 and name the pages that are out of date
"""

from __future__ import annotations

import ast
import sys
from collections.abc import Iterator
from pathlib import Path

from json_reference import json_page, set_up_django

ROOT = Path(__file__).parents[1]
SOURCE = ROOT / "src" / "forewarned"
REFERENCE = ROOT / "docs" / "reference"

RULE_MODULES = (
    ("When a reply is due", "reports/duties/due.py"),
    ("Which documents are responses", "reports/duties/documents.py"),
    ("Whose response it is", "reports/duties/matching.py"),
    ("When a response was first seen", "reports/duties/events.py"),
    ("What can be said of a duty", "reports/duties/state.py"),
    ("Shares and their intervals", "reports/duties/share.py"),
    ("Which source a fact is taken from", "reports/chosen.py"),
    ("Which references are missing", "reports/missing.py"),
    ("What an import may not lose", "reports/loss.py"),
    ("By when a promise is due", "lessons/promises/dates.py"),
    ("Whose promise it is", "lessons/promises/doers.py"),
    ("Which matter a promise answers", "lessons/promises/course.py"),
    ("What became of a promise", "lessons/promises/register.py"),
    ("How a death stands to an earlier warning", "lessons/recurrence/relation.py"),
    ("What happened again", "lessons/recurrence/again.py"),
    ("Which reports are of one death", "lessons/recurrence/one_death.py"),
    ("Which matters may be the same lesson", "lessons/recurrence/offering.py"),
    ("What is learnt from decisions on themes", "lessons/themes/learning.py"),
)
RULES_HEAD = """\
# Rules

Written by `make docs` from the rules themselves: each is a module of pure functions, and what it says of
itself is here word for word. A test fails when this page and the program differ. The law and the official
pages' habits that the rules rest on are named in each; the words are in the [glossary](../glossary.md).
"""
CODES_HEAD = """\
# Exit codes

Written by `make docs` from `forewarned/errors.py`. The numbers are part of the public interface and keep
their meaning. An error prints what is wrong, where, and what to do next on standard error, and leaves
standard output to answers.

| code | meaning |
|---|---|
| 0 | done |
| 2 | the command line itself cannot be read: an unknown option, a missing argument |
"""
CODES_TAIL = """\
| 130 | stopped by Ctrl-C |
| 141 | what the output was piped to closed early |
"""


def paragraphs(text: str | None) -> str:
    return "\n".join(line.rstrip() for line in (text or "").strip().splitlines())


def cell(text: str) -> str:
    """Text fit for one cell of a table."""
    return " ".join(text.replace("``", "`").replace("|", "\\|").split())


def meanings(body: list[ast.stmt]) -> Iterator[tuple[str, str]]:
    """Each value that a class or module assigns by name, with the docstring that follows it, if any."""
    for statement, after in zip(body, [*body[1:], None], strict=True):
        if isinstance(statement, ast.Assign) and isinstance(statement.value, ast.Constant):
            said = after.value if isinstance(after, ast.Expr) else None
            text = said.value if isinstance(said, ast.Constant) and isinstance(said.value, str) else ""
            yield str(statement.value.value), text


def words(node: ast.ClassDef) -> str:
    """An enumeration: its words, with what each means."""
    found = list(meanings(node.body))
    head = f"**{node.name}.** {cell(ast.get_docstring(node) or '')}"
    if not any(meaning for _, meaning in found):
        return f"{head} One of: {', '.join(f'`{value}`' for value, _ in found)}."
    rows = [f"| `{value}` | {cell(meaning)} |" for value, meaning in found]
    return "\n".join([head, "", "| word | meaning |", "|---|---|", *rows])


def facts(node: ast.ClassDef) -> str:
    return f"**{node.name}.** {paragraphs(ast.get_docstring(node))}".replace("``", "`")


def rule(node: ast.FunctionDef) -> str:
    return f"- `{node.name}`: {cell(ast.get_docstring(node) or '')}"


def is_words(node: ast.ClassDef) -> bool:
    return any(isinstance(base, ast.Name) and base.id == "StrEnum" for base in node.bases)


def rules_of(title: str, path: Path) -> str:
    """One rule module as a section."""
    tree = ast.parse(path.read_text(encoding="utf-8"))
    public = [
        node for node in tree.body if isinstance(node, ast.ClassDef | ast.FunctionDef) and not node.name.startswith("_")
    ]
    classes = [node for node in public if isinstance(node, ast.ClassDef) and ast.get_docstring(node)]
    functions = [node for node in public if isinstance(node, ast.FunctionDef) and ast.get_docstring(node)]
    parts = [
        f"## {title}",
        f"`{path.relative_to(ROOT)}`",
        paragraphs(ast.get_docstring(tree)).replace("``", "`"),
        *(words(node) if is_words(node) else facts(node) for node in classes),
        "\n".join(rule(node) for node in functions),
    ]
    return "\n\n".join(part for part in parts if part) + "\n"


def rules_page() -> str:
    found = [(title, SOURCE / path) for title, path in RULE_MODULES]
    contents = "\n".join(f"- [{title}](#{title.lower().replace(' ', '-')})" for title, _ in found)
    return "\n".join([RULES_HEAD, contents, "", *(rules_of(title, path) for title, path in found)])


def codes_page() -> str:
    from forewarned import errors
    from forewarned.errors import ForewarnedError

    kinds = [kind for kind in vars(errors).values() if isinstance(kind, type)]
    found = {kind.exit_code: kind for kind in kinds if issubclass(kind, ForewarnedError)}
    rows = []
    for code, kind in sorted(found.items()):
        meaning = "any other error" if kind is ForewarnedError else cell(kind.__doc__ or "")
        rows.append(f"| {code} | {meaning} (`{kind.__name__}`) |\n")
    return CODES_HEAD + "".join(rows) + CODES_TAIL


def commands_page() -> str:
    from forewarned.cli import app
    from forewarned.cli.reference import render

    return render(app)


def dictionary_page() -> str:
    set_up_django()
    from forewarned.reports.questions.export_words import data_dictionary

    return data_dictionary()


PAGES = {
    "cli.md": commands_page,
    "data-dictionary.md": dictionary_page,
    "exit-codes.md": codes_page,
    "json.md": json_page,
    "rules.md": rules_page,
}


def out_of_date() -> tuple[str, ...]:
    """The pages whose text is not what the program would write now."""
    return tuple(
        name
        for name, make in PAGES.items()
        if not (REFERENCE / name).is_file() or (REFERENCE / name).read_text(encoding="utf-8") != make()
    )


def main(arguments: list[str]) -> int:
    if arguments == ["--check"]:
        stale = out_of_date()
        for name in stale:
            print(f"docs/reference/{name} is out of date. Next: make docs", file=sys.stderr)
        return int(bool(stale))
    if arguments:
        print(__doc__, file=sys.stderr)
        return 2
    REFERENCE.mkdir(parents=True, exist_ok=True)
    for name, make in PAGES.items():
        (REFERENCE / name).write_text(make(), encoding="utf-8")
        print(f"docs/reference/{name}")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
