"""An organisation beside others of its kind: a funnel, never a league table (domain note on statistics)."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from django.db.models import Count, Exists, OuterRef, Q

from forewarned.organisations.models import Organisation
from forewarned.reports.models import Answer, Duty
from forewarned.reports.questions.duties import known_at, may_be_out_at
from forewarned.reports.questions.remembered import remembered
from forewarned.reports.questions.result import day
from forewarned.signals.funnel import Counted, Funnel, Measure, funnel

MENTAL_HEALTH = "mental_health"


@dataclass(frozen=True, slots=True)
class Comparison:
    """The share of duties past due for which a response is published, body by body, against limits.

    Publication is compared, not timeliness: whether an answer came in time is certain for too few. Duties
    whose addressee was not read surely are left out on all sides.
    """

    kind: str
    funnel: Funnel
    possibly: dict[str, int]
    """By body, duties for which a response may be published: not in the funnel's numerator."""
    unsettled: tuple[str, ...]
    """Bodies whose place beside the limits would be another if every possible response were theirs."""


def compare_with_kind(body: Organisation, *, as_at: date) -> Comparison:
    """``body`` and its kind; mental-health trusts are their own kind. Predecessors count with today's body."""
    today = body.today or body
    mental_health = MENTAL_HEALTH in today.services
    kind = "mental-health trusts" if mental_health else f"{today.kind.replace('_', ' ')} bodies"
    peers = _peers(today, mental_health=mental_health)
    key = ("comparison", frozenset(peers), as_at)
    past_due, published, possible = remembered(key, lambda: _counts(set(peers), as_at))
    shown = {peer: name for peer, name in peers.items() if past_due[peer]}
    measure = Measure(
        title=f"Duties past due with a response published, {kind}, as at {day(as_at)}",
        numerator="duties past due with a response surely published",
        denominator="duties past due of surely read addressees",
        source="the register in this store; bodies under their present successors",
    )
    surely = funnel(_counted(shown, published, past_due, today.id), measure)
    at_most = funnel(_counted(shown, published + possible, past_due, today.id), measure)
    zones = {point.label: point.zone for point in at_most.points}
    unsettled = tuple(point.label for point in surely.points if zones.get(point.label) is not point.zone)
    return Comparison(kind, surely, {shown[peer]: possible[peer] for peer in sorted(shown)}, unsettled)


def _counted(
    shown: Mapping[int, str], answered: Mapping[int, int], past_due: Mapping[int, int], asked: int
) -> list[Counted]:
    return [Counted(name, answered[peer], past_due[peer], named=peer == asked) for peer, name in shown.items()]


def _peers(today: Organisation, *, mental_health: bool) -> dict[int, str]:
    rows = Organisation.objects.filter(kind=today.kind, today=None).values_list("id", "name", "services")
    return {pk: name for pk, name, services in rows if not mental_health or MENTAL_HEALTH in services}


def _counts(peers: set[int], as_at: date) -> tuple[Counter[int], Counter[int], Counter[int]]:
    """By today's body: duties past due, those surely answered in public by then, and those that may be."""
    maybe = Exists(Answer.objects.filter(may_be_out_at(as_at, "document__"), duty=OuterRef("pk"))) | Q(
        report__documents_read=False
    )
    sure = Q(answered_by__lte=as_at)
    rows = (
        Duty.objects.filter(known_at(as_at), due_on__lt=as_at, sure=True)
        .filter(Q(organisation_id__in=peers) | Q(organisation__today_id__in=peers))
        .annotate(maybe=maybe)
        .values_list("organisation_id", "organisation__today_id")
        .annotate(
            n=Count("id"),
            answered=Count("id", filter=sure),
            may_be=Count("id", filter=Q(maybe=True) & (Q(answered_by=None) | Q(answered_by__gt=as_at))),
        )
    )
    past_due: Counter[int] = Counter()
    published: Counter[int] = Counter()
    possible: Counter[int] = Counter()
    for own, successor, n, answered, may_be in rows:
        past_due[successor or own] += n
        published[successor or own] += answered
        possible[successor or own] += may_be
    return past_due, published, possible
