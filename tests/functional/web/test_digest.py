"""The e-mail digest: what it says, who gets it, and how it begins and ends."""

from __future__ import annotations

import re
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from django.core import mail

if TYPE_CHECKING:
    from django.test import Client
    from tests.functional.conftest import Cli
    from tests.functional.web.conftest import SignedIn

TO = "safety@example.org"


@pytest.fixture
def subscriber(small_register: Path, signed_in: SignedIn) -> Client:
    return signed_in("reader")


def ask(client: Client, **more: str) -> str:
    form = {"address": TO, "organisation": "", "kind": "", "due_within": "14", "every": "7", **more}
    return client.post("/digest/", form, follow=True).content.decode()


def link_in(text: str, what: str) -> str:
    found = re.search(rf"https?://[^/]+(/digest/{what}/\S+)", text)
    assert found, text
    return found[1].rstrip(">")


def confirmed(client: Client) -> None:
    ask(client)
    assert client.post(link_in(str(mail.outbox[0].body), "confirm")).status_code == 200
    mail.outbox.clear()


def send_all() -> tuple[int, int]:
    from forewarned.settings import settings
    from forewarned.web.digests import send_subscribed

    return send_subscribed(today=settings().today())


def test_a_digest_says_what_falls_due_with_links_in_text_and_html(small_register: Path) -> None:
    from forewarned.reports.questions.worklist import Wanted
    from forewarned.settings import settings
    from forewarned.web.digests import compose

    made = compose(to=TO, wanted=Wanted(), today=settings().today())
    assert made.subject == "Forewarned: 2 responses due in 14 days"
    text, html = str(made.body), str(made.alternatives[0][0])
    for part in (text, html):
        assert "2 duties due from 1 February 2026 to 15 February 2026" in part
        assert "the working day before is 13 February 2026" in part
        assert "http://127.0.0.1:8000/reports/tamsin-vale/" in part
        assert "not the same as no response" in part
    assert made.message()["Auto-Submitted"] == "auto-generated"


def test_nothing_but_one_mail_is_sent_before_its_link_is_followed(subscriber: Client) -> None:
    assert "Look in the mailbox" in ask(subscriber)
    assert len(mail.outbox) == 1 and "confirm" in str(mail.outbox[0].body)
    assert send_all() == (0, 0) and len(mail.outbox) == 1


def test_opening_the_link_alone_begins_nothing(subscriber: Client) -> None:
    """Mail programs open links by themselves; only the button begins."""
    ask(subscriber)
    assert subscriber.get(link_in(str(mail.outbox[0].body), "confirm")).status_code == 200
    assert send_all() == (0, 0)


def test_a_digest_goes_once_a_week(subscriber: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    from forewarned.settings import settings

    confirmed(subscriber)
    assert send_all() == (1, 0) and send_all() == (0, 0)
    assert mail.outbox[0].to == [TO]
    monkeypatch.setenv("FOREWARNED_TODAY", "2026-02-08")
    settings.cache_clear()
    assert send_all() == (1, 0)


def test_the_link_in_a_digest_stops_it_also_with_one_press_in_the_mail_program(
    subscriber: Client, client: Client
) -> None:
    from django.test import Client as Visitor

    confirmed(subscriber)
    send_all()
    sent = mail.outbox[0]
    assert sent.extra_headers["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    link = link_in(sent.extra_headers["List-Unsubscribe"], "stop")
    assert link == link_in(str(sent.body), "stop")
    assert "Do you want to stop" in client.get(link).content.decode()
    done = Visitor(enforce_csrf_checks=True).post(link, {"List-Unsubscribe": "One-Click"})
    assert done.status_code == 200 and "Stopped" in done.content.decode()
    assert "You get no digest yet" in subscriber.get("/digest/").content.decode()


@pytest.mark.parametrize("what", ["confirm", "stop"])
def test_a_link_that_is_not_ours_does_nothing(client: Client, subscriber: Client, what: str) -> None:
    ask(subscriber)
    other = link_in(str(mail.outbox[0].body), "confirm").split("/")[3]
    assert client.post(f"/digest/{what}/WzEsInN0b3AiXQ:forged/").status_code == 404
    if what == "stop":
        assert client.post(f"/digest/stop/{other}/").status_code == 404, "a link is for one use"


def test_a_link_that_is_too_old_begins_nothing_and_says_what_to_do(
    subscriber: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    from forewarned.settings import settings

    def on(day: str) -> None:
        monkeypatch.setenv("FOREWARNED_TODAY", day)
        settings.cache_clear()

    ask(subscriber)
    ask(subscriber, every="1")
    first, second = (link_in(str(one.body), "confirm") for one in mail.outbox)
    assert "The link works for 7 days" in str(mail.outbox[0].body)
    on("2026-02-08")
    assert subscriber.post(first).status_code == 200
    on("2026-02-10")
    for answer in (subscriber.get(second), subscriber.post(second)):
        text = answer.content.decode()
        assert answer.status_code == 404 and "This link is too old" in text and "ask for it again" in text
    assert send_all() == (1, 0), "only the first was begun in time"
    assert subscriber.get(first).status_code == 200, "what was begun is not too old"
    assert "too old now. Stop it" in subscriber.get("/digest/").content.decode()


def test_the_link_of_a_digest_that_was_stopped_does_not_say_that_it_begins(subscriber: Client) -> None:
    ask(subscriber)
    stopper = re.search(r'name="stop" value="(\d+)"', subscriber.get("/digest/").content.decode())
    assert stopper
    subscriber.post("/digest/", {"stop": stopper[1]})
    answer = subscriber.post(link_in(str(mail.outbox[0].body), "confirm"))
    assert answer.status_code == 404 and "This digest was stopped" in answer.content.decode()


def test_a_closed_account_gets_nothing(subscriber: Client) -> None:
    from django.contrib.auth.models import User

    confirmed(subscriber)
    User.objects.update(is_active=False)
    assert send_all() == (0, 0)


def test_what_cannot_be_is_said_in_the_form(subscriber: Client) -> None:
    assert "This is not an e-mail address" in ask(subscriber, address="nobody")
    assert "No organisation of this name" in ask(subscriber, organisation="Home Offise")
    assert "every day or every week" in ask(subscriber, every="3")
    assert not mail.outbox


def test_a_line_break_in_an_address_adds_no_recipient(subscriber: Client) -> None:
    ask(subscriber, address="safety@example.org\nBcc: all@example.org")
    assert not mail.outbox


def test_a_server_that_refuses_is_tried_again(subscriber: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    from forewarned.web import digests

    confirmed(subscriber)

    class Refusing:
        def send_messages(self, _mails: list[object]) -> int:
            raise ConnectionRefusedError

    with monkeypatch.context() as patch:
        patch.setattr(digests, "connection", Refusing)
        assert send_all() == (0, 1)
    assert send_all() == (1, 0)


def test_visitors_have_no_digest_but_may_see_what_one_says(client: Client, small_register: Path) -> None:
    assert client.get("/digest/").status_code == 302
    text = client.get("/digest/preview.txt").content.decode()
    assert text.startswith("Forewarned: 2 responses due in 14 days")


def test_the_command_prints_and_sends(cli: Cli, small_register: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from forewarned.web import store

    monkeypatch.setattr(store, "open_site", lambda: None)
    printed = cli("digest", "--to", TO, "--organisation", "Home Office").ok().out
    assert "1 response due in 14 days, Home Office" in printed and not mail.outbox
    sent = cli("digest", "--to", TO, "--send").ok().out
    assert len(mail.outbox) == 1 and "No mail server is set" in sent
    assert cli("digest", "--subscribed", "--send").ok().out == "0 digests sent.\n"
    assert cli("digest").code == 5 and cli("digest", "--to", "nobody").code == 5
    assert cli("digest", "--subscribed").code == 5


def test_the_server_is_what_the_settings_say(monkeypatch: pytest.MonkeyPatch) -> None:
    from forewarned.settings import settings
    from forewarned.web.digests import connection

    said = {"HOST": "mail.example.org", "PORT": "465", "SECURITY": "tls", "USER": "otter", "FROM": "otter@example.org"}
    for name, value in said.items():
        monkeypatch.setenv(f"FOREWARNED_SMTP_{name}", value)
    settings.cache_clear()
    server = connection()
    assert (server.host, server.port, server.use_ssl, server.use_tls) == ("mail.example.org", 465, True, False)  # type: ignore[attr-defined]


@pytest.mark.parametrize(
    ("name", "value"),
    [("FOREWARNED_SMTP_PORT", "x"), ("FOREWARNED_SMTP_SECURITY", "maybe"), ("FOREWARNED_ADDRESS", "nowhere")],
)
def test_a_mail_setting_that_cannot_be_is_named(name: str, value: str) -> None:
    from forewarned.errors import SettingsError
    from forewarned.settings import read_settings

    with pytest.raises(SettingsError, match=name):
        read_settings({name: value})


def test_a_closed_registers_digest_goes_to_nobody_without_a_role(
    subscriber: Client, signed_in: SignedIn, monkeypatch: pytest.MonkeyPatch
) -> None:
    from django.contrib.auth.models import User

    from forewarned.settings import settings

    confirmed(subscriber)
    monkeypatch.setenv("FOREWARNED_ACCESS", "private")
    settings.cache_clear()
    assert signed_in("").get("/digest/").status_code == 403
    User.objects.get(username="quill.reader").groups.clear()
    assert send_all() == (0, 0) and not mail.outbox
    monkeypatch.setenv("FOREWARNED_ACCESS", "public")
    settings.cache_clear()
    assert send_all() == (1, 0), "what anybody may read may be sent"
