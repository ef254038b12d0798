"""Reports one after another in order of publication, each from its own stream of chance.

A report depends only on the seed, its place in the order and the numbers given out before it, so the
same code makes the demo's 400 and the benchmark's 59,000 without holding them.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from datetime import date, timedelta

from forewarned.world.addressing import BAR, FORMS, SEPARATORS, compose, corrected, outsider, written
from forewarned.world.bodies import TRUST, Bodies
from forewarned.world.categories import categories_of, themes_of
from forewarned.world.dice import Dice
from forewarned.world.models import Addressee, Concern, Document, Report, Response, WorldBody
from forewarned.world.names import COUNTIES, coroner, file_words, person, slug
from forewarned.world.responses import AS_OF, Asked, answer
from forewarned.world.stories import Story, cast, is_trust, slot_day
from forewarned.world.texts import concerns, slots

REGULATION_28 = date(2013, 7, 25)
"""Rule 43 applied to reports before this day (Coroners (Investigations) Regulations 2013)."""
DAYS_TO_RESPOND = 56
ADDRESSES_CHANGED = 2022
"""From 2022 page addresses end in ``-prevention-of-future-deaths-report``."""


@dataclass(slots=True)
class Numbering:
    """What has been given out so far: official numbers by year, page addresses, and the gaps left."""

    next_number: dict[int, int] = field(default_factory=dict)
    slugs: dict[str, int] = field(default_factory=dict)
    files: dict[str, int] = field(default_factory=dict)
    last: str = ""
    gaps: list[str] = field(default_factory=list)

    def take(self, dice: Dice, year: int, style: str) -> tuple[str, str]:
        """(true number, reference as printed)."""
        if style in ("suffix", "shared") and self.last:
            return self.last, self.last + ("A" if style == "suffix" else "")
        number = self.next_number.get(year, 1)
        while dice.chance(0.03):
            self.gaps.append(f"{year}-{number:04d}")
            number += 1
        self.next_number[year] = number + 1
        true = f"{year}-{number:04d}"
        self.last = true
        printed = {"blank": "", "dash": true.replace("-", " – "), "typo": true.replace("-", "0-", 1)}
        return true, printed.get(style, true)

    def address(self, site: str, name: str, year: int) -> str:
        """A page address nobody has yet."""
        base = slug(name) or "redacted"
        if year >= ADDRESSES_CHANGED:
            base += "-prevention-of-future-deaths-report"
        seen = self.slugs[base] = self.slugs.get(base, 0) + 1
        ending = f"-{seen}" if seen > 1 else ""
        return f"{site}/prevention-of-future-death-reports/{base}{ending}/"

    def unique(self, document: Document) -> Document:
        """The document under a file name nobody has yet: ``-1`` is added as WordPress does."""
        stem = document.name.removesuffix(".pdf")
        seen = self.files.get(stem, 0)
        self.files[stem] = seen + 1
        if not seen:
            return document
        name = f"{stem}-{seen}.pdf"
        return replace(document, name=name, url=document.url.removesuffix(document.name) + name)


def make_reports(seed: int, count: int, site: str, bodies: Bodies, numbering: Numbering) -> Iterator[Report]:
    """Yield ``count`` reports in order of the day they were added. ``numbering`` collects the gaps."""
    stories = cast(count)
    for index in range(count):
        yield _report(seed, index, count, site, bodies, numbering, stories.get(index))


@dataclass(frozen=True, slots=True)
class _Place:
    """Where a report stands: its stream of chance, days, main body and story."""

    seed: int
    index: int
    site: str
    dice: Dice
    added: date
    dated: date
    lead: WorldBody
    story: Story | None

    @property
    def mental(self) -> bool:
        return "mental_health" in self.lead.services


def _report(
    seed: int, index: int, count: int, site: str, bodies: Bodies, numbering: Numbering, story: Story | None
) -> Report:
    dice = Dice(seed, "report", index)
    added = slot_day(index, count)
    dated = min(story.dated, added) if story and story.dated else added - timedelta(days=_publication_lag(dice, story))
    lead = _lead(dice, index, bodies, dated, story)
    place = _Place(seed, index, site, dice, added, dated, lead, story)
    style = story.ref if story else dice.weighted([(95.0, ""), (1.7, "blank"), (0.6, "dash"), (0.2, "suffix")])
    number, ref = numbering.take(dice, added.year, style)
    sex = dice.pick("FM")
    deceased = _deceased(dice, sex, story)
    url = numbering.address(site, "" if deceased == "[REDACTED]" else deceased, added.year)
    asked_of, text, addressees = _addressees(dice, bodies, lead, dated, story)
    values = slots(dice, deceased.split()[-1] if deceased != "[REDACTED]" else "A", sex)
    matters = concerns(dice, themes_of(lead), values, story.lesson if story else "")
    printed = dated + timedelta(days=DAYS_TO_RESPOND + _printed_shift(dice, story))
    extended = printed + timedelta(days=story.extended) if story and story.extended else None
    asked = Asked(ref, added, extended or printed, matters, site, story)
    answered = _answers(dice, asked, asked_of, numbering)
    main = numbering.unique(_main_document(dice, deceased, ref, added, site))
    report = _assemble(place, (number, ref, url), (deceased, sex), matters, (printed, extended), answered, main)
    report = replace(report, addressees=addressees, sent_to=text, corrected=corrected(addressees, dated, bodies))
    return _withdraw(report, dice.between(60, 120)) if story and story.withdrawn else report


def _assemble(
    place: _Place,
    identity: tuple[str, str, str],
    died: tuple[str, str],
    matters: tuple[Concern, ...],
    due: tuple[date, date | None],
    answered: tuple[tuple[Response, ...], tuple[Document, ...]],
    main: Document,
) -> Report:
    """The report but for its addressees."""
    dice, story = place.dice, place.story
    area = place.lead.place if place.lead.place in COUNTIES else dice.pick(COUNTIES)
    title, name = coroner(place.seed, area, dice.weighted([(3.0, 0), (1.0, 1), (1.0, 2)]))
    first = story is not None and story.documents == "response_first"
    days = story.death_days if story else 0
    return Report(
        id=f"R{place.index + 1:05d}",
        number=identity[0],
        ref=identity[1],
        url=identity[2],
        regime="rule_43" if place.dated < REGULATION_28 else "regulation_28",
        date_of_report=place.dated,
        date_added=place.added,
        deceased=died[0],
        age=dice.between(16, 79 if place.mental else 94) if dice.chance(0.72) else None,
        sex=died[1],
        date_of_death=place.dated - timedelta(days=days or _inquest(dice)),
        death_date_known=bool(days) or dice.chance(0.4),
        coroner_title=title,
        coroner=name,
        area=area,
        categories=categories_of(dice, place.lead, place.added.year),
        tags=_tags(dice, place.mental),
        due_computed=place.dated + timedelta(days=DAYS_TO_RESPOND),
        due_printed=due[0],
        extended_to=due[1],
        concerns=matters,
        responses=answered[0],
        documents=(*answered[1], main) if first else (main, *answered[1]),
        field_missing=story is None and dice.chance(0.4 if place.added.year < 2016 else 0.03),
        story=story.name if story else "",
    )


def _withdraw(report: Report, days: int) -> Report:
    """The report with its page gone so many days after it came: nothing is published there afterwards."""
    end = report.date_added + timedelta(days=days)

    def shown(day: date | None) -> date | None:
        return day if day and day < end else None

    return replace(
        report,
        withdrawn=end,
        responses=tuple(replace(item, published=shown(item.published)) for item in report.responses),
        documents=tuple(replace(item, published=shown(item.published)) for item in report.documents),
    )


def _publication_lag(dice: Dice, story: Story | None) -> int:
    """Days from the report to its page: mostly under three weeks, at times months; short in stories."""
    if story:
        return dice.between(0, 9)
    return dice.weighted([(4.0, dice.between(0, 4)), (4.0, dice.between(3, 21)), (1.0, dice.between(20, 160))])


def _inquest(dice: Dice) -> int:
    """Days from death to report: usually one to three years."""
    return dice.between(150, 900) + (dice.between(0, 900) if dice.chance(0.3) else 0)


def _printed_shift(dice: Dice, story: Story | None) -> int:
    """Days between the printed due date and date + 56; spread as in 556 real reports (domain note)."""
    if story and story.printed_shift is not None:
        return story.printed_shift
    return dice.weighted(
        [
            (60.0, 0),
            (19.0, dice.pick((-2, -1, 1, 2))),
            (15.0, dice.between(3, 30)),
            (6.0, -dice.between(3, 14)),
        ]
    )


def _tags(dice: Dice, mental: bool) -> tuple[str, ...]:
    options = ("Suicide", "Alcohol", "Autism") if mental else ("Falls", "Sepsis", "Drug-related", "Bleeds")
    return tuple(sorted(dice.some(options, dice.weighted([(5.0, 0), (4.0, 1), (1.0, 2)]))))


def _lead(dice: Dice, index: int, bodies: Bodies, on: date, story: Story | None) -> WorldBody:
    """The body a report is mainly about, as it stood on the day."""
    if is_trust(index):
        return bodies.at(TRUST, on)
    others = bodies.roles["mental"][1:]
    if story and story.name == "merged_later":
        return bodies.at("ods:X9C", on)
    if story or dice.chance(0.55):
        return bodies.at(dice.weighted([(2.0 + (turn * 5 % 7) / 3, key) for turn, key in enumerate(others)]), on)
    role = dice.weighted(
        [
            (3.5, "other_trust"),
            (3.0, "named"),
            (1.0, "council"),
            (1.0, "national"),
            (0.7, "police"),
            (0.5, "custody"),
        ]
    )
    return bodies.by_key[dice.pick(bodies.roles[role])]


def _deceased(dice: Dice, sex: str, story: Story | None) -> str:
    wish = story.deceased if story else ("redacted" if dice.chance(0.002) else "")
    given, family = person(dice, sex)
    if wish == "redacted":
        return "[REDACTED]"
    if wish == "two" or (not story and dice.chance(0.01)):
        return f"{given} {family} and {' '.join(person(dice, 'F'))}"
    return f"{given} {family}"


def _addressees(
    dice: Dice, bodies: Bodies, lead: WorldBody, on: date, story: Story | None
) -> tuple[list[WorldBody], str, tuple[Addressee, ...]]:
    """(bodies with a duty, lead first; the field as written; addressees with offsets)."""
    roles = story.co if story and story.co is not None else _co_roles(dice)
    asked_of = [lead]
    for role in roles:
        body = bodies.at(dice.pick(_near(bodies, role, lead)), on)
        if body.key not in [other.key for other in asked_of] and not (body.opened and body.opened > on):
            asked_of.append(body)
    names: list[tuple[str, str, str, str]] = []
    for body in asked_of:
        form = dice.weighted(FORMS)
        if story:
            form = story.form if story.form and body is lead else "exact"
        as_written, used = written(body, on, form, bodies)
        names.append((as_written, "organisation", used, body.key))
    for kind in story.outsiders if story else (("redacted",) if dice.chance(0.02) else ()):
        as_written, party = outsider(dice, kind)
        names.append((as_written, party, kind, ""))
    separator = story.separator if story and story.separator else dice.weighted(SEPARATORS)
    if on.year >= 2024 and not (story and story.separator):
        separator = BAR
    text, addressees = compose(names, separator, bodies)
    return asked_of, text, addressees


def _co_roles(dice: Dice) -> tuple[str, ...]:
    count = dice.weighted([(5.0, 0), (3.0, 1), (1.5, 2), (0.5, 3)])
    return tuple(
        dice.weighted(
            [
                (4.0, "national"),
                (2.0, "commissioner"),
                (1.5, "council"),
                (1.0, "other_trust"),
                (1.0, "named"),
                (0.8, "police"),
                (0.2, "fire"),
            ]
        )
        for _ in range(count)
    )


def _near(bodies: Bodies, role: str, lead: WorldBody) -> tuple[str, ...]:
    """Bodies of a role in the lead's own county where there are any, else all of the role."""
    keys = bodies.roles[role]
    return tuple(key for key in keys if bodies.by_key[key].place == lead.place) or keys


def _answers(
    dice: Dice, asked: Asked, asked_of: list[WorldBody], numbering: Numbering
) -> tuple[tuple[Response, ...], tuple[Document, ...]]:
    """Responses in the order of the addressees; all documents, shown or not, in order of publication."""
    responses: list[Response] = []
    documents: list[Document] = []
    joint = asked.story is not None and asked.story.documents == "joint"
    for turn, body in enumerate(asked_of):
        response, made = answer(dice, asked, body, lead=turn == 0)
        if joint and turn and documents:
            shared = documents[0]
            title = shared.title.replace("Response", "Joint response")
            documents[0] = replace(shared, title=title, respondents=(*shared.respondents, body.key))
            responses.append(replace(responses[0], body=body.key))
            continue
        made = tuple(numbering.unique(document) for document in made)
        responses.append(replace(response, documents=tuple(document.name for document in made)))
        documents.extend(made)
    order = sorted(range(len(documents)), key=lambda i: (documents[i].published or AS_OF, i))
    return tuple(responses), tuple(documents[i] for i in order)


def _main_document(dice: Dice, deceased: str, ref: str, added: date, site: str) -> Document:
    """The report itself, named as the site's editors named it in that year."""
    who, ref = file_words(deceased) or "Redacted", file_words(ref)
    if added.year < 2018:
        name = f"{who.split('-')[-1]}-{ref}" if ref else who
    elif added.year < 2024:
        name = f"{who}-Prevention-of-future-deaths-report-{ref}".rstrip("-")
        name += "_Published" if dice.chance(0.4) else ""
    else:
        name = f"{who}-Prevention-of-Future-Deaths-Report-{ref}".rstrip("-")
    url = f"{site}/wp-content/uploads/{added:%Y/%m}/{name}.pdf"
    return Document("report", f"{name}.pdf", url, f"{deceased} - Prevention of future deaths report", (), added)
