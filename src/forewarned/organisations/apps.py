"""The organisations room as a Django app."""

from django.apps import AppConfig


class OrganisationsConfig(AppConfig):
    name = "forewarned.organisations"
    label = "organisations"
