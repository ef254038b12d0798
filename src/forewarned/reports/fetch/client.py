"""One request at a time: rest before it, bounded retries, redirects followed only where they stay honest."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from urllib.parse import urljoin, urlsplit

import httpx

from forewarned.errors import FetchError
from forewarned.reports.fetch.fetched import SiteRefusedError, TryAgainError
from forewarned.reports.fetch.politeness import Pace
from forewarned.reports.readers.challenge import Kind, page_kind

ATTEMPTS = 4
BACKOFF = 5.0
"""Seconds before the second attempt; doubled before each later one."""
LONGEST_WAIT = 600.0
"""A site that asks for more than this is left alone: the walk stops, and goes on when run again."""
DEADLINE = 180.0
"""Seconds for a whole answer, so that a site that sends a byte a minute does not hold the walk."""
REDIRECTS = 4
ERROR_PATHS = frozenset(
    "404 403 500 503 error errors error-page not-found page-not-found maintenance unavailable login signin"
    " sign-in wp-login.php captcha challenge blocked access-denied sorry".split()
)


@dataclass(frozen=True, slots=True)
class Answer:
    """A whole answer: final address, status, header names in lower case, body after transfer decoding."""

    url: str
    status: int
    headers: Mapping[str, str]
    raw: bytes


def open_http(user_agent: str, *, timeout: float = 60.0) -> httpx.Client:
    """The HTTP client: our name, no redirects by itself, no cookies kept between requests."""
    return httpx.Client(
        headers={"User-Agent": user_agent, "Accept-Encoding": "gzip", "Accept-Language": "en-GB"},
        follow_redirects=False,
        timeout=timeout,
    )


class Client:
    """Asks for addresses of one site. ``limit``: bytes, sent or unpacked, beyond which a body is refused."""

    def __init__(self, http: httpx.Client, pace: Pace, *, attempts: int = ATTEMPTS, deadline: float = DEADLINE) -> None:
        self._http = http
        self._attempts = attempts
        self._deadline = deadline
        self.pace = pace

    def get(self, url: str, *, limit: int, headers: Mapping[str, str] | None = None) -> Answer:
        """The answer at ``url`` or where it redirects to.

        Raises TryAgainError when every attempt failed in a way that may pass; SiteRefusedError when the site
        asks to be left alone; FetchError for a redirect that must not be followed or a body over ``limit``.
        """
        here = url
        for _ in range(REDIRECTS + 1):
            answer = self._attempt(here, limit, headers or {})
            if answer.status not in (301, 302, 303, 307, 308):
                return answer
            here = _next(here, answer.headers.get("location", ""))
        raise FetchError("The address redirects too often", next_step="look at it in a browser")

    def _attempt(self, url: str, limit: int, headers: Mapping[str, str]) -> Answer:
        wait = BACKOFF
        for left in range(self._attempts - 1, -1, -1):
            asked = 0.0
            try:
                answer = self._once(url, limit, headers)
                if (answer.status != 429 and answer.status < 500) or is_challenge(answer):
                    return answer
                asked = self._retry_after(answer.headers.get("retry-after", ""))
                fault = TryAgainError(f"The site answers with status {answer.status}")
                if answer.status == 429 and not left:
                    raise SiteRefusedError("The site says there were too many requests", next_step="wait a day")
            except TryAgainError as error:
                fault = error
            if not left:
                fault.next_step = "run it again later: it goes on where it stopped"
                raise fault
            self.pace.sleep(max(wait, asked))
            wait *= 2
        raise AssertionError("no attempts are allowed")

    def _retry_after(self, said: str) -> float:
        """Seconds asked for by Retry-After (RFC 9110, section 10.2.3): a number or a date."""
        seconds = 0.0
        if said.strip().isdecimal():
            seconds = float(said)
        elif said:
            try:
                until = parsedate_to_datetime(said)
            except ValueError:
                return 0.0
            seconds = (until.replace(tzinfo=until.tzinfo or UTC) - self.pace.now()).total_seconds()
        if seconds > LONGEST_WAIT:
            raise SiteRefusedError(
                f"The site asks to be left alone for {seconds / 60:.0f} minutes",
                next_step="run it again after that: it goes on where it stopped",
            )
        return max(seconds, 0.0)

    def _once(self, url: str, limit: int, headers: Mapping[str, str]) -> Answer:
        self.pace.wait()
        try:
            with self._http.stream("GET", url, headers=dict(headers)) as response:
                raw = self._body(response, limit)
                known = {name.lower(): value for name, value in response.headers.items()}
                return Answer(url, response.status_code, known, raw)
        except httpx.TimeoutException as error:
            raise TryAgainError("The site did not answer in time") from error
        except (httpx.TransportError, httpx.DecodingError) as error:
            raise TryAgainError("The connection broke, or the answer was cut off") from error
        except (httpx.InvalidURL, httpx.UnsupportedProtocol) as error:
            raise FetchError("The address is not one that can be asked for") from error
        finally:
            # Cookies would tie requests together; nothing here needs them.
            self._http.cookies.clear()
            self.pace.rested()

    def _body(self, response: httpx.Response, limit: int) -> bytes:
        said = response.headers.get("content-length", "")
        declared = int(said) if said.isdecimal() else None
        if declared is not None and declared > limit:
            raise FetchError(f"It is larger than {limit // 1024 // 1024} MB")
        started, chunks, size = self.pace.now(), [], 0
        for chunk in response.iter_bytes(65536):
            size += len(chunk)
            chunks.append(chunk)
            if max(size, response.num_bytes_downloaded) > limit:
                raise FetchError(f"It is larger than {limit // 1024 // 1024} MB")
            if _seconds(started, self.pace.now()) > self._deadline:
                raise TryAgainError("The whole answer took too long")
        if declared is not None and response.num_bytes_downloaded != declared and response.status_code == 200:
            raise TryAgainError("The answer was cut off: it is shorter than its Content-Length")
        return b"".join(chunks)


def is_challenge(answer: Answer) -> bool:
    """Whether the answer is a challenge to prove one is not a program. It does not pass by asking again."""
    if answer.headers.get("cf-mitigated", "") == "challenge":
        return True
    return page_kind(answer.raw, answer.headers.get("content-type", "")).kind is Kind.CHALLENGE


def _seconds(start: datetime, end: datetime) -> float:
    return (end - start).total_seconds()


def _next(here: str, location: str) -> str:
    """Where a redirect leads if it may be followed: same host, no error page, not the home page or http."""
    there = urljoin(here, location)
    now, then = urlsplit(here), urlsplit(there)
    if not location:
        raise FetchError("The address redirects to nowhere")
    if then.netloc.lower() != now.netloc.lower():
        raise FetchError(
            "The address redirects to another host",
            next_step="look at it in a browser: it may have moved",
        )
    if now.scheme == "https" and then.scheme != "https":
        raise FetchError("The address redirects from https to http")
    parts = [part for part in then.path.lower().split("/") if part]
    if not parts or parts[0] in ERROR_PATHS or parts[-1] in ERROR_PATHS:
        raise FetchError("The address redirects to an error page, a login or the home page")
    return there
