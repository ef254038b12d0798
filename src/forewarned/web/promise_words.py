"""Words of the pages for promises: states, rungs of the ladder, kinds of action and how strong each is."""

from __future__ import annotations

from forewarned.lessons.promises.values import SAID_DONE

STATES = {
    "overdue": "past the day it was due, no evidence attached",
    "due": "due on a day to come",
    "no_date": "promised without a date",
    "said_done_not_evidenced": "said to be done, no evidence attached",
    "considered_only": "only considered",
    "not_counted": "not counted as theirs",
    "done": "evidence that it was done",
    "embedded": "evidence that it is kept up",
    "effective": "evidence that it works",
}
"""Of a promise as at a day. The words say what is known here, not whether anybody failed."""
STATUSES = {
    "taken": "says it was done after the report",
    "underway": "says it has begun",
    "planned": "says it will be done",
    "considered": "says it will be thought about",
    "already_done_before_report": "says it was done before the report",
}
"""What the response says."""


def called(status: str) -> str:
    """``Action`` where the words say that it was done, ``Promise`` where it is still to come."""
    return "Action" if status in SAID_DONE else "Promise"


TYPES = {
    "policy": "a policy or procedure",
    "training": "training",
    "audit": "an audit or checks",
    "staffing": "staff",
    "it_records": "computer systems or records",
    "environment": "a building or place",
    "equipment": "equipment",
    "commissioning": "money or a new service",
    "supervision": "supervision of staff",
    "communication_reminder": "a message or reminder",
    "review_only": "a review",
    "national_escalation": "raising it nationally",
    "other": "something else",
}
TIERS = {
    "stronger": (
        "stronger",
        "It changes the place, the equipment or how the work is set up, so that safety does not rest on people "
        "remembering.",
    ),
    "intermediate": (
        "in the middle",
        "It helps people to do the right thing, for example more staff, a checklist, software or an audit with "
        "feedback, but still rests on them.",
    ),
    "weaker": (
        "weaker",
        "It rests on people remembering, for example a policy, training, a reminder or a further review.",
    ),
}
"""The VA / IHI hierarchy of actions in plain words: short, then what it means."""
TIERS_SOURCE = "the hierarchy of actions of the US Department of Veterans Affairs and the IHI"
RUNGS = {
    "promised": ("Promised", "The response says so."),
    "done": ("Done", "A document shows that it was done, for example the new policy."),
    "embedded": ("Kept up", "An audit shows that people do it as a matter of course."),
    "effective": ("Works", "An outcome shows that it makes a difference."),
}
"""The ladder, lowest first: its name and what shows it."""
SMART = {
    "specific": "says exactly what is to be done",
    "measurable": "says how one can tell",
    "owner": "names who does it",
    "dated": "gives a date",
}
VERDICTS = {"confirm": "It is a promise", "reject": "It is not a promise"}
