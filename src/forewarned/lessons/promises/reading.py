"""A response read whole: each promise with what it says of itself, refusals, and matters that are left out."""
# ruff: noqa: E501  a pattern is one line, to be read beside its name

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from datetime import date

from forewarned.lessons.promises.answering import answers, not_addressed
from forewarned.lessons.promises.course import scopes
from forewarned.lessons.promises.dates import DATED, DateWords, due_day, find_dates, last_day
from forewarned.lessons.promises.doers import other_doer
from forewarned.lessons.promises.kinds import STILL, is_past_plan, status_features, type_features
from forewarned.lessons.promises.language import NOT_ENGLISH, language_note
from forewarned.lessons.promises.likeness import Likeness
from forewarned.lessons.promises.refusals import find_disputes, find_refusals, other_report, report_date
from forewarned.lessons.promises.spans import Letter, Span, find_spans, read_letter
from forewarned.lessons.promises.values import (
    MatterGiven,
    PromiseFound,
    RefusalFound,
    ReportGiven,
    ResponseRead,
    Smart,
)
from forewarned.lessons.promises.verbs import verb_groups
from forewarned.lessons.promises.weights import PromiseModel, packaged_model

LONGEST_PROMISE = 1_200
"""Characters; the longest action in labelled letters has under 700. What is longer is a text without full stops."""
A_PAPER_OF = re.compile(r"\b(?:dated|(?:letter|report|update|e-?mail|response) of)\s*$", re.IGNORECASE)
A_LAW_OF = re.compile(r"\b(?:Acts?|Regulations?|Rules|Order)(?:\s*\([^()]*\))?,?\s*$")
"""A date right after these belongs to a law or a paper that is named, and says nothing of when a thing is to be done."""
BARE = re.compile(r"(?:(?:the|this)\s+)?[\d/–-]+", re.IGNORECASE)
OF_A_NOUN = re.compile(
    r"\s+(?!(?:and|or|to|by|for|with|when|as|which|that|in|on|at|of|from|the|a|an|we|it|they|this|will|is|are|was|were|has|"
    r"have|but|so|if|after|before|until|once|because|following|financial|academic|calendar|year|onwards?)\b)[a-z]{3,}"
)
"""A year with no word of time before it and a noun after it is which one it is: "the 2031 guidance"."""
LONGEST = 400_000
"""Characters read; the longest published response is under 60,000. What lies beyond is not read, and nothing fails."""
BEFORE = re.compile(
    r"\b(?:prior to|before) (?:your report|the inquest|receiving|receipt|the report)\b|\bhad (?:already|previously)\b",
    re.IGNORECASE,
)
MEASURED = re.compile(r"£\s?\d|\b\d[\d,.]*\s*(?:%|per cent|percent)|\b(?!(?:19|20)\d\d\b)\d[\d,.]+\b|\bevery \w+|\beach (?:day|week|month|quarter|year)\b|\b(?:weekly|monthly|quarterly|daily|annual)\b|\ball (?:\w+ ){0,2}(?:staff|drivers|wards|officers|patients|nurses)\b", re.IGNORECASE)  # fmt: skip
NOTHING = re.compile(r"\b(?:nothing|no(?:thing)? (?:more|further)) to (?:add|say|report)\b", re.IGNORECASE)
"""Words that say that nothing is told: no action, whatever verbs stand beside them."""
VAGUE = re.compile(
    r"\b(?:continu\w* to (?:work|support|engage)|work(?:ing)? (?:closely )?(?:with|together)|remains? committed|committed to|"
    r"continu\w+ to implement|support(?:s|ing)? (?:the|our|ongoing)|any (?:other )?changes?|where (?:possible|appropriate)|"
    r"more (?:mental )?|improve (?:performance|services))\b",
    re.IGNORECASE,
)
OWNER = re.compile(
    r"^(?:(?:[Tt]he|[Oo]ur|[Mm]y|[Aa]n?|[Ss]enior)\s+)?(?:[A-Z][\w’'&.-]*|team|service|manager|department|board|matron|lead|director|"
    r"officers?|supervisors?|agency|college|council|group|ward|head|of|and|for|the|[a-z]+)(?:\s+[\w’'&(),.-]+){0,9}$"
)
REFERS = re.compile(r"^(?:this|these|it|they)\b", re.IGNORECASE)
NOBODY = re.compile(
    r"^(?:we|i|it|this|these|that|there|they|and|also|all|in|on|to|as|if|when|which|a|an|new|further|additional|any|both|"
    r"work|training|guidance|funding|information|staff)\b|^(?:the|our|my)$",
    re.IGNORECASE,
)
BY_WHOM = re.compile(r"\b(?:led|overseen|chaired|run|undertaken|conducted|delivered|published|reviewed) by (?P<who>(?:the |our )?[A-Z][\w’'& -]{2,60}?)(?=[,.;(]| to | in | on | and |$)")  # fmt: skip


def read_response(
    text: str,
    matters: Sequence[str] = (),
    *,
    numbers: Sequence[str] = (),
    said_on: date | None = None,
    report: ReportGiven | None = None,
    respondent: Sequence[str] = (),
    model: PromiseModel | None = None,
) -> ResponseRead:
    """Everything that a response promises, declines and leaves out.

    ``matters`` are the words of the report's matters, ``numbers`` their printed numbers or letters (1, 2, 3… if not
    given). ``said_on`` is the letter's own day, for words such as "next year": never the day by which it was published.
    ``report`` is what is known of the report it is filed under; ``respondent`` are the names of who answers. No text is
    refused: one with no sentences gives an empty result, and one that is not in English says so and gives nothing.
    """
    not_read = language_note(text[:LONGEST])
    if not_read == NOT_ENGLISH:
        return ResponseRead((), (), (), False, (), "", not_read)
    model = model or packaged_model()
    letter = read_letter(text[:LONGEST])
    given = [MatterGiven(n, t) for n, t in zip(_numbers(matters, numbers), matters, strict=True)]
    likeness = Likeness(given, letter) if given else None
    scope = scopes(letter, [matter.number for matter in given], likeness)
    reported = report_date(text) or (report.date if report else "")
    found_by = f"promises-{model.version}"
    refusals: list[RefusalFound] = []
    declined: dict[int, int] = {}
    for start, end, at, said, rule in find_refusals(letter):
        words = text[start:end]
        refusals.append(RefusalFound(start, end, answers(letter, at, words, given, scope), f"refusal:{rule}"))
        declined[at] = said
    promises: list[PromiseFound] = []
    too_long = 0
    for span in find_spans(letter, model):
        if span.start < declined.get(span.sentence, 0):
            continue  # a sentence that declines may promise something after that, never before
        if NOTHING.search(text, span.start, span.end):
            continue
        if span.end - span.start > LONGEST_PROMISE:
            too_long += 1
            continue
        concerns = answers(letter, span.sentence, text[span.start : span.end], given, scope)
        found = describe(letter, span, model, concerns, said_on, reported, found_by)
        promises.append(placed(letter.text, found, respondent))
    answered = {n for each in promises for n in each.concerns} | {n for each in refusals for n in each.concerns}
    disputes = find_disputes(letter)
    other = other_report(text, report) if report else ""
    left = tuple(m.number for m in given) if other else not_addressed(letter, given, answered, likeness)
    return ResponseRead(tuple(promises), tuple(refusals), left, bool(disputes), disputes, other, not_read, too_long)


def _numbers(matters: Sequence[str], numbers: Sequence[str]) -> list[str]:
    """As printed where every matter has a number of its own, else 1, 2, 3…"""
    if len(numbers) == len(matters) and all(numbers) and len(set(numbers)) == len(numbers):
        return list(numbers)
    return [str(k + 1) for k in range(len(matters))]


def describe(letter: Letter, span: Span, model: PromiseModel, concerns: tuple[str, ...], said_on: date | None, reported: str, found_by: str) -> PromiseFound:  # fmt: skip
    """The codes, the dates and the doer of one promise."""
    home = letter.sentences[span.sentence]
    words, promise = letter.text[home.start : home.end], letter.text[span.start : span.end]
    above = next((each for each in reversed(letter.sentences[: span.sentence]) if each.kind == "heading"), None)
    kinds = type_features(promise, words, letter.text[above.start : above.end] if above else "")
    status, _ = model.linear["status"].best(status_features(promise, words))
    if status in STILL and is_past_plan(promise):
        status = "considered"  # what was once meant is no promise to do it
    when = date_words(words, span.start - home.start, span.end - home.start, said_on)
    at = home.start
    if status == "planned" and (when is None or when.form not in DATED):
        later = _date_after(letter, span.sentence, said_on)
        when, at = later or (when, at)
    due = when.iso if when else ""
    if status == "taken" and _before(words, due, reported):
        status = "already_done_before_report"
    owner = owner_span(letter.text, span)
    smart = Smart(
        specific=not VAGUE.search(promise),
        measurable=bool(MEASURED.search(promise)),
        owner=owner is not None,
        dated=when is not None and when.form in DATED,
    )
    return PromiseFound(
        span.start,
        span.end,
        status,
        (at + when.start, at + when.end) if when else None,
        due,
        owner,
        model.linear["type"].best(kinds)[0],
        model.linear["strength"].best(kinds)[0],
        concerns,
        smart,
        round(span.score, 4),
        found_by,
    )


def placed(text: str, found: PromiseFound, respondent: Sequence[str]) -> PromiseFound:
    """The same with the last day by which it is due, and with who does it where that is another body."""
    if found.date_span:
        start, end = found.date_span
        found = replace(found, due_by=due_day(text[max(0, start - 40) : start], text[start:end], found.due))
    other = other_doer(text, found.start, found.end, respondent)
    if other is None:
        return found
    return replace(found, owner_span=other, by_other=True, smart=replace(found.smart, owner=True))


def _names_a_paper(words: str, when: DateWords) -> bool:
    """Whether the date is a part of a name: of a law, a letter, or as in "the 2031 guidance"."""
    before = words[: when.start]
    if A_PAPER_OF.search(before):
        return True
    bare = when.form in ("year", "financial") and BARE.fullmatch(words[when.start : when.end]) is not None
    return bare and bool(A_LAW_OF.search(before) or OF_A_NOUN.match(words[when.end :]))


def date_words(words: str, start: int, end: int, said_on: date | None) -> DateWords | None:
    """The time expression of a promise: one inside its own words first, then one elsewhere in its sentence."""
    found = [each for each in find_dates(words, said_on) if not _names_a_paper(words, each)]
    inside = [each for each in found if each.start >= start - 1 and each.end <= end + 1]
    known = [each for each in inside or found if each.form in DATED]
    return next(iter(known or inside), None)


def _date_after(letter: Letter, at: int, said_on: date | None) -> tuple[DateWords, int] | None:
    """A date that one of the next two sentences of the paragraph gives for the same thing ("It will be introduced in May")."""
    home = letter.sentences[at]
    for each in letter.sentences[at + 1 : at + 3]:
        words = letter.text[each.start : each.end]
        if (
            each.block != home.block
            or not REFERS.match(words)
            or not any("future" in g.kind for g in verb_groups(words))
        ):
            return None
        found = [when for when in find_dates(words, said_on) if when.form in DATED]
        if found:
            return found[0], each.start
    return None


def _before(words: str, due: str, reported: str) -> bool:
    """The response itself says that the action preceded the report: in words, or by a date before the report's."""
    done, asked = last_day(due), last_day(reported)
    return bool(BEFORE.search(words)) or bool(done and asked and done < asked)


def owner_span(text: str, span: Span) -> tuple[int, int] | None:
    """The words that name who does it: the doer before the verb where it is not "we", or "led by X"."""
    promise = text[span.start : span.end]
    groups = verb_groups(promise)
    active = (
        groups and "passive" not in groups[0].kind and groups[0].kind not in ("scheduled", "be", "be_past", "underway")
    )
    if active:
        lead = promise[: groups[0].start].rstrip(" ,")
        lead = re.sub(r"\s+(?:also|now|currently|has|have|will|regularly)$", "", lead)
        if 3 <= len(lead) <= 80 and not NOBODY.match(lead) and OWNER.match(lead):
            return span.start, span.start + len(lead)
    match = BY_WHOM.search(promise)
    return (span.start + match.start("who"), span.start + match.end("who")) if match else None
