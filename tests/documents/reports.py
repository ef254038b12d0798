"""Fictional reports for the corpus: persons, places and bodies that nobody bears, in the words of the blank form."""

from __future__ import annotations

from dataclasses import dataclass, replace

HEADINGS = {
    "coroner": "CORONER",
    "powers": "CORONER\u2019S LEGAL POWERS",
    "investigation": "INVESTIGATION and INQUEST",
    "circumstances": "CIRCUMSTANCES OF THE DEATH",
    "concerns": "CORONER\u2019S CONCERNS",
    "action": "ACTION SHOULD BE TAKEN",
    "response": "YOUR RESPONSE",
    "copies": "COPIES and PUBLICATION",
    "signature": "",
}
WELSH_HEADINGS = {
    "coroner": "CRWNER",
    "powers": "PWERAU CYFREITHIOL Y CRWNER",
    "investigation": "YMCHWILIAD a CHWEST",
    "circumstances": "AMGYLCHIADAU Y FARWOLAETH",
    "concerns": "PRYDERON Y CRWNER",
    "action": "DYLID CYMRYD CAMAU",
    "response": "EICH YMATEB",
    "copies": "COP\u00cfAU A CHYHOEDDI",
    "signature": "",
}
BEING_SENT = "THIS REPORT IS BEING SENT TO:"


@dataclass(frozen=True)
class Fictional:
    """A report as it was meant: paragraphs of each row, and what its fields must be read as."""

    rows: dict[str, tuple[str, ...]]
    addressees: tuple[str, ...]
    coroner: str | None
    area: str | None
    dated: str | None
    due: str | None
    headings: dict[str, str]
    being_sent: str = BEING_SENT


PLAIN = Fictional(
    rows={
        "addressees": (
            "1. Chief Executive, Brackenmoor and Tarnholt Partnership NHS Foundation Trust",
            "2. The Secretary of State for Fictional Affairs",
        ),
        "coroner": ("I am Ms Zephyrine Oxblood, assistant coroner, for the coroner area of Tarnholt.",),
        "powers": ("I make this report under the powers that the schedule and the regulations give me.",),
        "investigation": (
            "On 4 March 2031 I commenced an investigation into the death of Quillon Vantreight, aged 41.",
            "The medical cause of death was:",
            "1a Hypoxia",
            "2 Frailty",
        ),
        "circumstances": (
            "Mr Vantreight was a patient of the Larkspur Unit. On 2 March 2031 he was seen at 21:10 and at 23:55, and "
            "no check was recorded in between although four were due in each hour.",
            "The CORONER heard that 5 members of staff were on duty and that 3 of them were new to the ward.",
        ),
        "concerns": (
            "The evidence revealed matters giving rise to concern. There is a risk that deaths will occur unless "
            "action is taken.",
            "The MATTERS OF CONCERN are as follows.",
            "(1) Checks were written down in advance, and nobody compared the sheets with the recording of the camera.",
            "(2) The ward\u2019s bleep did not ring in the dining room; 6 staff knew of it and none had reported it.",
            "(3) The policy names no person who must look at the sheets.",
        ),
        "action": ("In my opinion you have the power to take action to prevent deaths.",),
        "response": (
            "You are under a duty to respond to this report within 56 days of the date of this report, namely by "
            "16th July 2031. I, the coroner, may extend the period.",
            "Your response must say what has been done or will be done, and by when.",
        ),
        "copies": (
            "I have sent a copy of my report to the Chief Coroner and to these interested persons:",
            "1. The family of Mr Vantreight",
            "2. The Inspectorate of Imaginary Care",
            "You may make representations to me about the release or the publication of your response at the time of "
            "your response.",
        ),
        "signature": ("21st May 2031", "Ms Zephyrine Oxblood"),
    },
    addressees=(
        "Chief Executive, Brackenmoor and Tarnholt Partnership NHS Foundation Trust",
        "The Secretary of State for Fictional Affairs",
    ),
    coroner="Ms Zephyrine Oxblood",
    area="Tarnholt",
    dated="2031-05-21",
    due="2031-07-16",
    headings=HEADINGS,
)


def _capitals(report: Fictional) -> Fictional:
    rows = {name: tuple(p.upper() for p in paragraphs) for name, paragraphs in report.rows.items()}
    return replace(
        report,
        rows=rows,
        addressees=tuple(a.upper() for a in report.addressees),
        coroner="MS ZEPHYRINE OXBLOOD",
        area="TARNHOLT",
        headings={name: words.upper() for name, words in HEADINGS.items()},
    )


def _long(report: Fictional) -> Fictional:
    """Rows that go over pages, a list of ten copies, a heading's words inside a sentence."""
    story = tuple(
        f"On day {n} the notes say that observations were kept at level {n % 4}, that the keys of cupboard {n} were "
        "lost and found again, and that the CIRCUMSTANCES OF THE DEATH would be looked at by nobody in particular."
        for n in range(1, 31)
    )
    copies = tuple(f"{n}. The Guild of Invented Carers, branch {n}" for n in range(1, 11))
    rows = {
        **report.rows,
        "circumstances": report.rows["circumstances"] + story,
        "copies": ("I have sent a copy of my report to:", *copies, "They may find it useful or of interest."),
        "signature": ("Dated: 21/05/2031", "Zephyrine Oxblood", "Assistant Coroner for Tarnholt"),
    }
    return replace(report, rows=rows)


def _addressed(report: Fictional) -> Fictional:
    """Addressees with their addresses, unnumbered points, a due date in figures, a coroner with letters."""
    rows = {
        **report.rows,
        "addressees": (
            "1 The Right Honourable Ottoline Quenby",
            "Minister for Made-up Health",
            "39 Hollow Street",
            "TA1 0ZZ",
            "2 Mr Ferrand Holloway-Nought",
            "Chief Executive of Tarnholt Council",
            "PO Box 77",
        ),
        "coroner": ("I am Dr. Ignatius Peppercorn, LLM, HM Senior Coroner for the coroner area of St. Orlin and Wend",),
        "concerns": (
            "The matters are these:",
            "\u2022 There is little evidence that the airway plan was ever read aloud.",
            "\u2022 The trolley was checked by whoever passed it.",
            "I am not reassured.",
        ),
        "response": (
            "You must respond within 56 days of 3 June 2031, that is by 5pm on Tuesday 29.07.31 at the latest.",
        ),
        "signature": ("3.6. 2031 Dr I Peppercorn",),
    }
    addressees = (
        "The Right Honourable Ottoline Quenby Minister for Made-up Health 39 Hollow Street TA1 0ZZ",
        "Mr Ferrand Holloway-Nought Chief Executive of Tarnholt Council PO Box 77",
    )
    return replace(
        report, rows=rows, addressees=addressees, coroner="Dr. Ignatius Peppercorn", area="St. Orlin and Wend",
        dated="2031-06-03", due="2031-07-29",
    )  # fmt: skip


def _blank(report: Fictional) -> Fictional:
    """No due date, a name removed from the addressee, no date in the signature."""
    rows = {
        **report.rows,
        "addressees": (", consultant surgeon via her legal representative at Nonesuch LLP.",),
        "coroner": ("I am [NAME], senior coroner, for the coroner area of [NAME OF AREA]",),
        "response": ("You are under a duty to respond within 56 days of the date of this report, namely by [DATE].",),
        "signature": ("[DATE] [SIGNED BY CORONER]",),
    }
    return replace(
        report,
        rows=rows,
        addressees=("consultant surgeon via her legal representative at Nonesuch LLP.",),
        coroner=None,
        area=None,
        dated=None,
        due=None,
    )


def _welsh(report: Fictional) -> Fictional:
    rows = {
        **report.rows,
        "concerns": ("Mae pryderon fel a ganlyn.", "(1) Nid oedd neb yn gwirio\u2019r taflenni arsylwi ar y ward."),
        "response": ("Rhaid i chi ymateb o fewn 56 diwrnod, sef erbyn 16 Gorffennaf 2031.",),
        "signature": ("21 Mai 2031", "Zephyrine Oxblood"),
    }
    return replace(
        report, rows=rows, headings=WELSH_HEADINGS, being_sent="MAE\u2019R ADRODDIAD HWN YN CAEL EI ANFON AT:"
    )


REPORTS = {
    "plain": PLAIN,
    "capitals": _capitals(PLAIN),
    "long": _long(PLAIN),
    "addressed": _addressed(PLAIN),
    "blank": _blank(PLAIN),
    "welsh": _welsh(PLAIN),
}
