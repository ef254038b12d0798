"""Sizes, and what may never be in a file of this project."""

from __future__ import annotations

import ast
import re
import subprocess
from functools import cache
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
LONGEST_FILE = 350
LONGEST_FUNCTION = 60
# Written in pieces, so that this file does not name them itself.
REGISTRIES = (
    *("pypi." + "org", "pythonhosted." + "org", "npmjs." + "org", "npmjs." + "com", "deb.debian." + "org"),
    *("crates." + "io", "proxy.golang." + "org", "--index-" + "url", "--extra-index-" + "url"),
)
REGISTRY_HOSTS = re.compile("|".join(re.escape(name) for name in REGISTRIES), re.I)
PRIVATE_KEY = re.compile(
    "-----BEGIN "
    r"(?:[A-Z]+ )?PRIVATE KEY-----"  # PEM
    r"|PRIVATE\+KEY\+[^+\s]+\+[0-9a-f]{8}\+[\w+/=]{40}"  # signed-note keys
    r"|\bAKIA[0-9A-Z]{16}\b|\bgh[pousr]_\w{36}\b"
)
ADDRESS_WITH_PASSWORD = re.compile(r"\b[a-z]+://[^\s/:@\"'`<>{}]+:([^\s/@\"'`<>{}]+)@")
PLACEHOLDERS = {"password", "secret", "wrong", "pw"}


@cache
def files() -> tuple[Path, ...]:
    """Every file that is or would be committed."""
    listed = subprocess.run(
        ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"],
        cwd=ROOT, capture_output=True, text=True, check=False,
    )  # fmt: skip
    if listed.returncode:
        pytest.skip("not a git checkout: what would be committed is not known")
    paths = [ROOT / name for name in listed.stdout.split("\0") if name]
    return tuple(path for path in paths if path.is_file())


def python_files() -> list[Path]:
    return [path for path in files() if path.suffix == ".py" and "migrations" not in path.parts]


def texts() -> list[tuple[Path, str]]:
    found = []
    for path in files():
        try:
            found.append((path.relative_to(ROOT), path.read_text(encoding="utf-8")))
        except UnicodeDecodeError:
            continue
    return found


def line_of(text: str, match: re.Match[str]) -> int:
    return text.count("\n", 0, match.start()) + 1


def test_no_file_is_too_long_to_read_at_one_sitting() -> None:
    sizes = {path: len(path.read_text(encoding="utf-8").splitlines()) for path in python_files()}
    long = [f"{path.relative_to(ROOT)}: {size}" for path, size in sizes.items() if size > LONGEST_FILE]
    assert not long, "split by meaning: " + ", ".join(long)


def test_no_function_is_too_long_to_hold_in_mind() -> None:
    long = []
    for path in python_files():
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
                size = (node.end_lineno or node.lineno) - node.lineno + 1
                if size > LONGEST_FUNCTION:
                    long.append(f"{path.relative_to(ROOT)}:{node.lineno} {node.name}: {size}")
    assert not long, "\n".join(long)


def test_a_folder_is_a_noun_of_the_work() -> None:
    techniques = {"utils", "util", "core", "helpers", "helper", "common", "misc", "lib", "base"}
    rooms = [path for path in (ROOT / "src" / "forewarned").rglob("*") if path.is_dir()]
    modules = [path for path in python_files() if "src" in path.parts]
    named = {path.name for path in rooms} | {path.stem for path in modules if path.parent.name == "forewarned"}
    assert not named & techniques


def test_no_file_names_a_package_registry() -> None:
    """Where packages come from is the reader's own setting; a name here would override or leak it."""
    wrong = [f"{path}:{line_of(text, match)}" for path, text in texts() for match in REGISTRY_HOSTS.finditer(text)]
    assert not wrong, wrong


def test_no_file_holds_a_key_or_a_password() -> None:
    wrong = [f"{path}:{line_of(text, match)}" for path, text in texts() for match in PRIVATE_KEY.finditer(text)]
    for path, text in texts():
        for match in ADDRESS_WITH_PASSWORD.finditer(text):
            if match[1].lower() not in PLACEHOLDERS:
                wrong.append(f"{path}:{line_of(text, match)} (an address with a password)")
    assert not wrong, wrong


def test_nothing_of_the_shared_data_is_in_the_project(shared_data: Path) -> None:
    """Real names stay where they are published: no file here is, or quotes a row of, the shared data."""
    theirs = {path.stat().st_size: path for path in shared_data.rglob("*") if path.is_file()}
    copied = [
        str(path.relative_to(ROOT))
        for path in files()
        if (twin := theirs.get(path.stat().st_size)) and twin.read_bytes() == path.read_bytes()
    ]
    assert not copied, copied


def test_the_test_environment_runs_the_versions_that_are_shipped() -> None:
    run = pinned(ROOT / "requirements" / "run.lock")
    dev = pinned(ROOT / "requirements" / "dev.lock")
    assert run.items() <= dev.items(), sorted(run.items() - dev.items())


def pinned(lock: Path) -> dict[str, str]:
    lines = re.findall(r"^([a-z0-9-]+)==([^ ]+)", lock.read_text(encoding="utf-8"), re.M)
    assert lines
    return dict(lines)


def test_every_locked_package_is_checked_by_hash() -> None:
    for lock in sorted((ROOT / "requirements").glob("*.lock")):
        entries = re.split(r"^(?=[a-z0-9])", lock.read_text(encoding="utf-8"), flags=re.M)[1:]
        bare = [entry.split()[0] for entry in entries if "--hash=sha256:" not in entry]
        assert entries and not bare, f"{lock.name}: {bare}"
