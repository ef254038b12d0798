"""Promises: what a response says was done, is being done or will be done, what it declines, and what became of it."""

from forewarned.lessons.promises.reading import read_response
from forewarned.lessons.promises.register import (
    Promise,
    Proof,
    Reminder,
    StateOfPromise,
    reminders,
    state_of,
)
from forewarned.lessons.promises.values import (
    MatterGiven,
    PromiseFound,
    RefusalFound,
    ReportGiven,
    ResponseRead,
    Smart,
)

__all__ = [
    "MatterGiven",
    "Promise",
    "PromiseFound",
    "Proof",
    "RefusalFound",
    "Reminder",
    "ReportGiven",
    "ResponseRead",
    "Smart",
    "StateOfPromise",
    "read_response",
    "reminders",
    "state_of",
]
