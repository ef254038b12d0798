"""Kinds of organisation in the words that people read: of one, as a heading, and of many in a sentence."""

from __future__ import annotations

KINDS = {
    "care_provider": ("care provider", "Care providers", "care providers"),
    "charity": ("charity", "Charities", "charities"),
    "company": ("company", "Companies", "companies"),
    "education": ("place of education", "Education", "places of education"),
    "fire": ("fire and rescue service", "Fire and rescue services", "fire and rescue services"),
    "government": ("government body", "Government", "government bodies"),
    "gp": ("GP practice", "GP practices", "GP practices"),
    "local_authority": ("local authority", "Local authorities", "local authorities"),
    "nhs_commissioner": ("NHS commissioner", "NHS commissioners", "NHS commissioners"),
    "nhs_national": ("national NHS body", "National NHS bodies", "national NHS bodies"),
    "nhs_trust": ("NHS trust", "NHS trusts", "NHS trusts"),
    "other": ("other body", "Other bodies", "other bodies"),
    "police": ("police force", "Police", "police forces"),
    "prison_probation": ("prison or probation service", "Prisons and probation", "prison and probation services"),
    "professional_body": ("professional body", "Professional bodies", "professional bodies"),
    "regulator": ("regulator", "Regulators", "regulators"),
    "welsh_health_board": ("Welsh health board", "Welsh health boards", "Welsh health boards"),
}


def kind_of(kind: str, services: tuple[str, ...] = ()) -> str:
    """``NHS trust (mental health)``."""
    word = KINDS[kind][0] if kind in KINDS else kind.replace("_", " ") or "kind not known"
    also = ", ".join(service.replace("_", " ") for service in services)
    return f"{word} ({also})" if also else word


def many_of(kind: str) -> str:
    """``NHS trusts``; a kind without a word of its own is named as it is."""
    return KINDS[kind][2] if kind in KINDS else f"{kind.replace('_', ' ')} bodies"
