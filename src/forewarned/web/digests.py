"""The digest of duties as an e-mail: text and HTML, by Django's mail, with a signed link that stops it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from django.conf import settings as django_settings
from django.contrib.auth.models import AbstractBaseUser
from django.core.exceptions import ValidationError
from django.core.mail import EmailMultiAlternatives, get_connection
from django.core.mail.backends.base import BaseEmailBackend
from django.core.signing import BadSignature, dumps, loads
from django.core.validators import validate_email
from django.db import transaction
from django.template.loader import render_to_string
from django.urls import reverse

from forewarned.errors import InputError, NotFoundError, StorageError
from forewarned.log import event
from forewarned.organisations.questions import check_kind, find_organisation
from forewarned.reports.addresses import report_key
from forewarned.reports.duties.state import WORDS
from forewarned.reports.questions.duties import DutyLine
from forewarned.reports.questions.result import day
from forewarned.reports.questions.worklist import Show, Wanted, Worklist, ask_worklist
from forewarned.settings import settings
from forewarned.web.access import is_public, role_of_user
from forewarned.web.promise_reminders import lines_of, promises_to_ask
from forewarned.web.subscriptions import Subscription

SHOWN = 50
CONFIRM_WITHIN = timedelta(days=7)
"""How long the link of the first mail begins a digest: later, nobody may remember having asked."""
SALT = "forewarned.digest"
AGAIN = "to get the digest, sign in, open “E-mail digest” on the page of duties, and ask for it again"
MOST_OF_ONE = 10
"""Subscriptions that one person may have at once."""


@dataclass(frozen=True, slots=True)
class Row:
    """One duty as a mail shows it."""

    who: str
    ref: str
    due: str
    note: str
    state: str
    href: str


def check_address(text: str) -> str:
    """``text`` as an e-mail address; raises InputError when it is none."""
    try:
        validate_email(text.strip())
    except ValidationError as error:
        raise InputError("This is not an e-mail address", next_step="write it as name@example.org") from error
    return text.strip()


def compose(*, to: str, wanted: Wanted, today: date, stop: str = "") -> EmailMultiAlternatives:
    """The digest to ``to`` of the duties that fall due. ``stop``: the address that ends it, for a subscription."""
    answer = ask_worklist(wanted, as_at=today, size=SHOWN)
    site = settings().mail.address
    name = f"&organisation={answer.key}" if answer.key else ""
    context = {
        "answer": answer,
        "said": _said(answer),
        "rows": [_row(line, site) for line in answer.duties],
        "more": answer.total - len(answer.duties),
        "list": f"{site}{reverse('duties')}?show=due&due_within={wanted.due_within}{name}",
        "past": f"{site}{reverse('duties')}?show=unanswered{name}",
        "promises": promises_to_ask(answer.key, today, wanted.due_within, site) if answer.key else None,
        "stop": stop,
        "today": today,
    }
    until = "1 response" if answer.total == 1 else f"{answer.total:,} responses"
    subject = f"Forewarned: {until} due in {wanted.due_within} days{f', {answer.name}' if answer.name else ''}"
    mail = EmailMultiAlternatives(
        " ".join(subject.split()), _text(context), settings().mail.sender, [to], headers=_headers(stop)
    )
    mail.attach_alternative(render_to_string("mail/digest.jinja", context, using="jinja"), "text/html")
    return mail


def _said(answer: Worklist) -> str:
    count, past = answer.total, answer.counts.unanswered
    return (
        f"{count:,} {'duty' if count == 1 else 'duties'} {answer.question()}. {past:,} more "
        f"{'is' if past == 1 else 'are'} past due with no response published, which is not the same as no response."
    )


def _headers(stop: str) -> dict[str, str]:
    """RFC 8058: mail programs show a button that stops the digest."""
    if not stop:
        return {"Auto-Submitted": "auto-generated"}
    return {
        "Auto-Submitted": "auto-generated",
        "List-Unsubscribe": f"<{stop}>",
        "List-Unsubscribe-Post": "List-Unsubscribe=One-Click",
    }


def _row(line: DutyLine, site: str) -> Row:
    before = line.due.working_day_before
    why = line.due.bank_holiday or "a weekend"
    return Row(
        who=line.organisation or line.addressee,
        ref=line.ref or "no reference",
        due=day(line.due.on),
        note=f"{why}; the working day before is {day(before)}" if before else "",
        state=WORDS[line.state.state],
        href=site + reverse("report", kwargs={"key": report_key(line.report_url)}),
    )


def _text(context: dict[str, object]) -> str:
    rows = context["rows"]
    assert isinstance(rows, list)
    lines = [str(context["said"]), ""]
    for row in rows:
        lines += [f"- {row.due}{f' ({row.note})' if row.note else ''}: {row.who}, report {row.ref}; {row.state}"]
        lines += [f"  {row.href}"]
    if context["more"]:
        lines += [f"… and {context['more']:,} more."]
    lines += ["", f"All of them: {context['list']}", f"Past due, none published: {context['past']}", ""]
    lines += lines_of(context["promises"])
    answer = context["answer"]
    assert isinstance(answer, Worklist)
    lines += [answer.cited.sentence()]
    if context["stop"]:
        lines += ["", f"To stop this e-mail: {context['stop']}"]
    return "\n".join(lines) + "\n"


def connection() -> BaseEmailBackend:
    """The mail server of FOREWARNED_SMTP_*, or the console where none is set."""
    mail = settings().mail
    if not mail.host:
        found: BaseEmailBackend = get_connection(django_settings.EMAIL_BACKEND)
        return found
    made: BaseEmailBackend = get_connection(
        "django.core.mail.backends.smtp.EmailBackend",
        host=mail.host,
        port=mail.port,
        username=mail.user,
        password=mail.password,
        use_tls=mail.security == "starttls",
        use_ssl=mail.security == "tls",
        timeout=20,
    )
    return made


def send(mails: Sequence[EmailMultiAlternatives]) -> int:
    """Send them by one connection; returns how many went. Raises StorageError when the server does not take them."""
    import smtplib

    try:
        return connection().send_messages(list(mails)) or 0
    except (OSError, smtplib.SMTPException) as error:
        raise StorageError(
            f"The mail server did not take the e-mail ({type(error).__name__})",
            where=f"{settings().mail.host}:{settings().mail.port}",
            next_step="check FOREWARNED_SMTP_HOST, _PORT, _USER, _PASSWORD and _SECURITY, then send again",
        ) from error


@transaction.atomic
def subscribe(
    *, by: AbstractBaseUser, address: str, organisation: str = "", kind: str = "", due_within: int = 14, every: int = 7
) -> Subscription:
    """Keep a subscription and send the mail that asks to confirm it; nothing else is sent until that is done.

    Raises InputError for what is no address, NotFoundError for an organisation or kind that is not in the store.
    """
    if Subscription.objects.filter(user_id=by.pk, stopped_at=None).count() >= MOST_OF_ONE:
        raise InputError(f"You have {MOST_OF_ONE} digests already", next_step="stop one of them first")
    if every not in Subscription.Every.values:
        raise InputError("A digest comes every day or every week", next_step="choose one of the two")
    wanted = Wanted(due_within=due_within, kind=check_kind(kind), organisation=organisation.strip())
    made = Subscription.objects.create(
        user_id=by.pk,
        address=check_address(address),
        organisation=find_organisation(wanted.organisation).key if wanted.organisation else "",
        kind=wanted.kind,
        due_within=wanted.due_within,
        every=every,
        made_at=settings().now(),
    )
    link = settings().mail.address + reverse("digest_confirm", kwargs={"token": token_of(made, "confirm")})
    text = (
        "Somebody with an account on Forewarned asked for a digest of duties to this address.\n\n"
        f"If it was you, open this page and press the button: {link}\n\nThe link works for {CONFIRM_WITHIN.days} "
        "days.\n\nIf it was not you, do nothing: no other e-mail follows.\n"
    )
    send([EmailMultiAlternatives("Forewarned: confirm your digest", text, settings().mail.sender, [made.address])])
    return made


def token_of(one: Subscription, what: str) -> str:
    """What a link in a mail carries: signed, for this subscription and this use only."""
    return dumps([one.pk, what], salt=SALT)


def read_token(token: str, what: str) -> Subscription:
    """The subscription that ``token`` is for. Raises NotFoundError for a token that is not ours, or for another use."""
    try:
        pk, said = loads(token, salt=SALT)
    except (BadSignature, ValueError, TypeError) as error:
        raise _not_ours() from error
    one = Subscription.objects.filter(pk=pk).first() if said == what else None
    if one is None:
        raise _not_ours()
    return one


def _not_ours() -> NotFoundError:
    return NotFoundError("This link does not work", next_step="copy the whole link from the e-mail")


def too_old(one: Subscription) -> bool:
    """Whether it was not begun while its link worked."""
    return one.confirmed_at is None and settings().now() - one.made_at > CONFIRM_WITHIN


def to_confirm(token: str) -> Subscription:
    """The subscription that the link of a first mail is for. Raises NotFoundError when it can begin no more."""
    one = read_token(token, "confirm")
    if one.stopped_at is not None:
        raise NotFoundError("This digest was stopped", next_step=AGAIN)
    if too_old(one):
        raise NotFoundError(
            f"This link is too old: it worked for {CONFIRM_WITHIN.days} days, and no digest was begun", next_step=AGAIN
        )
    return one


def confirm(*, token: str) -> Subscription:
    """Begin a subscription by the link in its first mail, as long as that works."""
    one = to_confirm(token)
    Subscription.objects.filter(pk=one.pk, confirmed_at=None).update(confirmed_at=settings().now())
    return one


def stop(*, one: Subscription) -> None:
    """End a subscription; the row stays, and nothing is sent for it any more."""
    Subscription.objects.filter(pk=one.pk, stopped_at=None).update(stopped_at=settings().now())


def send_subscribed(*, today: date) -> tuple[int, int]:
    """Send every digest whose day has come; how many went, and how many the mail server did not take.

    Each is marked as it goes, so none goes twice; one that is not taken is tried again the next time. While the
    register is closed nothing goes for an account that has no role any more.
    """
    sent = failed = 0
    for one in Subscription.objects.select_related("user").order_by("id"):
        if not one.is_due(today) or not (is_public() or role_of_user(one.user)):
            continue
        link = settings().mail.address + reverse("digest_stop", kwargs={"token": token_of(one, "stop")})
        wanted = Wanted(Show.DUE, one.due_within, None, one.kind, one.organisation)
        try:
            with transaction.atomic():
                Subscription.objects.filter(pk=one.pk).update(last_sent_on=today)
                sent += send([compose(to=one.address, wanted=wanted, today=today, stop=link)])
        except (StorageError, NotFoundError):
            failed += 1
            event("digest.not_sent", level="error", subscription=one.pk)
    return sent, failed
