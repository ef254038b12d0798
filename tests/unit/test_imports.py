"""Imports run one way (DESIGN.md, "Rooms"), read from the source without running it."""

from __future__ import annotations

import ast
import subprocess
import sys
from functools import cache
from pathlib import Path

import pytest

SOURCE = Path(__file__).parents[2] / "src" / "forewarned"

GROUND = {"errors", "settings", "log"}
MAY_IMPORT: dict[str, set[str]] = {
    "errors": set(),
    "settings": {"errors"},
    "log": {"errors"},
    "world": {"errors"},
    "store": GROUND,
    "organisations": GROUND | {"store"},
    "ledger": GROUND | {"store"},
    "signals": GROUND | {"store"},
    "reports": GROUND | {"store", "organisations", "ledger", "signals"},
}
"""What each room may import, beside itself. Those below `reports` are added by the lines that follow."""
BESIDE_REPORTS = ("deaths", "observations", "voices", "inspections", "policing")
for _room in BESIDE_REPORTS:
    MAY_IMPORT[_room] = set(MAY_IMPORT["reports"])
MAY_IMPORT["lessons"] = MAY_IMPORT["reports"] | {"reports", *BESIDE_REPORTS}
MAY_IMPORT["dossiers"] = MAY_IMPORT["lessons"] | {"lessons"}
MAY_IMPORT["web"] = MAY_IMPORT["dossiers"] | {"dossiers", "world"}
MAY_IMPORT["cli"] = MAY_IMPORT["web"] | {"web"}

DJANGO_FILES = {"models.py", "apps.py", "admin.py", "actions.py", "questions.py", "engines.py"}
DJANGO_FOLDERS = {"migrations", "actions", "questions"}
DJANGO_ROOMS = {"store", "web", "cli"}


def sources() -> list[Path]:
    return sorted(SOURCE.rglob("*.py"))


def module_of(path: Path) -> str:
    parts = ("forewarned", *path.relative_to(SOURCE).with_suffix("").parts)
    return ".".join(parts[:-1] if parts[-1] == "__init__" else parts)


def room_of(module: str) -> str:
    return (module.split(".") + [""])[1]


def may_use_django(path: Path) -> bool:
    """Storing and asking use Django; a rule, a reader or a value never does (house rule, DESIGN.md)."""
    inside = path.relative_to(SOURCE)
    return inside.parts[0] in DJANGO_ROOMS or inside.name in DJANGO_FILES or bool(DJANGO_FOLDERS & set(inside.parts))


@cache
def imports_of(path: Path) -> tuple[tuple[int, str], ...]:
    """Every module that a file names in an import, inside functions too: (line, module)."""
    module = module_of(path)
    package = module if path.name == "__init__.py" else module.rpartition(".")[0]
    found: list[tuple[int, str]] = []
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"), str(path))):
        if isinstance(node, ast.Import):
            found += [(node.lineno, alias.name) for alias in node.names]
        elif isinstance(node, ast.ImportFrom):
            base = node.module or ""
            if node.level:
                above = package.split(".")[: len(package.split(".")) - node.level + 1]
                base = ".".join([*above, *([base] if base else [])])
            # `from forewarned import log` names a module only together with what it takes.
            found += [(node.lineno, f"{base}.{alias.name}") for alias in node.names]
    return tuple(found)


def uses_django(path: Path) -> bool:
    return any(name.split(".")[0] == "django" for _, name in imports_of(path))


def test_each_room_imports_only_what_stands_before_it() -> None:
    wrong = []
    for path in sources():
        room = room_of(module_of(path))
        for line, name in imports_of(path):
            other = room_of(name)
            known = other in MAY_IMPORT
            if name.startswith("forewarned.") and known and other not in MAY_IMPORT.get(room, set()) | {room}:
                wrong.append(f"{path.relative_to(SOURCE)}:{line} imports {name}")
    assert not wrong, "\n".join(wrong)


def test_every_room_has_its_place_in_the_order() -> None:
    rooms = {room_of(module_of(path)) for path in sources()} - {""}
    assert rooms <= MAY_IMPORT.keys(), "give the new room its line in MAY_IMPORT"


def test_rooms_import_no_circle() -> None:
    assert not [(one, other) for one, before in MAY_IMPORT.items() for other in before if one in MAY_IMPORT[other]]


def reaches_django() -> set[str]:
    """Modules that import Django, or import one that does."""
    by_module = {module_of(path): path for path in sources()}
    reached = {module for module, path in by_module.items() if uses_django(path)}
    while True:
        more = {
            module
            for module, path in by_module.items()
            if any({name, name.rpartition(".")[0]} & reached for _, name in imports_of(path))
        }
        if more <= reached:
            return reached
        reached |= more


def test_no_rule_imports_django_or_what_imports_it() -> None:
    reached = reaches_django()
    wrong = [
        str(path.relative_to(SOURCE)) for path in sources() if module_of(path) in reached and not may_use_django(path)
    ]
    assert not wrong, f"rules take values and return values: {wrong}"


def test_only_settings_reads_the_environment() -> None:
    """Three others write it: Django has no other way of being told, and the demo gives itself a home."""
    wrong = []
    for path in sources():
        if str(path.relative_to(SOURCE)) in ("settings.py", "store/__init__.py", "web/store.py", "cli/demo.py"):
            continue
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Attribute) and node.attr in ("environ", "getenv"):
                wrong.append(f"{path.relative_to(SOURCE)}:{node.lineno}")
    assert not wrong, "\n".join(wrong)


@pytest.mark.parametrize("module", ["forewarned", "forewarned.settings", "forewarned.log"])
def test_importing_the_package_loads_nothing_heavy(module: str) -> None:
    heavy = ("django", "rich", "typer", "duckdb", "psycopg", "lxml", "holidays", "httpx", "cryptography")
    program = f"import sys, {module}; print(*sorted(set(sys.modules) & set({heavy!r})))"
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    assert done.stdout.split() == []
