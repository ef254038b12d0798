"""The production server: gunicorn, one process by default, on this machine only."""

from __future__ import annotations

import errno
import logging
import socket
from collections.abc import Callable
from typing import Any

from gunicorn.app.base import BaseApplication

from forewarned.errors import InputError
from forewarned.log import StandardError

HOST = "127.0.0.1"


class Server(BaseApplication):  # type: ignore[misc]
    """Gunicorn set up by us alone: it reads no file, no environment and no command line."""

    def __init__(self, options: dict[str, Any]) -> None:
        self.options = options
        super().__init__()

    def load_config(self) -> None:
        for name, value in self.options.items():
            self.cfg.set(name, value)

    def load(self) -> Any:
        from forewarned.web.wsgi import application, warm

        made = application()
        warm(made)
        return made


def check_port(port: int) -> None:
    """Raises InputError when nothing can listen on ``port`` of this machine now."""
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((HOST, port))
        except OSError as error:
            taken = error.errno == errno.EADDRINUSE
            raise InputError(
                f"Port {port} is already in use" if taken else f"Port {port} cannot be used ({error.strerror})",
                where=f"{HOST}:{port}",
                next_step=f"stop the other program, or choose another port with --port {port + 1}",
            ) from error


def serve(*, port: int, threads: int, say: Callable[[str], Any]) -> None:
    """Serve until stopped. Raises InputError for a port that cannot be used, StorageError for the store."""
    check_port(port)
    _log_without_values()
    from forewarned.web.store import open_site

    open_site()
    from forewarned.web.files import gather

    gather()

    def ready(_worker: object) -> None:
        say(f"Open http://{HOST}:{port}/ in a browser. Stop with Ctrl-C.")
        say(f"To sign in with a passkey, open http://localhost:{port}/ (browsers want a name for it).")

    Server(
        {
            "bind": f"{HOST}:{port}",
            "workers": 1,
            "worker_class": "gthread",
            "threads": threads,
            "timeout": 60,
            "graceful_timeout": 5,
            "keepalive": 5,
            # Its socket for remote control would lie in the user's own home; nobody needs it here.
            "control_socket_disable": True,
            "loglevel": "error",
            "post_worker_init": ready,
            "limit_request_line": 4094,
        }
    ).run()


def _log_without_values() -> None:
    """Django's and gunicorn's own messages name addresses and values: ours say that something failed, and where."""
    for name in ("django", "gunicorn.error"):
        logger = logging.getLogger(name)
        logger.handlers[:] = [StandardError()]
        logger.propagate = False
        logger.setLevel(logging.CRITICAL if name == "django" else logging.ERROR)
