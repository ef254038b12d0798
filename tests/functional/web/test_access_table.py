"""Who gets into every address of the site. A new address fails here until it has a row.

``yes``: let in (to a page, an answer, or the word that a form is wrong). ``in``: asked to sign in first.
``no``: refused. ``prove``: asked for a second proof of who it is. API addresses (``api:…``) answer a visitor with
401, which stands as ``in``; people call them here with a token that has every scope.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from django.db import transaction
from django.http import HttpResponseBase
from django.urls import URLPattern, URLResolver, get_resolver, reverse
from tests.visitors import import_world, person, token_of, visitor

from forewarned.settings import settings
from forewarned.web.access import Role
from forewarned.web.urls import PATHS

# One column a visitor. public: anybody, the register being public. closed: anybody, it being closed.
# unproved: an administrator who came by a link, without a second proof yet. none: signed in, without a role.
TABLE = """
address                        public closed unproved none  reader analyst reviewer investigator administrator
home                           yes    in     prove    no    yes    yes     yes      yes          yes
search                         yes    in     prove    no    yes    yes     yes      yes          yes
search_typed                   yes    in     prove    no    yes    yes     yes      yes          yes
organisations                  yes    in     prove    no    yes    yes     yes      yes          yes
organisation                   yes    in     prove    no    yes    yes     yes      yes          yes
organisation_again             yes    in     prove    no    yes    yes     yes      yes          yes
lessons                        yes    in     prove    no    yes    yes     yes      yes          yes
lesson                         yes    in     prove    no    yes    yes     yes      yes          yes
lesson_decide                  no     no     prove    no    no     no      yes      yes          yes
lesson_join                    no     no     prove    no    no     no      yes      yes          yes
lesson_undo                    no     no     prove    no    no     no      yes      yes          yes
report                         yes    in     prove    no    yes    yes     yes      yes          yes
matter                         yes    in     prove    no    yes    yes     yes      yes          yes
theme_review                   in     in     prove    no    no     no      yes      yes          yes
theme_review_judge             no     no     prove    no    no     no      yes      yes          yes
theme_review_undo              no     no     prove    no    no     no      yes      yes          yes
duties                         yes    in     prove    no    yes    yes     yes      yes          yes
promises                       yes    in     prove    no    yes    yes     yes      yes          yes
promise                        yes    in     prove    no    yes    yes     yes      yes          yes
promise_prove                  no     no     prove    no    no     no      no       yes          yes
promise_withdraw               no     no     prove    no    no     no      no       yes          yes
promise_judge                  no     no     prove    no    no     no      yes      yes          yes
promise_undo                   no     no     prove    no    no     no      yes      yes          yes
similar                        yes    in     prove    no    yes    yes     yes      yes          yes
similar_report                 yes    in     prove    no    yes    yes     yes      yes          yes
screen                         yes    in     prove    no    yes    yes     yes      yes          yes
calendar                       yes    in     prove    no    yes    yes     yes      yes          yes
calendar_private               yes    yes    yes      yes   yes    yes     yes      yes          yes
missing                        yes    in     prove    no    yes    yes     yes      yes          yes
quality                        yes    in     prove    no    yes    yes     yes      yes          yes
quality_list                   yes    in     prove    no    yes    yes     yes      yes          yes
changes                        yes    in     prove    no    yes    yes     yes      yes          yes
digest_preview                 yes    in     prove    no    yes    yes     yes      yes          yes
digest                         in     in     prove    no    yes    yes     yes      yes          yes
digest_confirm                 yes    yes    yes      yes   yes    yes     yes      yes          yes
digest_stop                    yes    yes    yes      yes   yes    yes     yes      yes          yes
imports                        in     in     prove    no    no     yes     yes      yes          yes
import                         in     in     prove    no    no     yes     yes      yes          yes
import_proof                   in     in     prove    no    no     yes     yes      yes          yes
import_upload                  no     no     prove    no    no     no      no       no           yes
review                         in     in     prove    no    no     no      yes      yes          yes
review_decide                  no     no     prove    no    no     no      yes      yes          yes
review_decisions               in     in     prove    no    no     no      yes      yes          yes
review_undo                    no     no     prove    no    no     no      yes      yes          yes
review_merge                   in     in     prove    no    no     no      yes      yes          yes
people                         in     in     prove    no    no     no      no       no           yes
person                         in     in     prove    no    no     no      no       no           yes
access_log                     in     in     prove    no    no     no      no       no           yes
account                        in     in     yes      yes   yes    yes     yes      yes          yes
tokens                         in     in     prove    yes   yes    yes     yes      yes          yes
revoke_token                   no     no     prove    yes   yes    yes     yes      yes          yes
account_reauthenticate         in     in     no       yes   yes    yes     yes      yes          yes
account_change_password        in     in     yes      yes   yes    yes     yes      yes          yes
account_set_password           in     in     yes      yes   yes    yes     yes      yes          yes
mfa_reauthenticate             in     in     no       yes   yes    yes     yes      yes          yes
mfa_reauthenticate_webauthn    in     in     no       yes   yes    yes     yes      yes          yes
mfa_index                      in     in     yes      yes   yes    yes     yes      yes          yes
mfa_activate_totp              in     in     yes      yes   yes    yes     yes      yes          yes
mfa_deactivate_totp            in     in     yes      yes   yes    yes     yes      yes          yes
mfa_list_webauthn              in     in     yes      yes   yes    yes     yes      yes          yes
mfa_add_webauthn               in     in     yes      yes   yes    yes     yes      yes          yes
mfa_edit_webauthn              in     in     yes      yes   yes    yes     yes      yes          yes
mfa_remove_webauthn            in     in     yes      yes   yes    yes     yes      yes          yes
mfa_view_recovery_codes        in     in     yes      yes   yes    yes     yes      yes          yes
mfa_generate_recovery_codes    in     in     yes      yes   yes    yes     yes      yes          yes
mfa_download_recovery_codes    in     in     yes      yes   yes    yes     yes      yes          yes
account_login                  yes    yes    yes      yes   yes    yes     yes      yes          yes
account_logout                 yes    yes    yes      yes   yes    yes     yes      yes          yes
account_signup                 yes    yes    yes      yes   yes    yes     yes      yes          yes
account_inactive               yes    yes    yes      yes   yes    yes     yes      yes          yes
sign_in_link                   yes    yes    yes      yes   yes    yes     yes      yes          yes
mfa_authenticate               yes    yes    yes      yes   yes    yes     yes      yes          yes
mfa_login_webauthn             yes    yes    yes      yes   yes    yes     yes      yes          yes
api_docs                       yes    yes    yes      yes   yes    yes     yes      yes          yes
api:openapi-json               yes    yes    yes      yes   yes    yes     yes      yes          yes
api:api-root                   yes    yes    yes      yes   yes    yes     yes      yes          yes
api:nothing                    yes    yes    yes      yes   yes    yes     yes      yes          yes
api:organisations              yes    in     -        no    yes    yes     yes      yes          yes
api:organisation               yes    in     -        no    yes    yes     yes      yes          yes
api:duties_of                  yes    in     -        no    yes    yes     yes      yes          yes
api:reports                    yes    in     -        no    yes    yes     yes      yes          yes
api:report                     yes    in     -        no    yes    yes     yes      yes          yes
api:duties                     yes    in     -        no    yes    yes     yes      yes          yes
api:missing                    yes    in     -        no    yes    yes     yes      yes          yes
api:changes                    yes    in     -        no    yes    yes     yes      yes          yes
api:matter                     yes    in     -        no    yes    yes     yes      yes          yes
api:lessons                    yes    in     -        no    yes    yes     yes      yes          yes
api:lesson                     yes    in     -        no    yes    yes     yes      yes          yes
api:again                      yes    in     -        no    yes    yes     yes      yes          yes
api:promises                   yes    in     -        no    yes    yes     yes      yes          yes
api:promise                    yes    in     -        no    yes    yes     yes      yes          yes
api:similar                    yes    in     -        no    yes    yes     yes      yes          yes
api:similar_to_narrative       yes    in     -        no    yes    yes     yes      yes          yes
api:screen                     yes    in     -        no    yes    yes     yes      yes          yes
api:search                     yes    in     -        no    yes    yes     yes      yes          yes
api:head                       yes    in     -        no    yes    yes     yes      yes          yes
api:proof                      in     in     -        no    no     yes     yes      yes          yes
api:names                      in     in     -        no    no     no      yes      yes          yes
api:decide                     in     in     -        no    no     no      yes      yes          yes
api:undo                       in     in     -        no    no     no      yes      yes          yes
"""
API_POSTS = {"api:decide", "api:undo", "api:similar_to_narrative"}


@dataclass(frozen=True, slots=True)
class Who:
    """A visitor: what FOREWARNED_ACCESS says, whether there are accounts, and who comes."""

    access: str
    role: Role | None = None
    account: bool = True
    proved: bool = True


WHO = {
    "public": Who("public", account=False),
    "closed": Who("private", account=False),
    "unproved": Who("private", Role.ADMINISTRATOR, proved=False),
    "none": Who("private"),
    **{role.value: Who("private", role) for role in Role},
}


def table() -> dict[str, dict[str, str]]:
    head, *rows = (line.split() for line in TABLE.strip().splitlines())
    return {name: dict(zip(head[1:], cells, strict=True)) for name, *cells in rows}


def names(patterns: list[Any], space: str = "") -> Iterator[str]:
    """Every name that an address has, from what Django itself resolves."""
    for one in patterns:
        if isinstance(one, URLResolver):
            yield from names(one.url_patterns, f"{one.namespace}:" if one.namespace else space)
        elif isinstance(one, URLPattern):
            yield f"{space}{one.name}"


def examples() -> dict[str, dict[str, Any]]:
    """What stands in the addresses that hold something."""
    from django.contrib.auth.models import User

    from forewarned.reports.models import Import, Report

    report, user, taken = Report.objects.order_by("key")[0], User.objects.order_by("pk").first(), Import.objects.first()
    assert taken is not None
    own = {"organisation": {"key": "ods:X9A"}, "report": {"key": report.key}}
    return {
        **own,
        **{f"api:{name}": kwargs for name, kwargs in own.items()},
        "api:duties_of": {"key": "ods:X9A"},
        "api:proof": {"entry": 0},
        "api:nothing": {"rest": "x"},
        "organisation_again": own["organisation"],
        "matter": {"key": "m0"},
        "lesson": {"key": "L-0000000000"},
        "lesson_decide": {"key": "L-0000000000"},
        **{f"promise{rest}": {"key": "p0"} for rest in ("", "_prove", "_withdraw", "_judge", "_undo")},
        "similar_report": own["report"],
        "api:again": own["organisation"],
        "api:similar": own["report"],
        **{f"api:{name}": {"key": "p0"} for name in ("matter", "lesson", "promise")},
        "person": {"pk": user.pk if user else 1},
        "import": {"pk": taken.pk},
        "import_proof": {"pk": taken.pk},
        "quality_list": {"what": "added-before"},
        "revoke_token": {"token_id": 1},
        "sign_in_link": {"token": "x"},
        "calendar_private": {"token": "x"},
        "digest_confirm": {"token": "x"},
        "digest_stop": {"token": "x"},
        "mfa_edit_webauthn": {"pk": 1},
        "mfa_remove_webauthn": {"pk": 1},
    }


def outcome(response: HttpResponseBase, *, second: str, sign_in: str) -> str:
    """What happened, in the words of the table; anything else fails."""
    assert response.status_code < 500, response.status_code
    to = response.headers.get("Location", "")
    if response.status_code == 401 or (response.status_code == 302 and to.startswith(f"{sign_in}?next=")):
        return "in"
    if response.status_code == 302 and to == second:
        return "prove"
    return "no" if response.status_code == 403 else "yes"


@pytest.fixture
def world(db: None, tmp_path: Path) -> None:
    import_world(tmp_path / "world")


def visits(column: str, monkeypatch: pytest.MonkeyPatch) -> dict[str, str]:
    """What each address says to this visitor; where its methods differ, both answers."""
    from forewarned.web.api import limits

    who = WHO[column]
    monkeypatch.setenv("FOREWARNED_ACCESS", who.access)
    monkeypatch.setattr(limits, "WITHOUT", 10**6)
    settings.cache_clear()
    user = person("quill", who.role, proved=who.proved) if who.account else None
    token = token_of(user, "register:read", "review:write") if user else {}
    methods = {one.name: one.methods for one in PATHS}
    given, found = examples(), {}
    for name in table():
        if table()[name][column] == "-":
            found[name] = "-"
            continue
        api = name.startswith("api:")
        address, said = reverse(name, kwargs=given.get(name)), []
        for method in methods.get(name, ("POST",) if name in API_POSTS else ("GET",)):
            with transaction.atomic():
                client = visitor(None if api else user)
                sent: dict[str, Any] = {"headers": token, "content_type": "application/json"} if api else {}
                response = client.generic(method, address, **sent)
                said.append(outcome(response, second=reverse("mfa_index"), sign_in=reverse("account_login")))
                transaction.set_rollback(True)
        # A visitor's form is refused, not sent to sign in: what was typed would be lost on the way.
        if len(said) == 2 and said[0] == "in" and said[1] == "no":
            said.pop()
        if name == "mfa_index" and said[0] == "prove":
            said = ["yes"]
        found[name] = "/".join(dict.fromkeys(said))
    return found


def test_every_address_has_a_row_and_every_row_an_address() -> None:
    there = set(names(get_resolver().url_patterns))
    assert table().keys() == there, f"rows to add: {there - table().keys()}; to take out: {table().keys() - there}"


@pytest.mark.parametrize("column", list(WHO))
def test_the_table(column: str, world: None, monkeypatch: pytest.MonkeyPatch) -> None:
    wanted = {name: cells[column] for name, cells in table().items()}
    found = visits(column, monkeypatch)
    wrong = {name: f"{found[name]}, not {wanted[name]}" for name in wanted if found[name] != wanted[name]}
    assert not wrong, wrong


def test_left_to_itself_the_register_is_public_until_there_is_an_account(
    world: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("FOREWARNED_ACCESS", raising=False)
    settings.cache_clear()
    for address in ("/", "/search?q=trust", "/duties/", "/api/v1/missing"):
        assert visitor().get(address).status_code == 200, address
    assert visitor().get("/imports/").status_code == 302
    person("quill", None)
    for address, status in (("/", 302), ("/search?q=trust", 302), ("/duties/", 302), ("/api/v1/missing", 401)):
        assert visitor().get(address).status_code == status, address


def test_an_account_without_a_role_reads_what_is_public(world: None, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("FOREWARNED_ACCESS", "public")
    settings.cache_clear()
    client = visitor(person("quill", None))
    assert client.get("/").status_code == 200
    assert client.get("/imports/").status_code == 403


def test_a_closed_account_is_signed_out_at_once(world: None, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("FOREWARNED_ACCESS", "private")
    settings.cache_clear()
    user = person("quill", Role.ADMINISTRATOR)
    client = visitor(user)
    assert client.get("/").status_code == 200
    user.is_active = False
    user.save()
    assert client.get("/").status_code == 302


def test_who_lost_a_role_loses_it_with_the_next_page(world: None) -> None:
    user = person("quill", Role.ADMINISTRATOR)
    client = visitor(user)
    assert client.get("/access-log/").status_code == 200
    user.groups.clear()
    assert client.get("/access-log/").status_code == 403
