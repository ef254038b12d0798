"""How often one caller may call: so many in a minute, counted by token, else by address."""

from __future__ import annotations

import hashlib
import time

from django.core.cache import cache
from django.http import HttpRequest

from forewarned.web.api.callers import token_sent
from forewarned.web.api.problems import Refused
from forewarned.web.rates import address_of

WINDOW = 60
"""Seconds."""
WITH_TOKEN, WITHOUT = 600, 240
"""Calls in a window. Reading the whole register page by page takes some 80."""


def check_rate(request: HttpRequest) -> None:
    """Count this call. Raises Refused (429), saying how long to wait, when it is one too many.

    A token that does not work counts as none: whoever makes tokens up is one caller, not one a token. Counts are
    kept in this process, which is the only one by default.
    """
    token = token_sent(request)
    who, most = (f"token {token.pk}", WITH_TOKEN) if token else (address_of(request), WITHOUT)
    now = int(time.time())
    key = f"api:{hashlib.sha256(who.encode('utf-8', 'surrogatepass')).hexdigest()}:{now // WINDOW}"
    cache.add(key, 0, timeout=WINDOW)
    try:
        count = cache.incr(key)
    except ValueError:  # the window ended between the two
        return
    if count > most:
        wait = WINDOW - now % WINDOW
        raise Refused(429, "Too many calls in a minute", next_step=f"wait {wait} seconds", wait=wait)
