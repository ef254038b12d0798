"""`forewarned demo`: the fictional trust's world, built, imported and asked, end to end."""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING

import typer

from forewarned.cli.faces import say

if TYPE_CHECKING:
    from forewarned.world import World

SEED = 39
READ_FROM = 2023
"""Documents of every report to the trust are read, and from this year of all reports: in half a minute."""
FEW = 2
"""Lessons that the demo prints; the command shows all."""
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
    _import([folder / "world" / name for name in IMPORTED])
    say("\nNow the documents: every report to the trust, others from the newest years, and the responses to them.\n")
    _import(_documents(world, folder / "world"))
    trust = world.body(world.trust).name
    _ask(trust)
    _go_on(world, trust, folder / "store")
    if serve:
        say("\nNow the site, on the same world:")
        from forewarned.web.serving import serve as serve_site

        serve_site(port=port, threads=8, say=say)


def _go_on(world: World, trust: str, home: Path) -> None:
    """Print what to ask next, each as a command that can be pasted."""
    say("\nGo on from here:")
    for command in (
        f'organisation "{trust}"',
        "duties --unanswered --kind nhs_trust",
        "missing",
        "organisations review",
        f'again "{trust}"',
        f'promises --organisation "{trust}" --state overdue',
        'screen "inpatient and theme:observation since 2015"',
        'search "observation sheet" kind:matter',
        f"similar {_newest(world)}",
        "lessons list",
        "ledger check",
    ):
        say(f"  FOREWARNED_HOME={home} FOREWARNED_TODAY={world.as_of} .venv/bin/forewarned {command}")


def _use_own_store(folder: Path, today: str) -> None:
    """Point this process at the demo's own store, as of the day its world ends."""
    from forewarned.settings import settings

    os.environ["FOREWARNED_HOME"] = str(folder / "store")
    os.environ["FOREWARNED_TODAY"] = today
    os.environ.pop("FOREWARNED_DATABASE_URL", None)
    settings.cache_clear()


def _documents(world: World, folder: Path) -> list[Path]:
    """The PDFs that the demo reads: of reports to the trust, and of the newest years, with their responses."""
    wanted = [
        document.url.rpartition("/")[2]
        for report in world.reports
        if report.date_of_report.year >= READ_FROM or any(one.successor == world.trust for one in report.addressees)
        for document in report.documents
    ]
    return [path for name in dict.fromkeys(wanted) if (path := folder / "documents" / name).exists()]


def _newest(world: World) -> str:
    """The reference of the newest report to the trust, to ask what is similar."""
    to_trust = [one for one in world.reports if any(each.successor == world.trust for each in one.addressees)]
    dated = [(one.date_of_report, one.ref) for one in to_trust if one.ref and not one.withdrawn]
    return max(dated)[1] if dated else "REF"


def _import(paths: list[Path]) -> None:
    from forewarned.cli.importing import progress_shown, read_words, show
    from forewarned.store import open_store

    open_store(create=True)
    from forewarned.reports.actions.importing import import_paths

    with progress_shown() as progress:
        result = import_paths(paths=paths, by="demo", progress=progress)
        read = read_words(result, progress)
    show(result, as_json=False)
    if read:
        say(read)
    if result.error:
        raise result.error


def _ask(trust: str) -> None:
    from forewarned.cli.again import show_again
    from forewarned.cli.organisation import show
    from forewarned.lessons.questions.recurring import ask_again
    from forewarned.reports.questions.organisation import ask_organisation
    from forewarned.settings import settings

    today = settings().today()
    say()
    show(ask_organisation(name=trust, as_at=today))
    say("\nWhat it was warned of more than once (`forewarned again` shows all of it):")
    show_again(ask_again(name=trust, as_at=today), most=FEW)
