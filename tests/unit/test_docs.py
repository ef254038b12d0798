"""Documents as code: generated pages are current, links lead somewhere, and every command named exists."""

from __future__ import annotations

import re
import shlex
import subprocess
import sys
import tomllib
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest

from forewarned.cli import app
from forewarned.cli.reference import entries, lacking

ROOT = Path(__file__).parents[2]
DOCS = ROOT / "docs"
FENCE = re.compile(r"^```(?:sh|console|bash|shell)\n(.*?)^```", re.M | re.S)
LINK = re.compile(r"\[[^\]]*\]\(([^)\s]+)\)")
PROJECT_TABLES = ("dependencies", "dev", "build")


def pages() -> list[Path]:
    return [ROOT / "README.md", ROOT / "CHANGELOG.md", *sorted(DOCS.rglob("*.md"))]


def shown(page: Path) -> str:
    return str(page.relative_to(ROOT))


def commands_in(text: str) -> Iterator[str]:
    """Each `forewarned …` line of a page's shell blocks, continued lines joined, prompts and pipes cut."""
    for block in FENCE.findall(text):
        for line in block.replace("\\\n", " ").splitlines():
            words = re.sub(r"^(?:\$ )?(?:[A-Z_]+=\S+ )*", "", line.strip())
            if words.startswith("forewarned "):
                yield re.split(r" [|><] | && |  # ", words)[0]


@cache
def known_commands() -> dict[str, str]:
    return {entry.words: entry.help for entry in entries(app)}


def wrong_with(line: str) -> str:
    """What is wrong with a command line of a page, or ``""``."""
    words = shlex.split(line, comments=True)
    known = known_commands()
    command = next((" ".join(words[:n]) for n in (3, 2, 1) if " ".join(words[:n]) in known), "")
    plain = [word for word in words[1:] if not word.startswith("-")]
    if command == "forewarned" and plain:
        return f"no command {plain[0]!r}"
    options = {word.partition("=")[0] for word in words if word.startswith("--")}
    missing = sorted(option for option in options if not re.search(rf"{option}\b", known[command]))
    return f"{command} has no {', '.join(missing)}" if missing else ""


def test_pages_made_from_the_program_are_up_to_date() -> None:
    done = subprocess.run(
        [sys.executable, "scripts/write_docs.py", "--check"],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr


def test_every_command_and_option_says_what_it_does_and_every_command_shows_an_example() -> None:
    assert lacking(app) == ()


def test_every_example_of_the_help_is_a_command_that_exists() -> None:
    wrong = []
    for entry in entries(app):
        examples = entry.help.partition("Example")[2].partition("\n\n")[0]
        for line in examples.splitlines():
            if line.strip().startswith("forewarned ") and (problem := wrong_with(line.strip())):
                wrong.append(f"{entry.words}: {problem}")
    assert not wrong, "\n".join(wrong)


def test_every_command_named_in_a_page_exists() -> None:
    found = [(page, line) for page in pages() for line in commands_in(page.read_text(encoding="utf-8"))]
    wrong = [f"{shown(page)}: {problem}: {line}" for page, line in found if (problem := wrong_with(line))]
    assert found and not wrong, "\n".join(wrong)


def test_a_page_with_a_command_that_does_not_exist_would_be_found() -> None:
    text = "```sh\n$ FOREWARNED_HOME=x forewarned nonsense --all | head\nforewarned duties --nonsense\n```\n"
    assert [bool(wrong_with(line)) for line in commands_in(text)] == [True, True]


def test_every_link_between_pages_leads_somewhere() -> None:
    wrong = []
    for page in pages():
        for target in LINK.findall(page.read_text(encoding="utf-8")):
            name, _, anchor = target.partition("#")
            there = (page.parent / name) if name else page
            if re.match(r"[a-z]+:", target):
                continue
            if not there.exists():
                wrong.append(f"{shown(page)}: {target}")
            elif anchor and there.suffix == ".md" and anchor not in anchors(there):
                wrong.append(f"{shown(page)}: {target} (no such heading)")
    assert not wrong, "\n".join(wrong)


def anchors(page: Path) -> set[str]:
    """The headings of a page as the usual hosts make addresses of them."""
    headings = re.findall(r"^#+ (.+)$", page.read_text(encoding="utf-8"), re.M)
    return {re.sub(r"[^\w\- ]", "", heading.lower()).replace(" ", "-") for heading in headings}


def test_the_index_leads_to_every_page() -> None:
    index = (DOCS / "README.md").read_text(encoding="utf-8")
    linked = {(DOCS / target.partition("#")[0]).resolve() for target in LINK.findall(index)}
    missing = [shown(page) for page in sorted(DOCS.rglob("*.md")) if page.resolve() not in linked]
    assert missing in ([], ["docs/README.md"]), missing


@pytest.mark.parametrize("table", PROJECT_TABLES)
def test_every_direct_dependency_is_justified(table: str) -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    asked = project["project"]["dependencies"] if table == "dependencies" else project["dependency-groups"][table]
    names = {re.split(r"[\[<>=!~; ]", line)[0] for line in asked}
    page = (DOCS / "dependencies.md").read_text(encoding="utf-8")
    lines = dict(re.findall(r"^\| `([\w.-]+)` \| (.+) \|$", page, re.M))
    assert names and not names - lines.keys(), sorted(names - lines.keys())
    assert all(len(lines[name]) > 20 for name in names)


def test_the_changelog_speaks_of_this_version() -> None:
    from forewarned import __version__

    changelog = (ROOT / "CHANGELOG.md").read_text(encoding="utf-8")
    assert "## [Unreleased]" in changelog or f"## [{__version__}]" in changelog
