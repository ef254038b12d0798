"""The site as a WSGI application, with its gathered static files."""

from __future__ import annotations

from typing import Any


def application() -> Any:
    """Made after ``open_site``. Files whose names carry a hash may be kept by a browser for ever."""
    from django.conf import settings
    from django.core.wsgi import get_wsgi_application
    from whitenoise import WhiteNoise

    return WhiteNoise(
        get_wsgi_application(),
        root=str(settings.STATIC_ROOT),
        prefix=settings.STATIC_URL,
        max_age=600,
        immutable_file_test=r"^.+\.[0-9a-f]{12}\..+$",
        add_headers_function=_headers,
    )


def warm(made: Any) -> None:
    """Ask for the first page, the duties and one search, so that no visitor waits for what is made once."""
    from wsgiref.util import setup_testing_defaults

    for path, query in (("/", ""), ("/duties/", ""), ("/search", "q=nhs")):
        environ: dict[str, Any] = {
            "PATH_INFO": path,
            "QUERY_STRING": query,
            "HTTP_HOST": "127.0.0.1",
            "REMOTE_ADDR": "127.0.0.1",
        }
        setup_testing_defaults(environ)
        for _ in made(environ, lambda *_: None):
            pass


def _headers(headers: Any, _path: str, _url: str) -> None:
    headers["X-Content-Type-Options"] = "nosniff"
    headers["Cross-Origin-Resource-Policy"] = "same-origin"
