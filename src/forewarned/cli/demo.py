"""`forewarned demo`: the fictional trust's world, built, imported and asked, end to end."""

from __future__ import annotations

import os
from pathlib import Path

import typer

from forewarned.cli.faces import say

SEED = 39
IMPORTED = ("organisations", "register.csv", "snapshots.csv", "nonresponse")
"""What of the world is imported: all else (saved pages, other tools' tables) is there to try by hand."""


def demo(
    folder: Path = typer.Option(Path("demo-data"), "--folder", help="Where to write the world and its store."),
    seed: int = typer.Option(SEED, "--seed", help="Another seed gives another world."),
    reports: int = typer.Option(400, "--reports", min=40, max=20_000, help="How many reports the world holds."),
    serve: bool = typer.Option(True, "--serve/--no-serve", help="Go on to serve the site on this world."),
    port: int = typer.Option(8000, "--port", min=1, max=65535, help="The port that the site answers on."),
) -> None:
    """Build a fictional trust's world, import it, and show what can be asked of it.

    Everybody in it is invented. It runs in its own folder and leaves your own store alone.

    Example: forewarned demo --no-serve
    """
    from forewarned.world import generate, write

    if serve:
        from forewarned.web.serving import check_port

        # Before the work, not after it.
        check_port(port)
    world = generate(seed=seed, reports=reports)
    write(world, folder / "world")
    say(f"A fictional world (seed {seed}; nobody in it ever lived) is written to {folder / 'world'}.\n")
    _use_own_store(folder, world.as_of.isoformat())
    if serve:
        from forewarned.web.store import open_site

        # The site's settings hold the store's, not the other way round: a process takes one of them, at its start.
        open_site()
    _import(folder / "world")
    trust = world.body(world.trust).name
    _ask(trust)
    home = folder / "store"
    say("\nGo on from here:")
    for command in (
        f'organisation "{trust}"',
        "duties --unanswered --kind nhs_trust",
        "missing",
        "organisations review",
        "ledger check",
    ):
        say(f"  FOREWARNED_HOME={home} FOREWARNED_TODAY={world.as_of} .venv/bin/forewarned {command}")
    if serve:
        say("\nNow the site, on the same world:")
        from forewarned.web.serving import serve as serve_site

        serve_site(port=port, threads=8, say=say)


def _use_own_store(folder: Path, today: str) -> None:
    """Point this process at the demo's own store, as of the day its world ends."""
    from forewarned.settings import settings

    os.environ["FOREWARNED_HOME"] = str(folder / "store")
    os.environ["FOREWARNED_TODAY"] = today
    os.environ.pop("FOREWARNED_DATABASE_URL", None)
    settings.cache_clear()


def _import(world: Path) -> None:
    from forewarned.cli.importing import progress_shown, show
    from forewarned.store import open_store

    open_store(create=True)
    from forewarned.reports.actions.importing import import_paths

    with progress_shown() as progress:
        result = import_paths(paths=[world / name for name in IMPORTED], by="demo", progress=progress)
    show(result, as_json=False)
    if result.error:
        raise result.error


def _ask(trust: str) -> None:
    from forewarned.cli.organisation import show
    from forewarned.reports.questions.organisation import ask_organisation
    from forewarned.settings import settings

    say()
    show(ask_organisation(name=trust, as_at=settings().today()))
