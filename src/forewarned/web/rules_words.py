"""What found something, in words that a family can read, with the name that a program needs."""

from __future__ import annotations

RULES = {
    "when": "a rule for dates",
    "age": "a rule for ages",
    "person": "a rule for who somebody was and where",
    "method": "a rule for how somebody died",
    "suicide": "a rule for suicide",
    "finding": "a rule for what an inquest found",
    "matters-rules": "a rule for matters of concern",
    "matters": "a model that tells matters of concern",
    "themes": "a model of themes",
    "promises": "a model of promises",
    "dues": "a rule for when a promise is due",
    "same-lesson": "a model of what is alike",
    "similar": "a model of what is alike",
}
"""By the beginning of the name that the rule or model gives itself."""
PLAIN = {
    "register": "the register",
    "people": "a person",
    "phrase": "the words asked for",
    "": "the register",
}


def by_what(found_by: str) -> str:
    """``a rule for dates (when-1)``."""
    if found_by in PLAIN:
        return PLAIN[found_by]
    named = next((said for name, said in RULES.items() if found_by.startswith(f"{name}-")), "a rule")
    return f"{named} ({found_by.replace('(', '').replace(')', '')})"
