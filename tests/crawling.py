"""Walk the whole site as a reader would, link after link, and look at what each page is made of."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any
from urllib.parse import urldefrag, urljoin, urlsplit

import lxml.html

if TYPE_CHECKING:
    from django.test import Client

HOST = "http://127.0.0.1"
ALIKE = 12
SCHEMES = {"", "http", "https", "mailto", "tel", "webcal"}
LOADS = (
    "//script/@src | //img/@src | //link[not(@rel='canonical')]/@href | //iframe/@src | //object/@data | //source/@src"
)


@dataclass(frozen=True, slots=True)
class Seen:
    """One answer of the site."""

    address: str
    status: int
    kind: str
    content: bytes
    headers: dict[str, str]

    @property
    def is_page(self) -> bool:
        return self.kind == "text/html" and bool(self.content)

    def tree(self) -> Any:
        """The page as lxml reads it (its stubs do not say what a path finds)."""
        return lxml.html.document_fromstring(self.content)


def fetch(client: Client, address: str) -> Seen:
    given = client.get(address)
    content = given.getvalue()
    return Seen(
        address, given.status_code, given.headers.get("Content-Type", "").split(";")[0], content, dict(given.headers)
    )


def walk(client: Client, starts: list[str], *, most: int) -> Iterator[Seen]:
    """Every address that can be reached from ``starts`` by links, each once, at most ``most``.

    Of addresses that begin alike, ``ALIKE`` are taken: filters multiply without end.
    """
    waiting, known, alike = list(dict.fromkeys(starts)), set(starts), dict[str, int]()
    for count, address in enumerate(waiting):
        if count >= most:
            return
        seen = fetch(client, address)
        yield seen
        if not seen.is_page:
            continue
        for link in links(seen):
            path = urlsplit(link).path
            shape = "/".join(path.split("/")[:2])
            if (
                link not in known
                and alike.get(shape, 0) < 12
                and not path.startswith(("/static/", "/accounts/sign-out"))
            ):
                alike[shape] = alike.get(shape, 0) + 1
                known.add(link)
                waiting.append(link)


def links(seen: Seen) -> Iterator[str]:
    """Addresses on this site that the page links to."""
    for href in seen.tree().xpath("//a/@href"):
        whole = urldefrag(urljoin(HOST + seen.address, href))[0]
        if whole.startswith(HOST + "/"):
            yield whole.removeprefix(HOST)


def faults(seen: Seen) -> list[str]:
    """What may not be on a page: scripts, styles and handlers written into it, addresses that run, foreign parts."""
    page = seen.tree()
    found = []
    for script in page.xpath("//script[not(@src)]"):
        if script.get("type") != "application/json":
            found.append("a script written into the page")
        else:
            json.loads(script.text or "")
    if page.xpath("//style"):
        found.append("a style written into the page")
    for element in page.iter():
        for name, value in element.attrib.items() if isinstance(element.tag, str) else ():
            if name == "style" or name.startswith("on"):
                found.append(f"{element.tag} {name}={value[:60]}")
            runs = urlsplit(value.strip()).scheme.lower() if name in ("href", "src", "action", "formaction") else ""
            if runs not in SCHEMES:
                found.append(f"{element.tag} {name}={value[:60]}")
    for address in page.xpath(LOADS):
        if urlsplit(address).netloc:
            found.append(f"loads {address[:80]}")
    return found
