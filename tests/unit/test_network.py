"""The tests' own fences: nothing leaves this machine, and no test reads a person's store or clock."""

from __future__ import annotations

import socket
import tempfile
from datetime import date
from pathlib import Path

import pytest
import pytest_socket

from forewarned.settings import settings

ELSEWHERE = ("192.0.2.1", 9)
"""An address for documentation, which no machine has (RFC 5737)."""


def test_an_ordinary_test_opens_no_socket() -> None:
    with pytest.raises(pytest_socket.SocketBlockedError):
        socket.socket(socket.AF_INET, socket.SOCK_STREAM)


@pytest.mark.enable_socket
def test_a_test_that_asks_may_talk_to_this_machine_and_to_no_other() -> None:
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        listener.listen()
        with socket.create_connection(listener.getsockname(), timeout=5):
            pass
    with pytest.raises(pytest_socket.SocketConnectBlockedError), socket.socket() as client:
        client.settimeout(0.01)
        client.connect(ELSEWHERE)


def test_a_test_has_a_home_and_a_day_of_its_own(today: date) -> None:
    assert settings().today() == today
    assert settings().home.is_relative_to(Path(tempfile.gettempdir()))
