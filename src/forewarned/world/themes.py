"""The phrase bank: what went wrong, what coroners write of it, and what bodies promise.

Neutral and humane: no method of self-harm is described. A ``Lesson`` is one corrective obligation;
concerns that share its key would be answered by the same fix. Slots in braces are filled by
``texts.fill``.
"""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Lesson:
    key: str
    concerns: tuple[str, ...]
    taken: tuple[str, ...]
    planned: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Theme:
    key: str
    setting: str
    """``mental`` (mental-health trusts) or ``general`` (anybody)."""
    story: tuple[str, ...]
    """Sentences for section 4."""
    lessons: tuple[Lesson, ...]


MENTAL = (
    Theme(
        "observations",
        "mental",
        (
            "{person} was a patient on {ward} Ward and was to be observed {n} times an hour at irregular intervals.",
            "On {ward} Ward {he} was under intermittent observation because staff thought {him} at risk.",
        ),
        (
            Lesson(
                "observations-not-done",
                (
                    "Observations recorded as completed on {ward} Ward had not been carried out. The entries "
                    "were made together at the end of the shift.",
                    "The observation sheet shows checks at exact fifteen-minute intervals. The "
                    "evidence was that "
                    "nobody had been to the room in that time.",
                ),
                ("Every ward manager now compares a sample of observation records with door data each week.",),
                ("Electronic recording of observations at the point of care will be in use on all wards",),
            ),
            Lesson(
                "observations-training",
                (
                    "The member of staff allocated to observations was from an agency and had not "
                    "been trained "
                    "in the Trust's observation policy.",
                    "Staff gave differing accounts of what an observation requires. I heard no evidence that "
                    "their competence had been checked.",
                ),
                ("No member of staff is allocated to observations before a competency check is signed.",),
                ("All substantive and temporary staff will complete the revised observation training",),
            ),
        ),
    ),
    Theme(
        "environment",
        "mental",
        (
            "{He} was found unresponsive in {his} bedroom on {ward} Ward. Staff began resuscitation at once.",
            "{person} was admitted to {ward} Ward, a ward that had been awaiting works to its bedrooms.",
        ),
        (
            Lesson(
                "ligature-points-known",
                (
                    "The fitting concerned had been named as a ligature point in the environmental audit "
                    "{n} months earlier. It had not been removed or replaced.",
                    "Known ligature points remained in bedrooms on {ward} Ward. No date was fixed for the works.",
                ),
                ("The fittings named in the audit have been replaced throughout the ward.",),
                ("The remaining anti-ligature works will be completed in all adult wards",),
            ),
            Lesson(
                "alarm-response",
                (
                    "The alarm on {ward} Ward did not show which room it came from, and help was delayed.",
                    "Staff responding to the alarm did not bring emergency equipment and had to return for it.",
                ),
                ("Emergency equipment is now kept at both ends of every ward and checked daily.",),
                ("The alarm system will be replaced with one that shows the room",),
            ),
        ),
    ),
    Theme(
        "discharge",
        "mental",
        (
            "{He} was discharged from {ward} Ward on a Friday. No appointment had been made with the {team}.",
            "{person} was discharged to the care of the {team}, which did not receive the referral.",
        ),
        (
            Lesson(
                "follow-up-within-72-hours",
                (
                    "{person} was not seen within 72 hours of discharge, and nobody noticed that {he} had not been.",
                    "There was no system to tell the {team} that the follow-up due after discharge had been missed.",
                ),
                ("A daily list of people due follow-up after discharge is now reviewed by each team.",),
                ("An automatic alert for follow-up that is due or missed will be built into the record",),
            ),
            Lesson(
                "family-told-of-discharge",
                (
                    "The family were not told that {he} was to be discharged, although {he} was "
                    "going to live "
                    "with them and {he} had agreed that they could be told.",
                    "The discharge plan relied on relatives who had not been asked and did not know of it.",
                ),
                ("The discharge checklist now requires a recorded conversation with the family or carer.",),
                ("An audit of family involvement in discharge planning will be reported to the Board",),
            ),
        ),
    ),
    Theme(
        "crisis",
        "mental",
        (
            "{He} telephoned the crisis line {n} times in the week before {he} died.",
            "{person} was referred urgently to the {team} and was assessed by telephone only.",
        ),
        (
            Lesson(
                "crisis-gatekeeping",
                (
                    "Admission was refused after a telephone conversation with a person who had not "
                    "met {person}. "
                    "No reasons were recorded and no consultant was asked.",
                    "The {team} closed the referral because {he} did not answer two calls. No visit was attempted.",
                ),
                ("A referral to the crisis team can no longer be closed without a senior clinician's review.",),
                ("A revised gatekeeping standard, with face-to-face assessment, will be in force",),
            ),
            Lesson(
                "bed-availability",
                (
                    "{person} needed admission and no bed could be found for {n} days. There was no "
                    "plan to keep "
                    "{him} safe in the meantime.",
                    "The decision not to admit was, on the evidence, influenced by the lack of a bed.",
                ),
                ("A daily call now reviews the safety of each person waiting for a bed.",),
                ("A further eight beds will be opened with our commissioners",),
            ),
        ),
    ),
    Theme(
        "records",
        "mental",
        (
            "Important information about {his} risk was held in a system which the {team} could not open.",
            "{person} moved between two teams that kept separate records.",
        ),
        (
            Lesson(
                "risk-assessment-current",
                (
                    "The risk assessment had not been updated for {n} months, in spite of two events that "
                    "should have led to a review.",
                    "A risk assessment was copied forward without change. It described {him} as "
                    "living with a "
                    "partner from whom {he} had parted.",
                ),
                ("Risk assessments older than three months are now listed for each team every week.",),
                ("A new risk formulation will replace the present form across all services",),
            ),
            Lesson(
                "records-shared",
                (
                    "Services caring for {person} could not see each other's records, and nobody was "
                    "responsible for bringing the information together.",
                    "The {team} did not know of the earlier admission, because the record of it was kept elsewhere.",
                ),
                ("Crisis and ward staff now have read access to the shared care record.",),
                ("The two record systems will be merged",),
            ),
        ),
    ),
)
GENERAL = (
    Theme(
        "ambulance",
        "general",
        (
            "An emergency call was made and an ambulance was sent {n} hours later.",
            "{person} waited outside the emergency department for {n} hours before being seen.",
        ),
        (
            Lesson(
                "handover-delay",
                (
                    "Ambulances were held outside the hospital and could not answer other calls.",
                    "The call was rightly categorised, but no ambulance was free for {n} hours.",
                ),
                ("A corridor nurse now takes over care so that crews can leave within 45 minutes.",),
                ("A joint plan to end handovers of more than an hour will be in place",),
            ),
        ),
    ),
    Theme(
        "deterioration",
        "general",
        (
            "{He} was admitted with an infection. {His} condition worsened overnight.",
            "{person} had a fall. {His} observations changed over the next {n} hours.",
        ),
        (
            Lesson(
                "escalation",
                (
                    "Raised early warning scores were recorded and not escalated to a doctor.",
                    "There was no clear rule on whom to call at night, and no call was made for {n} hours.",
                ),
                ("Escalation is now prompted by the electronic chart and audited every month.",),
                ("A critical care outreach service will be available at night",),
            ),
            Lesson(
                "falls-assessment",
                (
                    "The falls risk assessment was not completed on arrival or after the first fall.",
                    "Equipment that would have warned staff of a fall was in the care plan and not in the room.",
                ),
                ("A falls assessment is now completed within six hours of arrival and checked by the manager.",),
                ("Sensor equipment will be provided in every room where it is in the care plan",),
            ),
        ),
    ),
    Theme(
        "medicines",
        "general",
        (
            "{He} was prescribed two medicines which should not have been taken together.",
            "{person} collected a repeat prescription that had not been reviewed for {n} months.",
        ),
        (
            Lesson(
                "medication-review",
                (
                    "Repeat prescriptions continued without review after a change advised by the hospital.",
                    "The system gave a warning, which was closed without a reason being recorded.",
                ),
                ("Letters advising a change of medicine are now read by a pharmacist within two days.",),
                ("A search for patients on this combination will be repeated every quarter",),
            ),
        ),
    ),
    Theme(
        "communication",
        "general",
        (
            "Several agencies knew of {person}. None of them knew what the others had done.",
            "A concern for {his} welfare was reported {n} days before {he} was found.",
        ),
        (
            Lesson(
                "multi-agency",
                (
                    "No agency took the lead, and no meeting of all those involved was ever held.",
                    "Information given to one agency about {his} safety did not reach the others.",
                ),
                ("A named lead professional is now agreed at the first contact.",),
                ("A joint protocol with our partner agencies will be signed",),
            ),
            Lesson(
                "welfare-check",
                (
                    "It was unclear which service would check on a person at risk, and so none did.",
                    "The call handler had no guidance on when a report of concern calls for a visit.",
                ),
                ("Call handlers now use a single guide agreed by all the emergency services.",),
                ("Training on reports of concern for welfare will be given to all call handlers",),
            ),
        ),
    ),
)
LESSONS = {lesson.key: lesson for theme in (*MENTAL, *GENERAL) for lesson in theme.lessons}
TEAMS = (
    "Crisis Resolution and Home Treatment Team",
    "Community Mental Health Team",
    "Early Intervention Team",
    "Liaison Psychiatry Team",
)
