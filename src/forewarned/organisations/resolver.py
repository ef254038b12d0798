"""Reads an addressee field: who is named, which body that was at the date, what it is called today."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date

from forewarned.organisations.directory import Directory
from forewarned.organisations.judgement import Judgement, Sort
from forewarned.organisations.judging import Judge
from forewarned.organisations.names import loose, plain, slug
from forewarned.organisations.own_kinds import stands_alone
from forewarned.organisations.splitting import Part, hard_pieces, parts_of, trimmed
from forewarned.organisations.unknown import has_postcode
from forewarned.organisations.values import LONGEST_LIST, Body, Decision, Mention, Party, Verdict
from forewarned.organisations.worth import Worth

_BELONGS = (Sort.PART, Sort.OFFICE, Sort.PERSON, Sort.REDACTED, Sort.PLACE)
_CLOSE = ("comma", "dash", "colon", "stop", "line", "commaand", "slash", "wide")


@dataclass(frozen=True, slots=True)
class _Judged:
    part: Part
    judgement: Judgement
    core: str  # the part's text before persons, offices and addresses joined it


def _judge_of(directory: Directory) -> Judge:
    judge = directory.judged.get("judge")
    if not isinstance(judge, Judge):
        judge = directory.judged["judge"] = Judge(directory)
    return judge


def read_addressees(
    written: str,
    on: date | None,
    directory: Directory,
    decisions: Mapping[str, Decision] = {},
    *,
    area: str = "",
) -> tuple[Mention, ...]:
    """Every party named in ``written``, in order, with offsets into it.

    ``on`` is the report's date (None: bodies as of today). ``decisions`` are people's answers by
    ``names.plain(name)``, or by key for a body merged into another, and lead over everything else. ``area``,
    the coroner's area, helps only to choose between bodies that share one name ("Queen's Hospital"). Of a field
    longer than ``LONGEST_LIST`` nobody is taken to be addressed: each of its phrases would become a body.
    """
    if len(written) > LONGEST_LIST:
        return ()
    judge = _judge_of(directory)
    worth = Worth(judge, decisions)
    mentions: list[Mention] = []
    spans = hard_pieces(written)
    if names := judge.sharing([written[start:end] for start, end in spans]):
        parts = [Part(written[start:end], start, end, "") for start, end in spans]
        judged = [_Judged(part, judge(name), part.text) for part, name in zip(parts, names, strict=True)]
        found = _mentions(judged, on, directory, decisions)
        return tuple(_merged(mention, on, directory, decisions) for mention in found)
    for start, end in spans:
        judged = [_Judged(part, judge(part.text), part.text) for part in parts_of(written, start, end, worth)]
        mentions += _mentions(_joined(written, judged, decisions, judge), on, directory, decisions)
    found = _in_context(mentions, on, directory, area)
    return tuple(_merged(mention, on, directory, decisions) for mention in found)


def _joined(written: str, judged: list[_Judged], decisions: Mapping[str, Decision], judge: Judge) -> list[_Judged]:
    """Persons, offices, addresses and parts join the body they stand beside (before it, else after it)."""
    found: list[_Judged] = []
    waiting: _Judged | None = None
    for item in _addresses_as_places(judged):
        sort = item.judgement.sort
        is_body = sort in (Sort.KNOWN, Sort.NAMED, Sort.DOUBTFUL, Sort.PLAIN) or plain(item.part.text) in decisions
        if is_body and waiting is not None and _belongs(waiting, item, item.part.before, judge):
            item = _Judged(_span(written, waiting.part, item.part), item.judgement, item.core)
            waiting = None
        elif waiting is not None:
            found.append(waiting)
            waiting = None
        if is_body:
            found.append(item)
        elif (
            sort in _BELONGS
            and found
            and _is_body(found[-1])
            and sort is not Sort.REDACTED
            and _belongs(item, found[-1], item.part.before, judge)
        ):
            found[-1] = replace(found[-1], part=_span(written, found[-1].part, item.part))
        elif sort in _BELONGS and sort is not Sort.PLACE:
            waiting = item
        else:
            found.append(item)
    return [*found, waiting] if waiting is not None else found


def find_one(text: str, directory: Directory, on: date | None = None) -> Mention | None:
    """The mention of what a person typed as one organisation, or None.

    Only where the whole text names exactly one listed body, surely or by a slip of the pen. Without a date a body
    is given under its own latest name though it has closed (``successor`` is today's).
    """
    mentions = read_addressees(text, on, directory)
    if len(mentions) != 1 or mentions[0].body is None or mentions[0].body.key.startswith("named:"):
        return None
    (mention,) = mentions
    entries = _judge_of(directory)(text.strip()).entries
    slip = mention.score >= _SAFE_SLIP and "typing error" in mention.reason
    if not (mention.sure or slip) or mention.as_written != text[slice(*trimmed(text, 0, len(text)))]:
        return None
    keys = {entry.key for entry in entries}
    # A hospital means who runs it today; any other form means the body itself, closed or not.
    sites = any(e.how == "alias" and directory.bodies[e.key].kind in _WITH_SITES for e in entries)
    if on is None and len(keys) == 1 and not sites:
        body = directory.body(keys.pop())
        return replace(mention, body=body, successor=directory.successor(body))
    return mention


_SAFE_SLIP = 0.85
_WITH_SITES = ("nhs_trust", "welsh_health_board")


def _belongs(item: _Judged, body: _Judged, separator: str, judge: Judge) -> bool:
    """Does ``item``, parted from ``body`` by ``separator``, belong to it? Not a word for another sort of body
    ("…, The Local Medical Committee"), nor a person on a printed line of their own."""
    if separator not in _CLOSE or (separator == "line" and item.judgement.sort is Sort.PERSON):
        return False
    return not stands_alone(item.part.text, judge.kind(body.judgement))


def _addresses_as_places(judged: list[_Judged]) -> list[_Judged]:
    """What stands between the first body and a postcode is its address, however proper the names look."""
    last = max((i for i, item in enumerate(judged) if has_postcode(item.part.text)), default=-1)
    place = Judgement(Sort.PLACE, 0.7, "an address", False)
    for index in range(last, 0, -1):
        if judged[index].judgement.sort is Sort.KNOWN or judged[index].part.before not in _CLOSE:
            break
        judged[index] = replace(judged[index], judgement=place)
    return judged


def _is_body(item: _Judged) -> bool:
    return item.judgement.sort in (Sort.KNOWN, Sort.NAMED, Sort.DOUBTFUL)


def _span(written: str, first: Part, last: Part) -> Part:
    return Part(written[first.start : last.end], first.start, last.end, first.before)


def _mentions(
    judged: list[_Judged], on: date | None, directory: Directory, decisions: Mapping[str, Decision]
) -> list[Mention]:
    found: list[Mention] = []
    for item in (single for several in judged for single in _each(several, directory)):
        decision = decisions.get(plain(item.part.text)) or decisions.get(plain(item.core))
        parts = decision.parts or (decision,) if decision else ()
        found += [_decided(item.part, part, on, directory) for part in parts] or [_mention(item, on, directory)]
    return found


def _each(item: _Judged, directory: Directory) -> list[_Judged]:
    """One item for every body a part names; more than one only where bodies share a word."""
    if item.judgement.sort is not Sort.SEVERAL:
        return [item]
    judge, found = _judge_of(directory), []
    lead = item.part.text
    for start, end, name in item.judgement.shares:
        a, b = trimmed(lead, start, end)
        part = Part(lead[a:b], item.part.start + a, item.part.start + b, "and")
        found.append(_Judged(part, replace(judge(name), reason=item.judgement.reason), part.text))
    return found


def _decided(part: Part, decision: Decision, on: date | None, directory: Directory) -> Mention:
    verdict = Verdict(decision.verdict)
    why = "decided by a reviewer"
    if verdict is Verdict.BODY:
        if decision.key in directory.bodies:
            body = directory.body(directory.at(decision.key, on), on)
            return _organisation(part, body, directory.successor(body), 1.0, why, True)
        name = decision.name or part.text.strip()
        return _organisation(part, Body(decision.key or f"named:{slug(name)}", name, "other"), None, 1.0, why, True)
    party = {Verdict.PERSON: Party.PERSON, Verdict.REDACTED: Party.REDACTED}.get(verdict, Party.UNKNOWN)
    return Mention(part.text, part.start, part.end, party, None, None, 1.0, why, True)


def _merged(mention: Mention, on: date | None, directory: Directory, decisions: Mapping[str, Decision]) -> Mention:
    """The body that a reviewer said this one is; a key holds a colon, so it is never taken for a name."""
    seen: set[str] = set()
    while mention.body and mention.body.key not in seen and (decision := decisions.get(mention.body.key)):
        seen.add(mention.body.key)
        into = _decided(Part(mention.as_written, mention.start, mention.end, ""), decision, on, directory)
        reason = f"{mention.reason}; “{mention.body.name}” merged by a reviewer"
        mention = replace(mention, body=into.body, successor=into.successor, reason=reason)
    return mention


def _organisation(part: Part, body: Body, successor: Body | None, score: float, reason: str, sure: bool) -> Mention:
    return Mention(part.text, part.start, part.end, Party.ORGANISATION, body, successor, score, reason, sure)


_PARTIES = {Sort.PERSON: Party.PERSON, Sort.REDACTED: Party.REDACTED}


def _mention(item: _Judged, on: date | None, directory: Directory) -> Mention:
    part, judgement = item.part, item.judgement
    if judgement.sort is Sort.KNOWN and (chosen := directory.choose(judgement.entries, on)):
        key, only = chosen
        if not only and judgement.score <= 0.5:
            reason = f"{judgement.reason}; more than one existed at the date"
            return Mention(part.text, part.start, part.end, Party.UNKNOWN, None, None, 0.3, reason, False)
        body = directory.body(key, on)
        if on is not None and body.opened is not None and on < body.opened:
            return _too_early(item, body, on, directory)
        reason = judgement.reason if only else f"{judgement.reason}; several bodies fit"
        return _organisation(
            part, body, directory.successor(body), judgement.score if only else min(judgement.score, 0.6), reason,
            judgement.sure and only,
        )  # fmt: skip
    if judgement.sort in (Sort.NAMED, Sort.PLAIN):
        body = Body(f"named:{slug(judgement.name)}", judgement.name, judgement.kind)
        return _organisation(part, body, None, judgement.score, judgement.reason, judgement.sure)
    party = _PARTIES.get(judgement.sort, Party.UNKNOWN)
    return Mention(
        part.text, part.start, part.end, party, None, None, judgement.score, judgement.reason, judgement.sure
    )


def _too_early(item: _Judged, body: Body, on: date, directory: Directory) -> Mention:
    """A body that opened only after the report: who was meant then, no list here tells for sure."""
    name = item.core.strip()
    said = frozenset(plain(name).split())
    if on < _COMMISSIONERS_FROM and body.kind == "nhs_commissioner" and said.isdisjoint(_SAYS_COMMISSIONER):
        reason = "before 1 April 2013 a primary care trust, which no list here holds"
        then = Body(f"named:{slug(name)}", name, body.kind)
        return _organisation(item.part, then, None, 0.5, reason, False)
    reason = f"{item.judgement.reason}; known only from {body.opened} on, after the report"
    score = min(item.judgement.score, 0.6)
    return _organisation(item.part, body, directory.successor(body), score, reason, False)


_COMMISSIONERS_FROM = date(2013, 4, 1)  # Health and Social Care Act 2012, s 34: primary care trusts abolished
_SAYS_COMMISSIONER = frozenset("ccg ccgs icb icbs commissioning integrated board".split())


def _in_context(mentions: list[Mention], on: date | None, directory: Directory, area: str) -> list[Mention]:
    """What only the whole field can tell: which of several namesakes, whose Police and Crime Commissioner."""
    bodies = [m.body for m in mentions if m.body]
    surroundings = plain(" ".join([area, *(body.name for body in bodies)]))
    found = []
    for mention in mentions:
        judgement = _judge_of(directory)(mention.as_written)
        if mention.sure:
            pass
        elif mention.party is Party.UNKNOWN and judgement.sort is Sort.DOUBTFUL:
            mention = _disambiguated(mention, judgement, surroundings, on, directory)
        elif mention.party is Party.UNKNOWN and plain(mention.as_written) in _CRIME_COMMISSIONER:
            mention = _commissioner_of_force(mention, bodies, on, directory)
        found.append(mention)
    return found


_CRIME_COMMISSIONER = frozenset(
    [
        "police and crime commissioner",
        "pcc",
        "the police and crime commissioner",
        "office of the police and crime commissioner",
    ]
)


def _disambiguated(
    mention: Mention, judgement: Judgement, around: str, on: date | None, directory: Directory
) -> Mention:
    options = directory.doubtful.get(_loose_of(judgement), [])
    hits = {item.key: sum(plain(hint) in around for hint in item.hints) for item in options}
    best = sorted(hits.items(), key=lambda pair: (-pair[1], pair[0]))
    if not best or best[0][1] == 0 or (len(best) > 1 and best[1][1] == best[0][1]):
        return mention
    body = directory.body(directory.at(best[0][0], on), on)
    return replace(
        mention, party=Party.ORGANISATION, body=body, successor=directory.successor(body), score=0.8, sure=False,
        reason="several bodies share this name; chosen by the coroner's area or the other addressees",
    )  # fmt: skip


def _loose_of(judgement: Judgement) -> str:
    return loose(judgement.entries[0].text)


def _commissioner_of_force(mention: Mention, bodies: list[Body], on: date | None, directory: Directory) -> Mention:
    forces = [
        body
        for body in bodies
        if body.kind == "police" and directory.bodies.get(body.key) and directory.bodies[body.key].place
    ]
    if len({force.key for force in forces}) != 1:
        return mention
    key = f"body:{slug(directory.bodies[forces[0].key].place + ' Police and Crime Commissioner')}"
    if key not in directory.bodies:
        return mention
    body = directory.body(key, on)
    return replace(
        mention, party=Party.ORGANISATION, body=body, successor=directory.successor(body), score=0.7, sure=False,
        reason="the commissioner of the force named beside it",
    )  # fmt: skip
