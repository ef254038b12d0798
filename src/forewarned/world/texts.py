"""The words of reports and responses, by a small template grammar. Plain English, humane, never graphic.

Texts are made when they are written, not kept: the same report always gives the same words.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date

from forewarned.world.dice import Dice
from forewarned.world.models import Concern, Report, Response, WorldBody
from forewarned.world.names import WARDS
from forewarned.world.responses import long_date
from forewarned.world.themes import GENERAL, MENTAL, TEAMS, Lesson, Theme

THEMES = {theme.key: theme for theme in (*MENTAL, *GENERAL)}
_WORDS = ("two", "three", "four", "five", "six", "seven", "nine")


def slots(dice: Dice, surname: str, sex: str) -> dict[str, str]:
    """What the braces of the phrase bank stand for in one report."""
    woman = sex == "F"
    he = "she" if woman else "he"
    return {
        "person": f"{'Ms' if woman else 'Mr'} {surname}",
        "he": he,
        "He": he.capitalize(),
        "him": "her" if woman else "him",
        "his": "her" if woman else "his",
        "His": "Her" if woman else "His",
        "ward": dice.pick(WARDS),
        "team": dice.pick(TEAMS),
        "n": dice.pick(_WORDS),
    }


def fill(words: str, values: Mapping[str, str]) -> str:
    return words.format_map(values)


def concerns(dice: Dice, bank: tuple[Theme, ...], values: Mapping[str, str], wanted: str = "") -> tuple[Concern, ...]:
    """Two to four numbered matters on different lessons; ``wanted`` is a lesson that must be the first."""
    pool: list[tuple[Theme, Lesson]] = [(theme, lesson) for theme in bank for lesson in theme.lessons]
    mixed = dice.shuffled(pool)
    if wanted:
        mixed.sort(key=lambda pair: pair[1].key != wanted)
    count = dice.weighted([(2.0, 2), (3.0, 3), (1.0, 4)])
    return tuple(
        Concern(number, theme.key, lesson.key, fill(dice.pick(lesson.concerns), values))
        for number, (theme, lesson) in enumerate(mixed[:count], start=1)
    )


def surname(report: Report) -> str:
    first = report.deceased.split(" and ")[0]
    return first.split()[-1] if first != "[REDACTED]" else "A"


def investigation(report: Report) -> str:
    """Section 3: the inquest. Says the date of death only where it is known to sources."""
    dice = Dice("investigation", report.id, report.url)
    opened = dice.day_after(report.date_of_death, 3, 30)
    who = report.deceased
    age = f", aged {report.age}" if report.age is not None else ""
    died = f", who died on {long_date(report.date_of_death)}" if report.death_date_known else ""
    ending = dice.pick(
        (
            "The conclusion was a narrative conclusion.",
            "The jury returned a narrative conclusion.",
            "The conclusion was misadventure, with neglect not found.",
            "I recorded a narrative conclusion, and the medical cause of death as found by the pathologist.",
        )
    )
    return (
        f"On {long_date(opened)} I commenced an investigation into the death of {who}{age}{died}. "
        f"The investigation concluded at the end of the inquest on "
        f"{long_date(_before(report.date_of_report))}. {ending}"
    )


def _before(day: date) -> date:
    return date.fromordinal(day.toordinal() - 7)


def circumstances(report: Report) -> str:
    """Section 4: one or two sentences for each theme among the concerns, in order."""
    dice = Dice("circumstances", report.id, report.url)
    values = slots(dice, surname(report), report.sex)
    said: list[str] = []
    for theme in dict.fromkeys(concern.theme for concern in report.concerns):
        said.append(fill(dice.pick(THEMES[theme].story), values))
    said.append(
        dice.pick(
            (
                "Those who loved {person} spoke at the inquest of a kind and funny person who is greatly missed.",
                "The family attended throughout, and I am grateful for their help and their dignity.",
                "{person} was a much-loved member of a close family.",
            )
        ).format_map(values)
    )
    return " ".join(said)


def concerns_text(report: Report) -> str:
    """Section 5 as printed: each matter on its own line, numbered ``(1)``."""
    return "\n".join(f"({concern.number}) {concern.text}" for concern in report.concerns)


def report_text(report: Report) -> str:
    """The whole report in the order of the official form."""
    rule = report.regime == "rule_43"
    title = "RULE 43 REPORT" if rule else "REGULATION 28 REPORT TO PREVENT FUTURE DEATHS"
    powers = (
        "I make this report under rule 43 of the Coroners Rules 1984."
        if rule
        else "I make this report under paragraph 7, Schedule 5, of the Coroners and Justice Act 2009 and "
        "regulations 28 and 29 of the Coroners (Investigations) Regulations 2013."
    )
    numbered = "\n".join(f"{turn}. {item.as_written}" for turn, item in enumerate(report.addressees, start=1))
    parts = [
        title,
        f"THIS REPORT IS BEING SENT TO:\n{numbered}",
        f"1 CORONER\nI am {report.coroner_title} {report.coroner}, Coroner, for the coroner area of {report.area}.",
        f"2 CORONER'S LEGAL POWERS\n{powers}",
        f"3 INVESTIGATION and INQUEST\n{investigation(report)}",
        f"4 CIRCUMSTANCES OF THE DEATH\n{circumstances(report)}",
        "5 CORONER'S CONCERNS\nDuring the course of the inquest the evidence revealed matters giving rise to "
        "concern. In my opinion there is a risk that future deaths will occur unless action is taken.\n"
        f"The MATTERS OF CONCERN are as follows:\n{concerns_text(report)}",
        "6 ACTION SHOULD BE TAKEN\nIn my opinion action should be taken to prevent future deaths and "
        "I believe "
        "you have the power to take such action.",
        "7 YOUR RESPONSE\nYou are under a duty to respond to this report within 56 days of the date of this "
        f"report, namely by {long_date(report.due_printed)}. I, the coroner, may extend the period. "
        f"Your response "
        "must contain details of action taken or proposed to be taken, setting out the timetable for action. "
        "Otherwise you must explain why no action is proposed.",
        "8 COPIES and PUBLICATION\nI have sent a copy of my report to the Chief Coroner and to the "
        "family. The "
        "Chief Coroner may publish either or both in a complete or redacted or summary form.",
        f"9 {long_date(report.date_of_report)}\n{report.coroner}",
    ]
    return "\n\n".join(parts) + "\n"


def response_text(report: Report, response: Response, respondents: Sequence[WorldBody]) -> str:
    """A body's letter. Every promise of the truth stands in it word for word."""
    body = respondents[0]
    dice = Dice("letter", report.id, report.url, response.body)
    dated = response.dated or report.due
    person = report.deceased
    lines = [
        " and ".join(item.name for item in respondents),
        long_date(dated),
        f"Dear {report.coroner_title} {report.coroner.split()[-1]}",
        f"Inquest touching the death of {person}: report to prevent future deaths dated "
        f"{long_date(report.date_of_report)}",
        dice.pick(
            (
                f"I write in response to your report, and begin with our sincere condolences to the "
                f"family of {person}.",
                f"Thank you for your report. We are deeply sorry for the death of {person} and for the family's loss.",
                f"Before I turn to your concerns I wish to offer our condolences to everyone who loved {person}.",
            )
        ),
    ]
    if report.extended_to:
        lines.append(f"Thank you for extending the time for our response to {long_date(report.extended_to)}.")
    made = {promise.concern: promise for promise in response.promises}
    for concern in report.concerns:
        promise = made.get(concern.number)
        said = f"{_opening(dice)} {promise.quote}" if promise else _explained(dice)
        lines.append(f"Concern {concern.number}\n{said}")
    lines.append("I hope that this response assures you of how seriously we have taken your concerns.")
    lines.append(f"Yours sincerely\n{body.office or 'On behalf of ' + body.name}".rstrip())
    return "\n\n".join(lines) + "\n"


def _opening(dice: Dice) -> str:
    return dice.pick(
        (
            "We accept this concern.",
            "We have reviewed this with the staff and teams involved.",
            "We recognise the importance of this matter.",
        )
    )


def _explained(dice: Dice) -> str:
    return dice.pick(
        (
            "This lies with another organisation, and we propose no action of our own.",
            "Having reviewed our procedures, we do not propose further action, for the reasons given below.",
            "We have nothing to add to the response of the other organisation you have written to.",
        )
    )


def enclosure_text(report: Report, title: str) -> str:
    """What else a body sends: a covering letter or an appendix."""
    return (
        f"{title}\n\nSent with the response to the report dated {long_date(report.date_of_report)} "
        f"on the death of {report.deceased}.\n\nThis document is not itself a response.\n"
    )
