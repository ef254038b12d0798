"""Accounts: the first link, a second proof, roles, and who read what."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import TYPE_CHECKING, Any

import pytest

from forewarned.errors import InputError, NotFoundError

if TYPE_CHECKING:
    from django.contrib.auth.models import User
    from django.test import Client

pytestmark = pytest.mark.django_db


def text(response: Any) -> str:
    return re.sub(r"\s+", " ", response.content.decode())


def one_time_code(user: User) -> str:
    """What the person's authenticator app shows now."""
    from allauth.mfa.models import Authenticator
    from allauth.mfa.utils import decrypt

    return code_of(decrypt(Authenticator.objects.get(user=user, type=Authenticator.Type.TOTP).data["secret"]))


def code_of(secret: str) -> str:
    """What an app that holds ``secret`` shows now."""
    from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value, yield_hotp_counters_from_time

    return str(format_hotp_value(hotp_value(secret, next(iter(yield_hotp_counters_from_time())))))


def test_the_first_administrator_is_made_on_the_command_line_and_signs_in_by_a_link(cli: Any, client: Client) -> None:
    said = cli("accounts", "create", "robin.vale", "--role", "administrator").ok().out
    address = re.search(r"^  (/accounts/link/\S+)$", said, re.MULTILINE)
    assert address and "on the address the site is served at (by default http://localhost:8000)" in said
    page = client.get(address[1])
    assert page.status_code == 200 and "Sign in as robin.vale?" in text(page)
    done = client.post(address[1])
    assert done.status_code == 302 and done["Location"] == "/accounts/security/"
    assert client.get("/accounts/").status_code == 200
    assert client.get("/accounts/people/").status_code == 302  # a passkey or an app comes first
    again = client.post(address[1])
    assert again.status_code == 404 and "does not work any more" in text(again)


def test_the_first_account_says_that_it_closes_the_register(
    cli: Any, client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    from django.contrib.auth.models import User

    from forewarned.settings import settings

    assert client.get("/").status_code == 200
    first = cli("accounts", "create", "robin.vale", "--address", "https://warnings.example.org/").ok().out
    assert "now closed to the public" in first and "FOREWARNED_ACCESS=public" in first
    assert "  https://warnings.example.org/accounts/link/" in first and "localhost" not in first
    assert client.get("/").status_code == 302
    assert "closed" not in cli("accounts", "create", "perrin.oakes").ok().out
    User.objects.all().delete()
    monkeypatch.setenv("FOREWARNED_ACCESS", "public")
    settings.cache_clear()
    assert "closed" not in cli("accounts", "create", "robin.vale").ok().out


def test_a_link_for_who_lost_their_passkey_ends_their_tokens_too(
    cli: Any, person: Callable[..., User], signed_in: Callable[..., Client], client: Client
) -> None:
    """Whoever found the passkey may have made a token with it: what it opened is closed, and said so before."""
    from forewarned.ledger.models import Entry
    from forewarned.web.api.tokens import make_token

    user, other, admin = person("reader"), person("reader", name="wren"), signed_in("administrator")

    def made(whose: User, scope: str) -> str:
        return make_token(user=whose, name="x", scopes=[scope], days=7, by=whose.get_username()).secret

    def opens(secret: str) -> int:
        return client.get("/api/v1/missing", headers={"Authorization": f"Bearer {secret}"}).status_code

    program, feed, others = made(user, "register:read"), made(user, "calendar:read"), made(other, "register:read")
    calendar = f"/calendar/{feed}/duties.ics"
    assert opens(program) == client.get(calendar).status_code == 200
    page = text(admin.get(f"/accounts/people/{user.pk}/"))
    assert "ends every token of theirs" in page and "(2 work now)" in page
    assert "/accounts/link/" in text(admin.post(f"/accounts/people/{user.pk}/", {"do": "link"}))
    assert opens(program) == 401 and client.get(calendar).status_code == 404 and opens(others) == 200
    assert "work now" not in text(admin.get(f"/accounts/people/{user.pk}/"))
    entries = list(Entry.objects.order_by("-seq").values_list("action", "by", "body")[:4])
    assert [action for action, _, _ in entries] == [
        "account.link_made", "account.sign_in_reset", "token.revoked", "token.revoked",
    ]  # fmt: skip
    assert {by for _, by, _ in entries} == {"quill.administrator"} and '"tokens_revoked":2' in entries[1][2]
    again = made(user, "register:read")
    cli("accounts", "link", user.username).ok()
    assert opens(again) == 401


def test_accounts_are_listed_given_roles_and_closed_on_the_command_line(cli: Any) -> None:
    assert "no account yet" in cli("accounts", "list").ok().out
    cli("accounts", "create", "robin.vale", "--role", "administrator").ok()
    cli("accounts", "create", "perrin.oakes").ok()
    cli("accounts", "role", "perrin.oakes", "reviewer").ok()
    cli("accounts", "close", "perrin.oakes").ok()
    rows = cli("accounts", "list", "--json").ok().json
    assert [(row["name"], row["role"], row["closed"]) for row in rows] == [
        ("perrin.oakes", "", True),
        ("robin.vale", "administrator", False),
    ]
    assert cli("accounts", "close", "robin.vale").code == 5
    assert cli("accounts", "role", "robin.vale", "king").code == 5
    assert cli("accounts", "create", "robin.vale").code == 5
    assert cli("accounts", "link", "wren.hollis").code == 4


def test_every_act_on_an_account_is_in_the_ledger() -> None:
    from forewarned.ledger.models import Entry
    from forewarned.web import actions
    from forewarned.web.access import Role

    user = actions.create_account(name="perrin.oakes", role=Role.READER, by="robin.vale")
    token = actions.make_link(user=user, by="robin.vale")
    actions.use_link(token=token)
    actions.give_role(user=user, role=Role.REVIEWER, by="robin.vale")
    actions.close_account(user=user, by="robin.vale")
    entries = list(Entry.objects.values_list("action", "subject", "by"))
    assert [action for action, _, _ in entries] == [
        "account.created", "account.link_made", "account.link_used", "account.role_given", "account.closed",
    ]  # fmt: skip
    assert {subject for _, subject, _ in entries} == {"account:perrin.oakes"}
    assert token not in "".join(Entry.objects.values_list("body", flat=True))


def test_an_act_that_the_ledger_cannot_record_does_not_happen(monkeypatch: pytest.MonkeyPatch) -> None:
    from django.contrib.auth.models import User

    from forewarned.web import actions
    from forewarned.web.access import Role

    def refuse(**_: object) -> None:
        raise InputError("no")

    monkeypatch.setattr(actions, "record", refuse)
    with pytest.raises(InputError):
        actions.create_account(name="perrin.oakes", role=Role.READER, by="robin.vale")
    assert not User.objects.exists()


def test_a_link_of_a_closed_account_or_made_before_another_does_not_work() -> None:
    from forewarned.web import actions
    from forewarned.web.access import Role

    user = actions.create_account(name="perrin.oakes", role=Role.READER, by="robin.vale")
    old = actions.make_link(user=user, by="robin.vale")
    new = actions.make_link(user=user, by="robin.vale")
    with pytest.raises(NotFoundError):
        actions.use_link(token=old)
    actions.close_account(user=user, by="robin.vale")
    with pytest.raises(NotFoundError):
        actions.use_link(token=new)


@pytest.mark.usefixtures("clock_stands")
def test_a_password_needs_the_code_of_an_app_beside_it(person: Callable[..., User], client: Client) -> None:
    user = person("reader")
    first = client.post("/accounts/sign-in/", {"login": user.username, "password": "seven grey otters sing"})
    assert first.status_code == 302 and first["Location"] == "/accounts/second-step/"
    assert client.get("/").status_code == 302  # not signed in yet, and the register is closed: there is an account
    wrong = client.post("/accounts/second-step/", {"code": "000000"})
    assert wrong.status_code == 200 and "There is a problem" in text(wrong)
    done = client.post("/accounts/second-step/", {"code": one_time_code(user)})
    assert done.status_code == 302 and done["Location"] == "/"
    assert client.get("/").status_code == 200


@pytest.mark.usefixtures("clock_stands")
def test_the_session_has_a_new_name_after_signing_in(person: Callable[..., User], client: Client) -> None:
    user = person("reader")
    client.post("/accounts/sign-in/", {"login": user.username, "password": "seven grey otters sing"})
    before = client.cookies["forewarned-session"].value
    client.post("/accounts/second-step/", {"code": one_time_code(user)})
    assert client.cookies["forewarned-session"].value != before


def test_tries_at_a_password_are_limited(person: Callable[..., User], client: Client) -> None:
    user = person("reader")
    for _ in range(5):
        client.post("/accounts/sign-in/", {"login": user.username, "password": "wrong"})
    held = client.post("/accounts/sign-in/", {"login": user.username, "password": "seven grey otters sing"})
    assert held.status_code in (200, 429) and "_auth_user_id" not in client.session


@pytest.mark.usefixtures("clock_stands")
def test_signing_in_goes_to_no_address_elsewhere(person: Callable[..., User], client: Client) -> None:
    user = person("reader")
    data = {"login": user.username, "password": "seven grey otters sing", "next": "https://elsewhere.invalid/"}
    client.post("/accounts/sign-in/", data)
    done = client.post("/accounts/second-step/", {"code": one_time_code(user)})
    assert done["Location"] == "/"


def test_a_role_opens_nothing_without_a_second_proof(signed_in: Callable[..., Client]) -> None:
    bare = signed_in("administrator", proved=False)
    refused = bare.get("/accounts/people/")
    assert refused.status_code == 302 and refused["Location"] == "/accounts/security/"
    assert "Before you go on" in text(bare.get("/accounts/security/"))


@pytest.mark.parametrize("address", ["/accounts/people/", "/access-log/"])
@pytest.mark.parametrize("role", ["", "reader", "analyst", "reviewer", "investigator"])
def test_only_an_administrator_manages(signed_in: Callable[..., Client], role: str, address: str) -> None:
    assert signed_in(role).get(address).status_code == 403


def test_an_administrator_makes_an_account_and_gives_roles(signed_in: Callable[..., Client]) -> None:
    from django.contrib.auth.models import User

    from forewarned.web.access import Role, role_of_user

    admin = signed_in("administrator")
    made = admin.post("/accounts/people/", {"name": "perrin.oakes", "role": "analyst"})
    assert "/accounts/link/" in text(made)
    user = User.objects.get(username="perrin.oakes")
    assert role_of_user(user) is Role.ANALYST
    admin.post(f"/accounts/people/{user.pk}/", {"do": "role", "role": "reviewer"})
    assert role_of_user(user) is Role.REVIEWER
    assert admin.post(f"/accounts/people/{user.pk}/", {"do": "role", "role": "king"}).status_code == 400
    admin.post(f"/accounts/people/{user.pk}/", {"do": "close"})
    assert not User.objects.get(pk=user.pk).is_active
    assert admin.post("/accounts/people/", {"name": "perrin.oakes", "role": "reader"}).status_code == 400
    assert "perrin.oakes" in text(admin.get("/accounts/people/"))


def test_the_last_administrator_keeps_the_role(signed_in: Callable[..., Client]) -> None:
    from django.contrib.auth.models import User

    admin = signed_in("administrator")
    pk = User.objects.get(username="quill.administrator").pk
    refused = admin.post(f"/accounts/people/{pk}/", {"do": "role", "role": "reader"})
    assert refused.status_code == 400 and "only administrator" in text(refused)


def test_who_read_what_is_written_with_the_reading(signed_in: Callable[..., Client]) -> None:
    from forewarned.web.models import AccessLog

    admin = signed_in("administrator")
    page = admin.get("/access-log/?subject=nothing")
    assert page.status_code == 200
    row = AccessLog.objects.get()
    assert (row.who, row.role, row.page) == ("quill.administrator", "administrator", "access_log")
    assert row.address == "/access-log/?subject=nothing"
    assert "quill.administrator" in text(admin.get("/access-log/"))
    assert admin.get("/access-log/?format=csv").content.startswith(b"at,who,role,page,subject,address\n")
    assert admin.get("/access-log/?format=json").json()["reads"][0]["who"] == "quill.administrator"
    assert admin.get("/access-log/?from=yesterday").status_code == 400


def test_a_page_whose_reading_cannot_be_written_is_not_shown(
    signed_in: Callable[..., Client], monkeypatch: pytest.MonkeyPatch
) -> None:
    from forewarned.web.models import AccessLog

    def fail(**_: object) -> None:
        raise InputError("the log is full")

    admin = signed_in("administrator")
    monkeypatch.setattr(AccessLog.objects, "create", fail)
    assert admin.get("/access-log/").status_code == 400


def test_an_unused_session_ends(signed_in: Callable[..., Client], monkeypatch: pytest.MonkeyPatch) -> None:
    import time

    reader = signed_in("reader")
    assert reader.get("/accounts/").status_code == 200
    later = time.time() + 3700
    monkeypatch.setattr("forewarned.web.security.time.time", lambda: later)
    assert reader.get("/accounts/").status_code == 302


def test_a_session_in_use_ends_after_twelve_hours(
    signed_in: Callable[..., Client], monkeypatch: pytest.MonkeyPatch
) -> None:
    import time

    reader, began = signed_in("reader"), time.time()
    seen = []
    for half_hours in range(26):
        monkeypatch.setattr("forewarned.web.security.time.time", lambda now=began + 1800 * half_hours: now)
        seen.append(reader.get("/accounts/").status_code)
    assert seen == [200] * 25 + [302]


@pytest.mark.usefixtures("clock_stands")
@pytest.mark.django_db(transaction=True)
def test_who_has_an_app_and_no_password_is_told_before_they_are_locked_out(client: Client) -> None:
    from forewarned.web import actions
    from forewarned.web.access import Role

    user = actions.create_account(name="perrin.oakes", role=Role.READER, by="robin.vale")
    client.post(f"/accounts/link/{actions.make_link(user=user, by='robin.vale')}/")
    assert "cannot sign in again" not in text(client.get("/accounts/security/"))
    page = client.get("/accounts/security/app/add/")
    secret = re.search(r'fw-code">([A-Z2-7]+)<', text(page))
    assert secret
    done = client.post("/accounts/security/app/add/", {"code": code_of(secret[1])})
    assert "Now set a password" in text(client.get(done["Location"]))
    assert "You cannot sign in again yet" in text(client.get("/accounts/security/"))
    client.post("/accounts/password/set/", {"password1": "seven grey otters", "password2": "seven grey otters"})
    assert "You cannot sign in again yet" not in text(client.get("/accounts/security/"))


@pytest.mark.usefixtures("clock_stands")
def test_an_app_is_added_and_its_secret_is_not_kept_as_it_is(signed_in: Callable[..., Client]) -> None:
    from allauth.mfa.models import Authenticator
    from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value, yield_hotp_counters_from_time

    someone = signed_in("reader", proved=False)
    someone.post("/accounts/again/", {"password": "seven grey otters sing"})
    page = someone.get("/accounts/security/app/add/")
    found = re.search(r'class="fw-code">([A-Z2-7]+)<', page.content.decode())
    assert found, page.content.decode()
    code = format_hotp_value(hotp_value(found[1], next(iter(yield_hotp_counters_from_time()))))
    done = someone.post("/accounts/security/app/add/", {"code": code})
    assert done.status_code == 302, text(done)
    kept = Authenticator.objects.get(type=Authenticator.Type.TOTP)
    assert found[1] not in str(kept.data)
    for address in ("security/", "security/codes/", "security/codes/new/", "security/app/remove/", "password/change/"):
        assert someone.get(f"/accounts/{address}").status_code == 200, address
    assert len(someone.get("/accounts/security/codes/file/").content.split()) == 10


@pytest.mark.parametrize(
    "address",
    ["sign-in/", "sign-up/", "sign-out/", "closed/", "security/", "security/keys/", "again/", "password/set/"],
)
def test_pages_about_an_account_are_drawn(signed_in: Callable[..., Client], address: str) -> None:
    someone = signed_in("reader", proved=False)
    assert someone.get(f"/accounts/{address}", follow=True).status_code == 200
