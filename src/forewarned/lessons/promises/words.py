"""Word lists of the letters that answer coroners: verbs of change, of speech, of care, and who speaks."""

from __future__ import annotations

from forewarned.lessons.promises.verbs import stem


def _stems(words: str) -> frozenset[str]:
    return frozenset(stem(word) for word in words.split())


CHANGE = _stems(
    "implement introduce update develop establish launch publish create install recruit appoint train remind "
    "share circulate disseminate amend revise strengthen commission fund invest add change improve enhance roll "
    "rolled deliver provide issue replace redesign extend expand increase reduce build built set reinforce embed "
    "adopt deploy distribute write written rewritten produce design purchase upgrade make made made procure "
    "allocate incorporate include remove close open put streamline standardise employ raise escalate contact "
    "refer sent send brief cascade communicate announce engage worked convene form formed bring brought refresh "
    "simplify lead led run held hold organise arrange schedule start begin begun begin ensure mandate require "
    "complete finalise conclude undertake undertaken conduct carry carried test pilot trial support work "
    "collaborate offer"
)
INQUIRE = _stems(
    "review audit monitor evaluate assess investigate examine survey explore consider discuss analyse check scope "
    "study consult benchmark learn reflect meet look map debate"
)
SPEECH = _stems(
    "note acknowledge understand recognise accept believe hope thank express trust wish say said write written "
    "appreciate agree state stated advise inform confirm explain describe outline mention refer enclose attach "
    "reassure assure apologise respond reply address know known feel regret expect note offer grateful sadden "
    "concern recognise"
)
CARE = _stems(
    "attend admit discharge prescribe diagnose refer present see seen treat assess die died found examine "
    "transfer triage deteriorate call respond suffer"
)
OURS = frozenset(
    "we our us i my trust council department board government force constabulary college service services team "
    "teams nhse organisation agency company university practice group dfe dhsc hmpps directorate ministry "
    "university prison academy programme staff colleagues officials".split()
)
PERSON = frozenset(
    "mr mrs ms miss patient patients he she his her him deceased family mother father child client resident "
    "prisoner pedestrian driver coroner inquest".split()
)
FRAME = frozenset({"heading", "quoted", "table"})
"""Kinds of sentence that hold no promise of their own."""
