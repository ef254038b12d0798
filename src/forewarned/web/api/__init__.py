"""The JSON API under ``/api/v1/``: the same questions and result objects as the command line and the pages."""
