"""What django-allauth asks of a site: who may have an account, how secrets are kept, how a message is shown."""

from __future__ import annotations

import base64
import hashlib
from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from allauth.mfa.adapter import DefaultMFAAdapter
from allauth.socialaccount.adapter import DefaultSocialAccountAdapter
from cryptography.fernet import Fernet
from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest

APP_ADDED = "mfa/messages/totp_activated.txt"
SAID = {
    "account/messages/logged_in.txt": "You are signed in.",
    "account/messages/logged_out.txt": "You are signed out.",
    "account/messages/password_changed.txt": "Your password is changed.",
    "account/messages/password_set.txt": "Your password is set.",
    APP_ADDED: "Your authenticator app is set up.",
    "mfa/messages/totp_deactivated.txt": "Your authenticator app is removed.",
    "mfa/messages/recovery_codes_generated.txt": "You have new recovery codes. Any older ones do not work.",
    "mfa/messages/webauthn_added.txt": "Your passkey or security key is added.",
    "mfa/messages/webauthn_removed.txt": "The passkey or security key is removed.",
}


class Accounts(DefaultAccountAdapter):  # type: ignore[misc]
    """Accounts are made by administrators; nobody signs up."""

    def is_open_for_signup(self, request: HttpRequest) -> bool:  # noqa: ARG002
        return False

    def get_reauthentication_methods(self, user: Any) -> list[dict[str, Any]]:
        """A passkey first where there is one: whoever has just added it has not seen a code yet."""
        found: list[dict[str, Any]] = super().get_reauthentication_methods(user)
        return sorted(found, key=lambda method: not method["id"].endswith("webauthn"))

    def add_message(
        self,
        request: HttpRequest,
        level: int,
        message_template: str | None = None,
        message_context: dict[str, Any] | None = None,  # noqa: ARG002
        extra_tags: str = "",
        message: str | None = None,
    ) -> None:
        text = message or SAID.get(message_template or "", "")
        if message_template == APP_ADDED and not request.user.has_usable_password():  # type: ignore[union-attr]
            text += " Now set a password: you sign in with both."
        if text:
            messages.add_message(request, level, text, extra_tags)


class OrganisationSignIn(DefaultSocialAccountAdapter):  # type: ignore[misc]
    """Whoever the organisation's own sign-in vouches for gets an account, without a role until one is given."""

    def is_open_for_signup(self, request: HttpRequest, sociallogin: object) -> bool:  # noqa: ARG002
        return True

    def get_provider(self, request: HttpRequest, provider: str, client_id: str | None = None) -> Any:
        """The provider with our own checks."""
        from forewarned.web.openid import CheckedProvider

        return CheckedProvider(request, app=self.get_app(request, provider=provider, client_id=client_id))

    def on_authentication_error(self, *_: Any, exception: Exception | None = None, **_more: Any) -> None:
        from forewarned.web.openid import refused

        refused(exception)


class SecondProof(DefaultMFAAdapter):  # type: ignore[misc]
    """Secrets of authenticator apps are kept encrypted under the site's secret, which is not in the database."""

    def encrypt(self, text: str) -> str:
        return _cipher().encrypt(text.encode()).decode()

    def decrypt(self, encrypted_text: str) -> str:
        return _cipher().decrypt(encrypted_text.encode()).decode()


def _cipher() -> Fernet:
    key = hashlib.sha256(b"forewarned authenticator secrets\0" + str(settings.SECRET_KEY).encode()).digest()
    return Fernet(base64.urlsafe_b64encode(key))
