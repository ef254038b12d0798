"""Which organisation a name was read as, where that is not its own name, and who else it may have meant."""

from __future__ import annotations

from datetime import date

from forewarned.organisations.models import Organisation
from forewarned.organisations.names import plain
from forewarned.organisations.questions import family_of, find_organisation
from forewarned.reports.questions.search import Kind, search

OTHERS = 5
"""Other organisations that are named."""


def read_as(typed: str, as_at: date) -> str:
    """``“Norfolk” was read as Norfolk Constabulary. Others so named: …``; blank for its own name, key or ODS code.

    Others hold every word of the name; those with most duties come first. Raises NotFoundError as a question does.
    """
    body = find_organisation(typed)
    name = typed.strip()
    if plain(name) == plain(body.name) or name.upper() == body.ods or name.lower() == body.key.lower():
        return ""
    own = {one.key for one in family_of(body)} | set(
        Organisation.objects.filter(today=body).values_list("key", flat=True)
    )
    hits = search(query=name, as_at=as_at).hits
    others = [hit.title for hit in hits if hit.kind is Kind.ORGANISATION and hit.key not in own]
    said = f"“{name}” was read as {body.name}."
    if not others:
        return said
    more = f"; and {len(others) - OTHERS:,} more" if len(others) > OTHERS else ""
    return f"{said} Others so named: {'; '.join(others[:OTHERS])}{more}. Give the whole name of the one you mean."
