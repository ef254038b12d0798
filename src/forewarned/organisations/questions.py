"""Find an organisation by any name, and the bodies whose duties it carries."""

from __future__ import annotations

from django.db.models import Q

from forewarned.errors import NotFoundError
from forewarned.organisations.models import Merger, NameWritten, Organisation, Succession
from forewarned.organisations.names import plain

SUGGESTIONS = 5


def find_organisation(name: str) -> Organisation:
    """The organisation of this ODS code, key, or name as written, old or new.

    Several bodies may have borne one name: the one that is still there is meant, then the one with an ODS
    code. What is none of these is read as an addressee is ("Chief Constable of …", a typing error). Raises
    NotFoundError with the nearest names when none fits.
    """
    found = organisation_named(name)
    if found is None:
        raise NotFoundError(
            "No organisation of this name is in the store",
            where=name.strip(),
            next_step=_suggest(plain(name.strip())),
        )
    return found


def organisation_named(name: str) -> Organisation | None:
    """The same, ``None`` when none fits."""
    wanted = name.strip()
    folded = plain(wanted)
    found = Organisation.objects.filter(
        Q(ods=wanted.upper()) & ~Q(ods="") | Q(key=wanted.lower()) | Q(key=wanted) | Q(names__folded=folded)
    ).select_related("today")
    ranked = sorted(
        {row.id: row for row in found}.values(),
        key=lambda row: (plain(row.name) != folded, row.closed is not None, not row.ods, row.key),
    )
    if ranked:
        return _merged(ranked[0])
    read = _read_as_one(wanted)
    return _merged(read) if read is not None else None


def _merged(row: Organisation) -> Organisation:
    """The body that reviewers said ``row`` is; itself when nobody did."""
    seen = {row.key}
    while merger := Merger.objects.filter(from_key=row.key, undone_at=None).first():
        into = Organisation.objects.select_related("today").filter(key=merger.into_key).first()
        if into is None or into.key in seen:
            break
        row = into
        seen.add(row.key)
    return row


def _read_as_one(text: str) -> Organisation | None:
    """The stored body that the text surely names, read by the rules for addressees."""
    # The whole directory is read only for names that are stored nowhere.
    from forewarned.organisations.actions import known_directory
    from forewarned.organisations.resolver import find_one

    mention = find_one(text, known_directory())
    if mention is None or mention.body is None:
        return None
    return Organisation.objects.filter(key=mention.body.key).select_related("today").first()


def _suggest(folded: str) -> str:
    from rapidfuzz import fuzz, process

    names = dict(NameWritten.objects.order_by("-folded").values_list("folded", "organisation__name"))
    near = process.extract(folded, list(names), scorer=fuzz.ratio, limit=30, score_cutoff=60)
    shown = list(dict.fromkeys(names[match] for match, _, _ in near))[:SUGGESTIONS]
    if not shown:
        return "give its full name or its ODS code; `forewarned export` lists every organisation"
    return "did you mean " + "; ".join(f"“{one}”" for one in shown) + "?"


def family_of(body: Organisation) -> list[Organisation]:
    """``body`` and every body it took over from, directly or through others, itself first."""
    links: dict[int, list[int]] = {}
    for predecessor, successor in Succession.objects.values_list("predecessor_id", "successor_id"):
        links.setdefault(successor, []).append(predecessor)
    ids = [body.id]
    for one in ids:
        ids += [other for other in sorted(links.get(one, ())) if other not in ids]
    rows = Organisation.objects.select_related("today").in_bulk(ids)
    return [rows[one] for one in ids]


def check_kind(kind: str) -> str:
    """``kind`` itself, or ``""``; raises NotFoundError naming the kinds there are when it is none of them."""
    if not kind:
        return ""
    kinds = sorted(Organisation.objects.values_list("kind", flat=True).distinct())
    if kind not in kinds:
        raise NotFoundError(
            "No organisation in the store is of this kind",
            where=kind,
            next_step=f"use one of {', '.join(kinds)}" if kinds else "import a register first",
        )
    return kind
