"""The reports room as a Django app."""

from django.apps import AppConfig


class ReportsConfig(AppConfig):
    name = "forewarned.reports"
    label = "reports"
