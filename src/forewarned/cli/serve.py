"""`forewarned serve`: the site, on this machine."""

from __future__ import annotations

import typer


def serve(
    port: int = typer.Option(8000, "--port", min=1, max=65535, help="The port to answer on."),
    threads: int = typer.Option(8, "--threads", min=1, max=64, help="How many pages it makes at once."),
) -> None:
    """Serve the site on this machine, until Ctrl-C.

    It answers on 127.0.0.1 only. An empty home is made ready, and its first page says what to do next.

    Example: forewarned serve --port 8000
    """
    from forewarned.web.serving import serve as run

    run(port=port, threads=threads, say=typer.echo)
