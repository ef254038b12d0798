"""Forewarned: learning from deaths, from evidence."""

__version__ = "0.1.0"
