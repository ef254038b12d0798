"""The ledger as a Django app."""

from django.apps import AppConfig


class LedgerConfig(AppConfig):
    name = "forewarned.ledger"
    label = "ledger"
