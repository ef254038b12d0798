"""The form's own words and other words that are no matter: what a concerns section opens, joins and ends with.

The sentences are those of the template of the Chief Coroner's guidance and the ways in which coroners vary it, in
English and in Welsh. Every pattern is free of nested repetition, so that a section is read in linear time.
"""

from __future__ import annotations

import re

_I = re.IGNORECASE

FORM_SENTENCE = re.compile(
    r"^(?:"
    r"(?:[A-Z][^.]{0,80}, )?(?:during|in|from|throughout) (?:the course of )?(?:the|this|my|both)?\s?"
    r"(?:investigations?|inquests?|inquiry)\b.{0,160}\b(?:matters?|concerns?|issues?)\b.{0,40}\b(?:g[ia]v\w+|"
    r"r[ai]is\w+)\b.{0,20}"
    r"\b(?:concern|r[ai]s\w*)"
    r"|.{0,120}\b(?:evidence|inquiries|inquires|enquiries|investigation|inquest)\s+(?:has |have |"
    r"had )?reveal\w* (?:a )?"
    r"(?:number of |the following |several )?(?:matters?|concerns?)\b.{0,60}$"
    r"|in\s+my\s+opinion,?\s+there\s+(?:is|are|was|remains)\s+(?:a |an |"
    r"the )?(?:\w+ )?risks?\b.{0,100}(?:unless|if)\b.{0,60}$"
    r"|in\s+(?:the|these|those|such)\s+circumstances,?\s+it\s?is\s+my\s+(?:statutory\s+)?duty\b.{0,60}$"
    r"|it is (?:therefore )?my statutory duty to report.{0,40}$"
    r"|(?:yn ystod|yn fy marn i|o dan yr amgylchiadau|mae'?r? ?materion|mae’?r? ?materion|mae’r mater|mae'r mater)\b"
    r")",
    _I | re.DOTALL,
)
"""A whole sentence of the form: matched at the sentence's start, and only where the sentence is short enough."""

HEADING = re.compile(
    r"(?:my |these )?(?:\bthe\s+)?(?:\bremaining |\bspecific |"
    r"\bmain )?[\u200b\s]{0,3}\bmatters?[\u200b\s]{1,3}of[\u200b\s]{1,3}concerns?\b"
    r"[\u200b\s]{0,3}[^.:;\n]{0,90}?(?:\b(?:are|is|as|be)\b\s{0,3}(?:as )?(?:follows?|below)?(?![a-z])|(?=[:\n]))"
    r"|\bmaterion sy[’']?n peri pryder\b[^.:\n]{0,60}",
    _I,
)
"""The form's line "The MATTERS OF CONCERN are as follows" in the wordings seen."""

HEADING_TAIL = re.compile(
    r"(?:[\s\u200b]*(?:[.:;,–—-]|"
    r"\[?\(?brief summary of (?:the )?matters of concern\)?\]?))*",
    _I,
)
BRIEF = re.compile(r"[\[(]?\s?brief summary of (?:the )?matters of concern\s?[\])]?", _I)

FURNITURE = re.compile(
    r"regulation 2[89] [–-] (?:after|before|"
    r"pre-?)\s?inquest (?:document )?template updated [\d/]{6,12}(?: [A-Z]{2}\b)?"
    r"|\bpage \d{1,3}(?: of \d{1,3})?\b"
    r"|(?:\b\d{1,2} )?information classification:? ?(?:public|controlled|official|internal|restricted|confidential)\b"
    r"|\[please note[^\]]{0,200}\]",
    _I,
)
"""Headers and footers of pages that a reader of PDFs left in the text."""

NEXT_BOX = re.compile(r"(?:\b\d{1,2}\.?\s+)?\bACTION (?:SHOULD|COULD|MUST) BE TAKEN\b")
"""The heading of the form's next box."""

NEXT_FOR = re.compile(
    r"(?:the )?following (?:matters?|concerns?|issues?|points?)\b.{0,60}\b(?:addressed|directed|relates?|raised|for)\b"
    r"|\((?:for|to) [^()]{3,80}\)$",
    _I,
)
"""A sentence after a point that only says whom the next ones are for, or that its own one is for."""

ADDRESS = re.compile(
    r"coroner['’]?s?['’]? (?:office|court|service)|\b[A-Z]{1,2}\d{1,2}[A-Z]? \d[A-Z]{2}\b|\btel(?:ephone)?\b|"
    r"@\w|\bwww\."
    r"|\b(?:street|avenue|shirehall|town hall|city hall|county hall)\b",
    _I,
)

LEAD_IN = re.compile(
    r"(?:\b(?:concerns?|matters?|issues?|areas?|points?|following|follows|below|that|specifically|particular|"
    r"regarding|to|these)\b"
    r"[^.:;]{0,60}|^[^.:]{0,80})[:–—-]\s?[-–—]?\s*$"
    r"|^(?:my|the|these|those|i have|there are)\b[^.]{0,60}\bconcerns?\b[^.]{0,40}"
    r"\b(?:following|as follows|twofold|threefold|two-?fold|three-?fold|these|below)\b[^.]{0,30}\.?$"
    r"|^(?:i am|i remain) concerned (?:about|with|by|regarding) the following\b[^.]{0,40}$",
    _I,
)
"""A sentence that only announces what follows it."""

CLOSER = re.compile(
    r"^(?:i am (?:therefore )?not (?:re)?assured|the summary of the evidence|please note that these|"
    r"(?:for|taking) (?:all )?(?:of )?(?:these|the above) (?:reasons|matters|concerns)|"
    r"(?:consideration|thought) should be given to whether (?:any )?steps|"
    r"i (?:consider|believe) that the issues raised|it is not for (?:me|i\b)|"
    r"(?:all )?(?:of )?(?:these|the above|the aforementioned)(?: \w+){0,3} (?:matters|concerns|issues|points)\b|"
    r"having (?:heard|issued|considered)|in (?:summary|conclusion)\b|"
    r"(?:a copy of )?this report (?:is|has|will)\b|i (?:have|am) (?:also )?cop(?:y|ied)|the coroner requests|"
    r"(?:this|these|my) (?:concern|matter)s? (?:is|are) (?:addressed|directed)|"
    r"i (?:would be|should be) (?:grateful|obliged)|i (?:make|have) no (?:comments?|criticism)|"
    r"in my opinion,? there is (?:therefore )?a (?:\w+ )?risk (?:that|of) (?:future|further)|"
    r"(?:\d )?action (?:should|could) be taken\b|i draw your attention to|"
    r"i (?:consider|believe) (?:that )?this concern is the (?:combined|joint)|"
    r"(?:although|whilst|while) (?:the|this|these|it|they)\b[^.]{0,50}\b(?:did|do|does|was|were|is) not "
    r"(?:\w+ ){0,2}(?:caus|contribut)\w*|(?:regarding|all|both)(?: of)? (?:the|these|\w+) (?:above |\w+ )?(?:matters|"
    r"concerns|issues|points)\b|in so doing|i am (?:also )?writing separately|it is right to (?:say|record|note)|"
    r"the secretary of state (?:for \w+ )?is asked|i (?:therefore )?(?:make|write|issue|send|direct) this report)",
    _I,
)
"""A sentence or paragraph after the last matter that sums up or hands over."""

ANNOUNCED = re.compile(
    r"\b(?:concerns?|concerned)\b[^.]{0,60}\b(?:following|follows|these|regard(?:ing)?|that)\b[^.]{0,20}[:;–—-]?\s*$"
    r"|\b(?:heard|given|gave|evidence|noted|shown|established|revealed|identified|found)\b[^.]{0,60}"
    r"\b(?:that|follows|following|issues?|concerns?|regarding)\s?[:;–—-]\s*$",
    _I,
)
"""The words before nested points that make each of the points a matter of its own."""

EVIDENCE_ONLY = re.compile(r"\b(?:evidence|heard|inquest|background|facts?)\b[^.:]{0,60}[:–—-]\s*$", _I)

NEW = re.compile(
    r"^(?:second(?:ly)?|third(?:ly)?|fourth(?:ly)?|fifth(?:ly)?|sixth(?:ly)?|finally|lastly|"
    r"in addition,? (?:i am|there|to)|additionally,|"
    r"separately|another (?:concern|matter|issue)|a (?:final|further|second|third) |my (?:second|third|fourth|"
    r"final|other|next) |"
    r"(?:i|the \w+) (?:am|was|is|remain) (?:also|further) (?:\w+ )?(?:concerned|alarmed|troubled|worried)|"
    r"i also (?:find|have|raise))\b",
    _I,
)
"""A sentence or paragraph that says it begins another matter."""

CARRIES_ON = re.compile(
    r"^(?:this|these|those|it|they|he|she|his|her|their|however|therefore|thus|as such|as a (?:result|"
    r"consequence)|accordingly|such|that|"
    r"consequently|had|although|whilst|while|given|i am therefore|i therefore|the fact|in (?:this|that|those|"
    r"these|my|particular|view)|"
    r"on (?:this|that|the basis)|by way|nonetheless|nevertheless|but|indeed|for (?:example|instance)|"
    r"specifically|at (?:this|that|these)|"
    r"when|i accept|i (?:fully )?(?:appreciate|recognise|understand)|unless|if|without|whether)\b",
    _I,
)
STATED = re.compile(
    r"\b(?:i|coroner|court|my|main|real|this)\b[^.]{0,40}\bconcern(?:s|ed|ing)?\b|\b(?:raises?|gives? rise to|"
    r"there (?:is|are|remains?)) (?:a |some )?concerns?\b"
    r"|\brisk (?:of|that|to)\b|\bfuture deaths?\b|\bdangerous\b",
    _I,
)
LACKING = re.compile(
    r"\b(?:no|not|lack\w*|fail\w*|absen\w+|inadequa\w+|insufficien\w+|unclear|delay\w*|poor\w*|without|unable|"
    r"limited|shortage\w*|missed|"
    r"inconsisten\w+|incomplete|inaccura\w+|confus\w+|never|none|nor|ineffective|deficien\w+|breach\w*|unaware|"
    r"unsafe|excessive|"
    r"omi\w+|neglect\w*|only|difficult\w*|obscure\w*|risk\w*)\b|n['’]t\b",
    _I,
)
ASKING = re.compile(
    r"\b(?:should|needs? to|consider\w*|review\w*|request\w*|invited? to|recommend\w*|please|could|would (?:be|"
    r"have|prevent|benefit)|must|ensure|whether)\b",
    _I,
)
OPENS_LACKING = re.compile(
    r"^\W*(?:the |a |an |any )?(?:apparent |continuing |continued |general |potential )?(?:lack|absence|failure|"
    r"failing|inadequa\w+|insufficien\w+|delay\w*|no|poor|"
    r"shortage|inability|inconsisten\w+|risk|need|provision|availability|use|there (?:is|was|were|are|appear\w*|"
    r"does|has|had|remains?|seem\w*) )\b",
    _I,
)
OPENS_HEARD = re.compile(
    r"^\W*(?:(?:during|in|from|at) (?:the |this |my )?(?:course of |oral )?(?:the )?(?:inquest|evidence|"
    r"hearing)|evidence|the evidence|i heard|"
    r"i (?:was|am) (?:told|informed)|the (?:court|inquest|jury|coroner) (?:heard|was|found)|it was (?:clear|"
    r"accepted|heard|noted)|it is (?:clear|apparent))\b",
    _I,
)
OPENS_STORY = re.compile(
    r"^\W*(?:on|at|by|from|in|after|following|prior|before|since|between|until|whilst|when) (?:the )?(?:\d|"
    r"january|february|march|april|may|"
    r"june|july|august|september|october|november|december|early|late|admission|discharge|arrival|his|her|mr|"
    r"mrs|ms|miss|death|time)"
    r"|^\W*(?:mr|mrs|ms|miss|dr|he|she|his|her)\b",
    _I,
)
DATE = re.compile(
    r"\b\d{1,2}(?:st|nd|rd|th)? (?:of )?(?:january|february|march|april|may|june|july|august|september|october|"
    r"november|december)\b|\b\d{1,2}[:.]\d{2}\b"
    r"|\b(?:19|20)\d\d\b",
    _I,
)
STORY_VERBS = re.compile(
    r"\b(?:was|were|had) (?:\w+ly )?(?:admitted|taken|found|seen|born|diagnosed|discharged|transferred|referred|"
    r"prescribed|assessed|described|"
    r"reviewed|driving|travelling|walking|arrested|placed|moved)\b|\b(?:arrived|died|lived|attended|remained|"
    r"collapsed|presented|returned)\b",
    _I,
)
PAST = re.compile(r"\b(?:was|were|had|did)\b", _I)
PRESENT = re.compile(r"\b(?:is|are|has|have|does|do|remains?|continues?|appears?)\b", _I)

TITLED = re.compile(
    r"^[A-Z][a-z]+[\w()/ ’'-]{0,60}? (?=(?:I|The inquest|The court|Evidence|Witnesses) (?:heard|am|was|found|"
    r"have|for)\b)"
)
"""A short title that ran into the sentence after it."""

ANNOUNCEMENT = re.compile(
    r"^(?:my|the|these|i have|there are|that evidence|the evidence)\b[^.:]{0,80}\bconcerns?\b[^.:]{0,60}"
    r"(?:\b(?:twofold|threefold|two-?fold|three-?fold|as follows|following)\b[^.:]{0,20}[.:]?|:)[\s–-]*$|"
    r"^(?:my )?concerns?:?$",
    _I,
)
"""A paragraph or sentence that only announces the concerns after it."""

ORDINAL = re.compile(
    r"^(?:first(?:ly)?|second(?:ly)?|third(?:ly)?|fourth(?:ly)?|fifth(?:ly)?|sixth(?:ly)?|finally|lastly|"
    r"another|a (?:final|further|second|third)|"
    r"my (?:second|third|fourth|final|other|next))\b",
    _I,
)
ALSO = re.compile(r"^(?:\S+ ){0,6}(?:also|further)\b|^(?:in addition|additionally|further(?:more)?)\b", _I)

OPENS_ASKING = re.compile(
    r"^\W*(?:whether|how|what|why|who|do|does|did|is|are|can|could|should|please|to|consider|review|that|"
    r"the (?:need|way|extent|system)|"
    r"systems?|training|communication|information|policies|policy|procedures?|time ?scales?|requirements?|"
    r"improving|ensuring|setting)\b",
    _I,
)
HANDS_OVER = re.compile(r"^\W*it is not for (?:me|i)\b|^\W*(?:in addition to this report|a copy of this)\b", _I)
"""A numbered point that sums up or hands over, whatever the model thinks."""

COUNTED = re.compile(
    r"^(?:first(?:ly)?,|firstly|second(?:ly)?,|secondly|third(?:ly)?,|thirdly|fourthly|fifthly|sixthly|"
    r"yn gyntaf|yn ail)\b",
    _I,
)
"""A paragraph that counts itself begins a matter."""

OPENS_CONCERN = re.compile(r"\W*(?:i|my|the) .{0,30}concern", _I)

RISK = re.compile(
    r"\b(?:future|further|more|other|preventable|avoidable) (?:\w+ )?(?:deaths?|fatalit\w+)\b"
    r"|\brisks? (?:of|to|that|for) (?:\w+ ){0,3}(?:deaths?|lives|life|fatal\w*|dying)\b"
    r"|\blives (?:will|may|could|are|at)\b"
    r"|\b(?:deaths?|lives) (?:\w+ ){0,3}(?:occur|prevented|saved|lost|at risk)\b",
    _I,
)
"""The statement that others may die: an argument ends with it, a list repeats it."""

REFERS_BACK = re.compile(
    r"^\W{0,9}(?:\S{1,40}\s{1,3}){0,8}?(?:this|these|those|that|such|above|same|said|latter|aforementioned)\b", _I
)
"""Words near the start of a unit that point at what was said before it."""

ALSO_CONCERNED = re.compile(
    r"^\W*(?:in addition,? |furthermore,? |further,? |finally,? |i |the (?:\w+ ){0,2})?"
    r"(?:i )?(?:am|was|were|is|remain|have|had)? ?(?:also|further|additionally|furthermore|equally) "
    r"(?:\w+ ){0,2}?(?:concern\w*|alarm\w*|worr\w*|troubl\w*|heard|told|find|found|evidence)",
    _I,
)
OPENS_THAT = re.compile(r"^\W*that (?:the|there|a|an|no|all|if|when|it|in|any)\b", _I)
PERSON = re.compile(r"^\W*(?:on \d|(?:mr|mrs|ms|miss|he|she|his|her|the deceased)\b)", _I)
CONTRAST = re.compile(
    r"^\W*(?:however|nevertheless|nonetheless|notwithstanding|but|despite|i am (?:therefore|however))\b", _I
)

NEW_CONCERN = re.compile(
    r"(?<=[.!?;\n]\s)(?:(?:i|the \w+) (?:am|was|is|remain) (?:also|further) (?:\w+ )?(?:concerned|alarmed|troubled|"
    r"worried)|(?:a|another|my) (?:further|second|third|final|other) (?:\w+ )?concern|another concern|"
    r"i also have concerns?)\b",
    _I,
)
"""A sentence inside a numbered point that says it begins another concern."""

LEANS_BACK = re.compile(
    r"(?:this|these|those|that|he|she|they|his|her|their|however|but|therefore|thus|as (?:a result|such)|"
    r"consequently|for (?:example|instance))\b",
    _I,
)
"""A paragraph that needs the one before it."""
