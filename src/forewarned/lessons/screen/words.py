"""The words a query may use and what they ask: one table, so that a new word is one line."""

from __future__ import annotations

CODES: dict[str, tuple[str, ...]] = {
    name: tuple(codes.split())
    for name, codes in {
        "setting": "inpatient detained community custody hospital care_home supported_housing school looked_after",
        "method": "hanging train fall_from_height overdose drowning road_traffic firearm sharp_object burning choking "
        "asphyxia fall",
        "conclusion": "suicide misadventure accident natural_causes road_traffic_collision drug_related open "
        "unlawful_killing lawful_killing industrial_disease stillbirth complication_of_treatment neglect narrative",
        "sex": "male female",
        "place": "home hospital mental_health_unit prison care_home railway road water woods_or_park work",
        "suicide": "yes no not_known",
    }.items()
}
"""Fields over facts that take one of a list of codes."""

THEMES = tuple(
    "observation record_keeping staffing delay_access risk_assessment treatment sharing_between handover_within family "
    "discharge_followup referral_transition medication physical_health environment leave_missing policy training "
    "it_systems learning legal_safeguarding emergency_response commissioning complex_needs means_online custody other "
    "not_a_concern".split()
)
"""Codes of the themes codebook, and the mark of a matter that raises no concern."""
TEXT_FIELDS = ("text", "investigation", "circumstances", "concerns", "cause")
"""Fields that look for words: in all sections, in one, or in the medical cause."""
CASE_FIELDS = ("theme", "area", "organisation", "category", "ref")
"""Fields over the report itself."""
FIELDS = (*CODES, *TEXT_FIELDS, *CASE_FIELDS)

SYNONYMS: dict[str, str] = {
    "suicide": "suicide:yes",
    "child": "age < 18",
    "children": "age < 18",
    "minor": "age < 18",
    "adult": "age >= 18",
    "baby": "age < 1",
    "infant": "age < 1",
    "teenager": "age between 13 and 19",
    "older": "age >= 65",
    "men": "sex:male and age >= 18",
    "women": "sex:female and age >= 18",
    "man": "sex:male and age >= 18",
    "woman": "sex:female and age >= 18",
    "boy": "sex:male and age < 18",
    "girl": "sex:female and age < 18",
    "male": "sex:male",
    "female": "sex:female",
    "inpatient": "setting:inpatient",
    "detained": "setting:detained",
    "sectioned": "setting:detained",
    "community": "setting:community",
    "custody": "setting:custody",
    "prisoner": "setting:custody",
    "looked_after": "setting:looked_after",
    "care_home": "setting:care_home",
    "hanging": "method:hanging",
    "ligature": "method:hanging",
    "overdose": "method:overdose",
    "poisoning": "method:overdose",
    "drowning": "method:drowning",
    "train": "method:train",
    "jump": "method:fall_from_height",
    "misadventure": "conclusion:misadventure",
    "accident": "conclusion:accident",
    "open_conclusion": "conclusion:open",
    "narrative": "conclusion:narrative",
    "neglect": "conclusion:neglect",
    "unlawful_killing": "conclusion:unlawful_killing",
    "natural_causes": "conclusion:natural_causes",
}
"""A word that stands for a condition."""

EXCLUSIVE: dict[str, frozenset[str]] = {"sex": frozenset({"male", "female"})}
"""Fields in which one value rules the others out; elsewhere what is not found is not known."""
