"""The words that say a death was a suicide, and those that take it back: tables for `suicide`."""

from __future__ import annotations

import re

from forewarned.lessons.facts.passages import Cue, cue

_OWN = r"(?:his|her|their|its|the deceased's|(?:Mr|Mrs|Ms|Miss) \w+'s|[A-Z]\w+'s)"
_SELF = r"(?:himself|herself|themselves|themself|him/herself)"
_NO_NOUN = r"(?! (?:risk|attempt|note|plan|ideation|prevention|thought|pact|watch|letter|message|and|or)\w*)"

SAID: tuple[Cue, ...] = (
    cue(
        "died by suicide",
        0.95,
        "suicide",
        r"\b(?:died|death|dying|dies|deceased)\b[^.;]{0,40}?\b(?:by|of|from|through|was|as) (?:an? )?(?:\w+ "
        r")?suicide\b",
    ),
    cue("committed suicide", 0.93, "suicide", r"\b(?:committed|commits|completed|carried out|dying by) suicide\b"),
    cue(
        "own life",
        0.93,
        " life| lives",
        rf"\b(?:took|taken|taking|ended|ending|take|end) {_OWN} (?:own )?li(?:fe|ves)\b",
    ),
    cue(
        "self",
        0.93,
        "self|selves",
        rf"\b(?:killed|hanged|hung|shot|drowned|suspended|asphyxiated|gassed|electrocuted|poisoned|suffocated|"
        rf"strangled|"
        rf"immolated) {_SELF}\b",
    ),
    cue("alight", 0.85, "alight|on fire", rf"\bset (?:fire to )?{_SELF} (?:alight|on fire)\b"),
    cue(
        "suicide",
        0.75,
        "suicide",
        r"\b(?:his|her|their|the deceased's|[A-Z]\w+'s|apparent|the) suicide\b(?! of (?!the deceased))" + _NO_NOUN,
        exact=True,
    ),
    cue("suicide", 0.8, "suicide", rf"^\W*(?:[\w ]{{0,30}}:)?\W*suicide\b{_NO_NOUN}"),
)

HYPOTHETICAL = re.compile(
    r"\b(?:thoughts?|thinking|ideat\w*|ideas?|intention|intent|intend\w*|plan(?:s|ned|ning)?|want(?:ed|ing|s)?|wish\w*|"
    r"desire|urges?|threat\w*|attempt\w*|tried|try|trying|risk\w*|may|might|could|would|going|consider\w*|"
    r"contemplat\w*|"
    r"if|feel\w*|felt|talk\w*|spoke\w*|express\w*|prevent\w*|likelihood|potential|should|how|ways?|means|before|unless|"
    r"about|fear\w*|concern\w*|not|never|without|purported|search\w*|research\w*|websites?|able|voices?|telling|"
    r"told (?:him|her|them)|says?|saying|said (?:he|she|they)|suggest\w*|indicat\w*|rather than|ability|enough|"
    r"cry for help|gesture|previous|prior|history|whether|actively|suicidal|seeking|partly|partially|nearly|almost|"
    r"habitually)"
    r"(?:\W+(?:to|of|about|had|he|she|they|was|were|is|be|been|have|him|her|the|in|a|an|for|at|that|by|on|their|his|"
    r"actually|deliberately|then|self[- ]harm\w*|harm|and|or)){0,6}\W+$",
    re.I,
)
OF_ANOTHER = re.compile(
    r"\b(?:(?:his|her|their|the|a|an|one|whose|'s)\s+(?:\w+[ -]){0,2}(?:brother|sister|mother|father|dad|mum|parents?|"
    r"friends?|husband|wife|partner|boyfriend|girlfriend|uncle|aunt|cousins?|grand\w+|perpetrator|assailant|attacker|"
    r"killer|patients?|prisoners?|inmates?|residents?|colleague|neighbour|teenager|people|persons|individuals?|"
    r"students?|celebrity)|another \w+|other \w+|others|people|patients|prisoners|those|persons|individuals|"
    r"young people|children|someone|anyone|(?:two|three|four|several|many|some) \w+)"
    r"(?:\W+(?:who|had|has|have|also|then|sadly|later|subsequently|himself|herself|that|previously|and|themselves|to|"
    r"dying|died|death|by|from|aged|\d{1,3}|years?|old)){0,6}\W+$",
    re.I,
)
"""The bereaved, and those who kill themselves after killing the person whom the report is about."""
THEN_SELF = re.compile(
    r"\b(?:kill(?:ed|ing)|stabb(?:ed|ing)|shot|shooting|strangled|murder(?:ed|ing)) (?:\w+ ){1,5}(?:and|before|then)\b"
    r"[^.;]{0,40}$",
    re.I,
)
DENIED = re.compile(
    r"\b(?:did not|does not|do not|cannot|could not|not possible to|no evidence|no reason to|insufficient evidence|"
    r"not satisfied|unable to|not (?:established?|proved|proven|sufficient|clear)|neither|unclear|unknown|"
    r"rule[sd]? out)"
    r"\b[^.;]{0,120}$",
    re.I,
)

_HEIGHTS = (
    r"(?:bridge|roof|window|balcon\w+|building|block|car ?park|cliffs?|height|viaduct|tower|parapet|motorway|"
    r"multi-?storey|river|floor|storey|flats?|quarry|ledge|walkway|flyover|dock|sea|water)"
)
_WENT = (
    r"(?:jumped|stepped|walked|ran|lay|laid|lain|knelt|stood|sat|threw|placed|put|positioned|dived|moved|"
    r"jumping|stepping|"
    r"walking|running|lying|kneeling|placing|throwing)"
)
ACTS: tuple[Cue, ...] = (
    cue(
        "train",
        0.8,
        "front of|path of| track| line|rails|wheels",
        rf"\b{_WENT}\b[^.;]{{0,50}}\b(?:in front of|(?:into|in) the path of|on(?:to)? (?:a |the )?(?:\w+ "
        rf")?(?:tracks?|line|"
        rf"rails))\b[^.;]{{0,60}}\b(?:train|tube|tracks?|line|railway|vehicle|lorry|HGV)\b",
        rf"\b{_WENT} (?:\w+ ){{0,3}}on(?:to)? (?:a |the )?(?:railway|train) (?:tracks?|lines?)\b",
        r"\b(?:lay|laid|lying) (?:\w+ ){0,2}under(?:neath)? the wheels\b",
    ),
    cue(
        "jump",
        0.8,
        "jump|leap|threw|throwing",
        r"\b(?:jumped|leapt|threw (?:him|her|them)\w+|jumping|leaping|throwing (?:him|her|them)\w+)\b[^.;]{0,40}"
        rf"\b(?:from|off|over|out of|into)\b[^.;]{{0,60}}\b{_HEIGHTS}\b",
    ),
    cue("self-inflicted", 0.8, "inflicted", r"\bself[- ]inflicted\b[^.;]{0,60}"),
    cue(
        "own act",
        0.78,
        " own |not accidental",
        r"\b(?:result|consequence|because) of (?:his|her|their) own (?:\w+ )?(?:acts?|actions?)\b",
        r"\bown deliberate (?:acts?|actions?)\b",
        r"\b(?:acts?|actions?) (?:was|were) (?:probably |likely )?not accidental\b",
    ),
    cue(
        "deliberate",
        0.76,
        "deliberate",
        r"\bdeliberately (?:\w+ ){0,2}(?:climb|jump|step|walk|fell|fall|dr[oi]ve|driving|enter|went|going|lay|"
        r"lying|submerg|"
        r"inhal|suffocat|ligatur|tied|hang)\w*",
        r"\bdeliberate (?:act of (?:recent )?self|hanging|ligature|jump|self[- ](?!harm))\w*",
    ),
    cue(
        "overdose",
        0.75,
        "intentional|deliberate|purposeful",
        r"\b(?<!un)(?:intentional|deliberate|purposeful)(?:ly)?\b[^.;]{0,40}\b(?:overdos\w*|ingest\w*|"
        r"consum\w*|took|taken|"
        r"taking|drank|swallowed|self[- ]poisoning)\b",
    ),
    cue(
        "intended",
        0.75,
        "inten|purpose|view to",
        r"\b(?:intended|intending|intention(?:ally)?|intent|purpose) (?:(?:to|of|was to|that) )?(?:die|dying|"
        r"end(?:ing)?|"
        r"tak(?:e|ing)|kill(?:ing)?|be fatal|cause (?:his|her|their) (?:own )?death|bring)\b[^.;]{0,30}",
        r"\bview to (?:ending|taking) (?:his|her|their) (?:own )?life\b",
    ),
    cue(
        "self-harm",
        0.72,
        "harm|self-|self ",
        r"\b(?:acts?|episode|incident) of (?:deliberate )?self[- ]?harm\b[^.]{0,200}\b(?:death|died|fatal)\b",
        r"\bdied (?:\w+ ){0,6}self[- ]?harm\b",
        r"\bself[- ]?(?:strangulation|suspension|asphyxiation|immolation|ligatur\w+|application of a ligature)\b",
        r"\bself[- ]applied ligature\b",
    ),
    cue(
        "note",
        0.66,
        "note|letter|message",
        r"\b(?:left|leaving|found)\b[^.;]{0,40}\b(?:suicide|farewell|goodbye|final) (?:notes?|letters?|"
        r"messages?|texts?)\b",
        r"\bsuicide notes? (?:was|were)? ?(?:left|found)\b",
    ),
    cue(
        "plastic bag",
        0.7,
        "bag|helium|nitrogen|bin liner",
        r"\b(?:plastic bag|bin liner) (?:\w+ ){0,3}(?:over|on|around|tied)\b[^.;]{0,15}\bhead\b",
        r"\b(?:inhal\w+|breath\w+) (?:of )?(?:helium|nitrogen)\b",
    ),
    cue("airway", 0.65, "airway", r"\b(?:obstruct\w+|block\w+) (?:his|her|their) (?:own )?airway\b[^.;]{0,40}\bby\b"),
    cue(
        "own fire",
        0.7,
        "himself|herself",
        r"\b(?:fire|blaze)\b[^.;]{0,30}\b(?:started|commenced|set|lit) by (?:him|her)self\b",
    ),
    cue(
        "own gun",
        0.68,
        "gun|rifle|firearm",
        r"\b(?:shotgun|rifle|gun|firearm|pistol)\b[^.;]{0,25}\b(?:in (?:his|her) hands?|beside (?:him|her)|"
        r"between (?:his|her))"
        r"\b[^.;]{0,60}\b(?:wound|injur)\w*",
    ),
)
TIED = cue(
    "tied",
    0.72,
    "hang|hung|suspend|ligature|noose|neck",
    r"\b(?:found|discovered|seen)\b(?! that)[^.;]{0,140}\b(?:hanging|hanged|hung|suspended(?! (?:due|because|"
    r"for|until|on "
    r"admission))|ligature)\b",
    r"\bdied\b[^.;]{0,60}\b(?:hanging|ligature)\b",
    r"\b(?:tied|tying|fashioned|applied|placed|used|using|constructed|secured|attached|"
    r"attaching)\b[^.;]{0,60}\b(?:ligatures?|"
    r"noose|around (?:his|her|their) neck)\b",
    r"\b(?:hanging|suspended|suspending)\b[^.;]{0,40}\b(?:by|from)\b[^.;]{0,40}\b(?:ligature|rope|belt|cord|"
    r"scarf|sheet|tree|"
    r"door|beam|banister|neck|rail|lace|cable|bar)",
)
NOT_FATAL = re.compile(
    r"\b(?:previous(?:ly)?|history of|attempted|attempts|on (?:several|numerous|multiple|many|two|three|other|"
    r"\w+ previous) "
    r"occasions?|in the past|thoughts? of|risk of|had (?:also |been )?(?:tied|taken|tried|found)|survived|removed|"
    r"recovered from|discharged|began|started|used to|would|could|threat\w*|planned|"
    r"ligature (?:points?|cutters?|knife|risks?|anchor))\b",
    re.I,
)
CHILDS_ACCIDENT = re.compile(
    r"\b(?:blind|curtain|cot|high ?chair|swing|slide|trampoline|play(?:ing)?|toy|window blind) ?(?:cords?|rope|"
    r"pull)?\b",
    re.I,
)
LEFT_OPEN = re.compile(
    r"\b(?:intent(?:ion)?s?|intended|motive)\b[^.;]{0,60}\b(?:un(?:clear|known|certain|determined)|not (?:\w+ "
    r")?(?:known|"
    r"clear|established?|determin\w+|possible|be))|"
    r"\b(?:cannot|could not|unable to|not possible to|did not|not|insufficient|"
    r"whether)\b[^.;]{0,60}\b(?:intent(?:ion)?|"
    r"intended|intend)\b",
    re.I,
)
CHANGED = re.compile(
    r"\bchanged (?:his|her|their) mind\b|\b(?:did not|had not|didn't) (?:intend|intended|mean) to (?:die|kill|"
    r"take|end|harm)"
    r"|\bno intention (?:of|to)\b",
    re.I,
)
BY_NATURE = re.compile(
    r"\b(?:\w*pneumonia|sepsis|septic\w*|infarct\w*|cancer|\w*carcinoma\w*|malignan\w*|disease|embol\w+|stroke|h(?:a|"
    r"ae)morrhage|"
    r"h(?:a|ae)matoma|dementia|infection|heart failure|cardiomyopathy|meningitis|epilep\w*|seizure|diabet\w*|"
    r"ketoacidosis|"
    r"thrombo\w*|perforat\w*|peritonitis|asthma|anaphyla\w*|bowel|pancreatitis|liver failure|renal failure|"
    r"multi-?organ failure|old age|frailty|fracture\w*|aneurysm|dissection|covid\w*|aspiration|prematur\w*|"
    r"isch(?:a|ae)mi\w*|"
    r"cirrhosis|neoplas\w*|tumour|ulcer\w*|sudep|encephalo\w*|syndrome|myocard\w*|coronary|cardiac|hypoxi\w*)\b",
    re.I,
)
