"""Who gets the digest of duties by e-mail. A table of the site: it names people, so nothing of it is in the ledger."""

from __future__ import annotations

from datetime import date, timedelta

from django.conf import settings
from django.db import models


class Subscription(models.Model):
    """One digest for one address. Nothing is sent before its owner followed the link in the first mail."""

    class Every(models.IntegerChoices):
        DAY = 1, "every day"
        WEEK = 7, "every week"

    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="subscriptions")
    address = models.EmailField()
    organisation = models.CharField(max_length=160, blank=True)
    """An organisation's key; blank for every one."""
    kind = models.CharField(max_length=32, blank=True)
    due_within = models.PositiveSmallIntegerField(default=14)
    every = models.PositiveSmallIntegerField(choices=Every.choices, default=Every.WEEK)
    made_at = models.DateTimeField()
    confirmed_at = models.DateTimeField(null=True)
    stopped_at = models.DateTimeField(null=True)
    last_sent_on = models.DateField(null=True)

    class Meta:
        app_label = "web"

    def is_due(self, today: date) -> bool:
        """Whether a digest is to be sent on ``today``: confirmed, not stopped, its owner still here, its time come."""
        if self.confirmed_at is None or self.stopped_at is not None or not self.user.is_active:
            return False
        return self.last_sent_on is None or today - self.last_sent_on >= timedelta(days=self.every)
