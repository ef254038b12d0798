"""What the site stores of its own. Rows of the access log hold no foreign keys: they outlive what they describe."""

from __future__ import annotations

from datetime import datetime

from django.conf import settings
from django.db import models

from forewarned.web.subscriptions import Subscription  # noqa: F401  a table of this app


class AccessLog(models.Model):
    """One reading of a sensitive page by a signed-in person, written before the page is made."""

    at = models.DateTimeField(db_index=True)
    who = models.CharField(max_length=150, db_index=True)
    role = models.CharField(max_length=16, blank=True)
    page = models.CharField(max_length=60)
    """The page's name, as in its ``Path``."""
    subject = models.CharField(max_length=300, blank=True)
    """What it was opened on: a report's or an organisation's key."""
    address = models.CharField(max_length=600)
    """The path and query asked for, cut at 600 characters."""


class SignInLink(models.Model):
    """A link that signs one person in once. Only the hash of its token is kept."""

    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="sign_in_links")
    token_sha256 = models.CharField(max_length=64, unique=True)
    made_by = models.CharField(max_length=150)
    made_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    used_at = models.DateTimeField(null=True)

    def open_at(self, moment: datetime) -> bool:
        """Whether it can be used at ``moment``."""
        return self.used_at is None and moment < self.expires_at
