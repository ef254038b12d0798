"""A local server that imitates the official site's structure, from plain data, and fails on demand.

    with OfficialSite(reports=[...], nonresponses=[...]) as site:
        site.fail("/prevention-of-future-death-reports/", Fault(status=500))
        ... fetch from site.url ...
        site.asked  # paths in the order they were asked for

``reports`` are mappings as ``forewarned.world.pages`` takes them, newest first; a document may hold
``content`` (bytes). The world generator's reports can be given once they are turned into such mappings.
"""

from __future__ import annotations

import hashlib
import threading
import time
from collections import defaultdict, deque
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from types import TracebackType
from typing import Any, Self
from urllib.parse import urlsplit

from forewarned.world import pages

HTML = "text/html; charset=UTF-8"


@dataclass(frozen=True)
class Fault:
    """One answer given instead of the usual one.

    ``send``: how many bytes of the body are sent before the connection is closed, its length declared unless
    ``declare`` is false. ``body``: None means the usual body. ``delay``: seconds before anything is sent.
    """

    status: int = 200
    body: bytes | None = None
    media_type: str = HTML
    headers: Mapping[str, str] = field(default_factory=dict)
    send: int | None = None
    declare: bool = True
    delay: float = 0.0


class OfficialSite:
    """The server. ``per_page``: reports on a listing page. Change ``reports`` between walks."""

    def __init__(
        self,
        reports: Sequence[Mapping[str, Any]] = (),
        *,
        nonresponses: Sequence[Mapping[str, Any]] = (),
        per_page: int = 3,
        robots: str = "User-agent: *\nDisallow: /wp-admin/\n",
        style: pages.Style | None = None,
    ) -> None:
        self.reports: list[dict[str, Any]] = [dict(report) for report in reports]
        self.nonresponses = list(nonresponses)
        self.per_page = per_page
        self.robots = robots
        self.style = style
        self.asked: list[str] = []
        self.agents: set[str] = set()
        self.not_modified: list[str] = []
        self._faults: dict[str, deque[Fault]] = defaultdict(deque)
        self._always: dict[str, Fault] = {}
        self._server = _Server(("127.0.0.1", 0), _Handler)
        self._server.site = self
        self._thread = threading.Thread(target=self._server.serve_forever, kwargs={"poll_interval": 0.02})

    def __enter__(self) -> Self:
        self._thread.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._server.shutdown()
        self._server.server_close()
        self._thread.join()

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self._server.server_address[1]}"

    def fail(self, path: str, *faults: Fault, always: Fault | None = None) -> None:
        """Answer the next requests for ``path`` with ``faults``, in order; then, or always, as told."""
        self._faults[path].extend(faults)
        if always:
            self._always[path] = always

    def mend(self) -> None:
        """Forget every fault."""
        self._faults.clear()
        self._always.clear()

    def forget(self) -> None:
        """Forget what was asked for so far."""
        self.asked.clear()
        self.not_modified.clear()

    def fault_for(self, path: str) -> Fault | None:
        waiting = self._faults[path]
        return waiting.popleft() if waiting else self._always.get(path)

    def body_of(self, path: str) -> tuple[bytes, str] | None:
        """The usual body and media type at a path; None where the site has nothing."""
        if path == "/robots.txt":
            return self.robots.encode(), "text/plain"
        if path == pages.FEED:
            return pages.feed(self.reports[:10], site=self.url).encode(), "application/atom+xml"
        if path == pages.NONRESPONSES:
            return pages.nonresponse_page(self.nonresponses, site=self.url).encode(), HTML
        return self._listing(path) or self._report(path) or self._document(path)

    def _listing(self, path: str) -> tuple[bytes, str] | None:
        count = max(1, -(-len(self.reports) // self.per_page))
        for page in range(1, count + 1):
            if path == pages.listing_path(page):
                shown = self.reports[(page - 1) * self.per_page : page * self.per_page]
                return pages.listing_page(shown, page=page, pages=count, site=self.url).encode(), HTML
        return None

    def _report(self, path: str) -> tuple[bytes, str] | None:
        for report in self.reports:
            if urlsplit(str(report["url"])).path == path:
                return pages.report_page(report, site=self.url, style=self.style).encode(), HTML
        return None

    def _document(self, path: str) -> tuple[bytes, str] | None:
        for report in self.reports:
            for document in report.get("documents", ()):
                if urlsplit(str(document["url"])).path == path:
                    return document.get("content") or pages.pdf(str(document["name"])), "application/pdf"
        return None


class _Server(ThreadingHTTPServer):
    daemon_threads = True
    site: OfficialSite

    def handle_error(self, request: Any, client_address: Any) -> None:
        """A client that gave up waiting is part of the tests, not news."""


class _Handler(BaseHTTPRequestHandler):
    server: _Server
    protocol_version = "HTTP/1.1"
    disable_nagle_algorithm = True  # else each answer waits 40 ms for the kernel's delayed acknowledgement

    def do_GET(self) -> None:
        site = self.server.site
        path = urlsplit(self.path).path
        site.asked.append(path)
        site.agents.add(self.headers.get("User-Agent", ""))
        fault = site.fault_for(path)
        usual = site.body_of(path)
        if fault:
            self._answer_fault(fault, usual)
        elif usual is None:
            self._answer(404, NOT_FOUND, HTML, {})
        else:
            body, media_type = usual
            etag = f'"{hashlib.sha256(body).hexdigest()[:16]}"'
            if self.headers.get("If-None-Match") == etag:
                site.not_modified.append(path)
                self._answer(304, b"", "", {"ETag": etag})
            else:
                self._answer(200, body, media_type, {"ETag": etag})

    def _answer_fault(self, fault: Fault, usual: tuple[bytes, str] | None) -> None:
        time.sleep(fault.delay)
        body = fault.body if fault.body is not None else (usual or (b"",))[0]
        if fault.send is None:
            self._answer(fault.status, body, fault.media_type, fault.headers)
            return
        self.send_response(fault.status)
        self.send_header("Content-Type", fault.media_type)
        if fault.declare:
            self.send_header("Content-Length", str(len(body)))
        self.send_header("Connection", "close")
        self.end_headers()
        self.wfile.write(body[: fault.send])
        self.close_connection = True

    def _answer(self, status: int, body: bytes, media_type: str, headers: Mapping[str, str]) -> None:
        self.send_response(status)
        if media_type:
            self.send_header("Content-Type", media_type)
        for name, value in headers.items():
            self.send_header(name, value)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_: Any) -> None:
        """Tests print nothing of their own."""


NOT_FOUND = (
    b'<!DOCTYPE html><html lang="en"><head><title>Page not found - Courts and Tribunals Judiciary</title>'
    b'</head><body class="error404"><main><h1>Page not found</h1></main></body></html>'
)
CHALLENGE = (
    b'<!DOCTYPE html><html lang="en"><head><title>Just a moment...</title></head><body>'
    b'<div id="challenge-stage">'
    b"</div><script>window._cf_chl_opt={};</script></body></html>"
)


def made_up_reports(count: int, *, documents: int = 2) -> list[dict[str, Any]]:
    """``count`` reports of people nobody was, newest first, each with ``documents`` documents."""
    return [_made_up(number, documents) for number in range(count, 0, -1)]


def _made_up(number: int, documents: int) -> dict[str, Any]:
    name = f"Testina {('Quillwort', 'Ottermole', 'Fernsby-Vane', 'Marrowdale')[number % 4]} {number}"
    slug = name.lower().replace(" ", "-")
    ref = f"2031-{number:04d}"
    titles = [f"{ref} Prevention of future deaths report"]
    titles += [f"{ref} Response from Body {place}" for place in range(1, documents)]
    folder = f"{pages.SITE}/wp-content/uploads/2031/03"
    return {
        "url": f"{pages.SITE}{pages.REPORTS}{slug}-prevention-of-future-deaths-report/",
        "ref": ref,
        "date_of_report": f"{1 + number % 28:02d}/03/2031",
        "date_added": f"2031-04-{1 + number % 28:02d}",
        "deceased_name": name,
        "coroner_name": "Peregrine Quillfeather",
        "coroner_area": "Norrowshire",
        "categories": ["Mental Health related deaths"],
        "sent_to": "Saltmarsh Mental Health NHS Trust",
        "documents": [
            {"url": f"{folder}/{slug}-{place}.pdf", "name": title} for place, title in enumerate(titles[:documents])
        ],
    }
