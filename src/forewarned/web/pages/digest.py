"""The e-mail digest of duties: who gets it, and the links by which it begins and ends."""

from __future__ import annotations

from typing import cast

from django.contrib import messages
from django.contrib.auth.models import User
from django.http import HttpRequest, HttpResponse, HttpResponseBase, HttpResponseRedirect
from django.urls import reverse
from django.views.decorators.csrf import csrf_exempt

from forewarned.errors import InputError, NotFoundError
from forewarned.organisations.models import Organisation
from forewarned.reports.questions.worklist import SOON
from forewarned.settings import settings
from forewarned.web.access import May, may
from forewarned.web.digests import compose, confirm, read_token, stop, subscribe, to_confirm, too_old
from forewarned.web.jinja import render
from forewarned.web.pages.duties import read_wanted
from forewarned.web.paths import Path
from forewarned.web.refusals import refused
from forewarned.web.subscriptions import Subscription
from forewarned.web.words import KINDS, kind_of


def digest(request: HttpRequest) -> HttpResponseBase:
    """One's own digests; a POST asks for one more, or stops one. A digest holds what its reader may read here."""
    if not may(request, May.READ_REGISTER):
        return refused(request)
    user = cast(User, request.user)
    problem: InputError | NotFoundError | None = None
    if request.method == "POST":
        try:
            return _changed(request, user)
        except (InputError, NotFoundError) as error:
            problem = error
    own = Subscription.objects.filter(user=user, stopped_at=None).order_by("id")
    names = dict(Organisation.objects.filter(key__in=[one.organisation for one in own]).values_list("key", "name"))
    context = {
        "page_title": "Do you want due dates by e-mail?",
        "own": [(one, names.get(one.organisation, one.organisation), kind_of(one.kind), too_old(one)) for one in own],
        "problem": problem,
        "said": request.POST,
        "soon": SOON,
        "every": Subscription.Every.choices,
        "kinds": [
            (kind, KINDS.get(kind, ("", kind))[1])
            for kind in sorted(Organisation.objects.values_list("kind", flat=True).distinct())
        ],
        "address": user.email,
        "has_server": bool(settings().mail.host),
    }
    return render(request, "digest.jinja", context, status=400 if problem else 200)


def _changed(request: HttpRequest, user: User) -> HttpResponse:
    ended = request.POST.get("stop", "")
    if ended:
        one = Subscription.objects.filter(
            user=user, pk=int(ended) if ended.isascii() and ended.isdigit() else 0
        ).first()
        if one is None:
            raise NotFoundError("You have no such digest", next_step="choose one from the list")
        stop(one=one)
        messages.info(request, f"Stopped: no more digests go to {one.address}.")
        return HttpResponseRedirect(reverse("digest"))
    wanted = read_wanted(request.POST.dict())
    every = request.POST.get("every", "7")
    made = subscribe(
        by=user,
        address=request.POST.get("address", ""),
        organisation=wanted.organisation,
        kind=wanted.kind,
        due_within=wanted.due_within,
        every=int(every) if every in ("1", "7") else 0,
    )
    messages.info(
        request, f"Look in the mailbox of {made.address}: the first e-mail has a link that begins the digest."
    )
    return HttpResponseRedirect(reverse("digest"))


def preview(request: HttpRequest) -> HttpResponse:
    """What a digest of these filters would say today, as text."""
    wanted = read_wanted(request.GET)
    mail = compose(to="you@example.org", wanted=wanted, today=settings().today())
    return HttpResponse(f"{mail.subject}\n\n{mail.body}", content_type="text/plain; charset=utf-8")


def confirmed(request: HttpRequest, token: str) -> HttpResponse:
    """The link of the first mail: a page with a button, since mail programs open links by themselves."""
    one = to_confirm(token)
    if request.method == "POST":
        confirm(token=token)
    return _link(request, one, "confirm", done=request.method == "POST")


@csrf_exempt
def stopped(request: HttpRequest, token: str) -> HttpResponse:
    """The link that ends a digest. Mail programs may POST to it without a form of ours (RFC 8058): its token is the
    permission."""
    one = read_token(token, "stop")
    if request.method == "POST":
        stop(one=one)
    return _link(request, one, "stop", done=request.method == "POST")


def _link(request: HttpRequest, one: Subscription, what: str, *, done: bool) -> HttpResponse:
    title = "Do you want this digest?" if what == "confirm" else "Do you want to stop this digest?"
    context = {"page_title": title, "one": one, "what": what, "done": done}
    return render(request, "digest_link.jinja", context)


PATHS = (
    Path("digest/", digest, name="digest", may=May.OWN_ACCOUNT, methods=("GET", "POST")),
    Path("digest/preview.txt", preview, name="digest_preview", may=May.READ_REGISTER),
    Path("digest/confirm/<str:token>/", confirmed, name="digest_confirm", may=May.OPEN, methods=("GET", "POST")),
    Path("digest/stop/<str:token>/", stopped, name="digest_stop", may=May.OPEN, methods=("GET", "POST")),
)
