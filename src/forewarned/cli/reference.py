"""The command line's reference page, written from what each command says of itself with ``--help``."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import typer

WIDTH = 96
EXAMPLE = re.compile(r"^\s*Examples?:", re.MULTILINE)
HEAD = """\
# Commands

Written by `make docs` from each command's own `--help`; a test fails when the two differ.
Exit codes and the shape of `--json` are on pages of their own: [exit codes](exit-codes.md), [JSON](json.md).
"""


@dataclass(frozen=True, slots=True)
class Entry:
    """One command: its words (``forewarned ledger head``) and what ``--help`` prints of it.

    ``runs`` is false for a group of commands, which needs no example of its own.
    """

    words: str
    help: str
    runs: bool

    @property
    def anchor(self) -> str:
        return self.words.replace(" ", "-")


def entries(app: typer.Typer) -> tuple[Entry, ...]:
    """Every command of ``app`` that is not hidden, groups before their commands, in the order of `--help`."""
    return tuple(_walk(typer.main.get_command(app), app.info.name or "forewarned", None))


def lacking(app: typer.Typer) -> tuple[str, ...]:
    """What a reference would miss: commands without help or example, options and arguments without help."""
    found = []
    for entry in entries(app):
        if entry.runs and not EXAMPLE.search(entry.help):
            found.append(f"{entry.words}: no example")
    for words, command in _commands(typer.main.get_command(app), app.info.name or "forewarned"):
        if not (command.help or "").strip():
            found.append(f"{words}: no help")
        found += [
            f"{words}: {'/'.join(parameter.opts)} has no help"
            for parameter in command.params
            if not getattr(parameter, "hidden", False) and not (getattr(parameter, "help", "") or "").strip()
        ]
    return tuple(found)


def render(app: typer.Typer) -> str:
    """The reference as Markdown: deterministic, ending with a newline."""
    found = entries(app)
    contents = "\n".join(f"- [`{entry.words}`](#{entry.anchor})" for entry in found)
    sections = "\n".join(f"## {entry.words}\n\n```text\n{entry.help}\n```\n" for entry in found)
    return f"{HEAD}\n{contents}\n\n{sections}"


def _walk(command: Any, words: str, parent: Any) -> Iterator[Entry]:
    # Typer carries its own copy of Click's classes and exports none of their names: hence Any.
    context = command.context_class(
        command,
        info_name=words.rpartition(" ")[2],
        parent=parent,
        terminal_width=WIDTH,
        max_content_width=WIDTH,
    )
    lines = [line.rstrip() for line in command.get_help(context).splitlines()]
    children = getattr(command, "commands", {})
    yield Entry(words, "\n".join(lines).strip("\n"), runs=not children)
    for name, child in children.items():
        if not child.hidden:
            yield from _walk(child, f"{words} {name}", context)


def _commands(command: Any, words: str) -> Iterator[tuple[str, Any]]:
    yield words, command
    for name, child in getattr(command, "commands", {}).items():
        if not child.hidden:
            yield from _commands(child, f"{words} {name}")
