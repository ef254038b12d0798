"""Django's settings, made from ours. No other module configures Django."""

from __future__ import annotations

from typing import Any

from forewarned.settings import settings
from forewarned.store import ROOMS
from forewarned.store.engines import engine_for

INSTALLED_APPS = [f"forewarned.{room}" for room in ROOMS]
DATABASES: dict[str, dict[str, Any]] = {"default": engine_for(settings()).django_settings()}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
USE_TZ = True
TIME_ZONE = "UTC"
LANGUAGE_CODE = "en-gb"
USE_I18N = False
# Logs are ours (forewarned.log): Django's default set-up costs start-up time and would print SQL with values.
LOGGING_CONFIG = None
