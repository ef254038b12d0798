"""Tokens: how a program acts for a person. The token itself is shown once and never kept."""

from __future__ import annotations

from datetime import datetime

from django.conf import settings as django_settings
from django.db import models


class ApiToken(models.Model):
    """A token of one person, with less than all that the person may do.

    ``digest``: SHA-256 of the whole token, hex. The token has 256 random bits, so a fast hash is as safe as a slow
    one (OWASP ASVS 5.0, 11.4: slow hashes are for what people make up themselves).
    """

    class Scope(models.TextChoices):
        READ = "register:read", "read the register"
        REVIEW = "review:write", "decide names that wait for review"
        CALENDAR = "calendar:read", "show due dates in a calendar program, by a private address"

    user = models.ForeignKey(django_settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="api_tokens")
    name = models.CharField(max_length=80)
    """What it is for, in its owner's words."""
    prefix = models.CharField(max_length=16, unique=True)
    """How it begins: enough to tell it from others, and to find it in a list of leaked secrets."""
    digest = models.CharField(max_length=64, unique=True)
    scopes = models.JSONField(default=list)
    created_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    last_used_at = models.DateTimeField(null=True)
    revoked_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ("-created_at", "-id")

    def __str__(self) -> str:
        return f"{self.prefix}…"

    def works_at(self, moment: datetime) -> bool:
        """Neither revoked nor expired then."""
        return self.revoked_at is None and moment < self.expires_at
