"""Signing in and out: django-allauth's views at our addresses, and links that sign in once."""

from __future__ import annotations

from allauth.account import views as account
from allauth.account.internal.flows.login import perform_login, record_authentication
from allauth.account.models import Login
from allauth.mfa.base import views as mfa
from allauth.mfa.recovery_codes import views as recovery
from allauth.mfa.totp import views as totp
from allauth.mfa.webauthn import views as webauthn
from allauth.socialaccount import views as social
from django.http import HttpRequest, HttpResponse

from forewarned.errors import NotFoundError
from forewarned.settings import settings
from forewarned.web import openid
from forewarned.web.access import May
from forewarned.web.actions import find_link, use_link
from forewarned.web.jinja import render
from forewarned.web.paths import Path, View


def sign_up(request: HttpRequest) -> HttpResponse:
    """Accounts are made by administrators; the library needs an address that says so."""
    return render(request, "sign_up.jinja", {"page_title": "How do I get an account?"})


def link(request: HttpRequest, token: str) -> HttpResponse:
    """A link that signs in once. Opening it does nothing yet: a mail program that looks ahead must not use it up."""
    if request.method == "POST":
        user = use_link(token=token)
        # Fresh proof: within ten minutes a passkey can be added without being asked who one is once more.
        record_authentication(request, user, method="link", reauthenticated=True)
        done: HttpResponse = perform_login(request, Login(user=user, redirect_url="/accounts/security/"))
        return done
    found = find_link(token)
    if found is None:
        raise NotFoundError(
            "This sign-in link does not work any more", next_step="ask an administrator of this site for a new one"
        )
    return render(
        request, "link.jinja", {"page_title": "Sign in for the first time", "name": found.user.get_username()}
    )


FORM = ("GET", "POST")


def own(route: str, view: View, name: str) -> Path:
    """An address of one's own account."""
    return Path(f"accounts/{route}", view, name=name, may=May.OWN_ACCOUNT, methods=FORM)


def anybody(route: str, view: View, name: str) -> Path:
    return Path(f"accounts/{route}", view, name=name, may=May.OPEN, methods=FORM)


ORGANISATION = (
    anybody("organisation/<provider_id>/", openid.login, "openid_connect_login"),
    anybody("organisation/<provider_id>/back/", openid.callback, "openid_connect_callback"),
    anybody("organisation-sign-up/", social.signup, "socialaccount_signup"),
    anybody("organisation-cancelled/", social.login_cancelled, "socialaccount_login_cancelled"),
    anybody("organisation-failed/", social.login_error, "socialaccount_login_error"),
    own("organisation-connected/", social.connections, "socialaccount_connections"),
)
PATHS = (
    anybody("sign-in/", account.login, "account_login"),
    anybody("sign-out/", account.logout, "account_logout"),
    anybody("sign-up/", sign_up, "account_signup"),
    anybody("closed/", account.account_inactive, "account_inactive"),
    anybody("link/<str:token>/", link, "sign_in_link"),
    anybody("second-step/", mfa.authenticate, "mfa_authenticate"),
    anybody("passkey/", webauthn.login_webauthn, "mfa_login_webauthn"),
    own("again/", account.reauthenticate, "account_reauthenticate"),
    own("again/code/", mfa.reauthenticate, "mfa_reauthenticate"),
    own("again/passkey/", webauthn.reauthenticate_webauthn, "mfa_reauthenticate_webauthn"),
    own("password/change/", account.password_change, "account_change_password"),
    own("password/set/", account.password_set, "account_set_password"),
    own("security/", mfa.index, "mfa_index"),
    own("security/app/add/", totp.activate_totp, "mfa_activate_totp"),
    own("security/app/remove/", totp.deactivate_totp, "mfa_deactivate_totp"),
    own("security/keys/", webauthn.list_webauthn, "mfa_list_webauthn"),
    own("security/keys/add/", webauthn.add_webauthn, "mfa_add_webauthn"),
    own("security/keys/<int:pk>/rename/", webauthn.edit_webauthn, "mfa_edit_webauthn"),
    own("security/keys/<int:pk>/remove/", webauthn.remove_webauthn, "mfa_remove_webauthn"),
    own("security/codes/", recovery.view_recovery_codes, "mfa_view_recovery_codes"),
    own("security/codes/new/", recovery.generate_recovery_codes, "mfa_generate_recovery_codes"),
    own("security/codes/file/", recovery.download_recovery_codes, "mfa_download_recovery_codes"),
    *(ORGANISATION if settings().sign_in else ()),
)
