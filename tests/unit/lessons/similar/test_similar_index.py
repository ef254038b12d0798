"""Deaths in similar circumstances: order, grades, quotes of both texts, differences, and what is refused."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Sequence
from datetime import date
from pathlib import Path

import numpy as np
import numpy.typing as npt
import pytest

from forewarned.errors import InputError, StorageError
from forewarned.lessons.similar import Quote, Similar, SimilarIndex, SimilarModel
from forewarned.lessons.values import Case, Fact

EXAMPLES = Path(__file__).parents[3] / "examples" / "lessons" / "similar" / "texts.jsonl"


def case(key: str, circumstances: str, concerns: str = "") -> Case:
    return Case(key, "", date(2024, 1, 2), {"circumstances": circumstances, "concerns": concerns})


@pytest.fixture(scope="module")
def cases() -> dict[str, Case]:
    found = {}
    for line in EXAMPLES.read_text(encoding="utf-8").splitlines():
        item = json.loads(line)
        key = item["report_url"].rstrip("/").rsplit("/", 1)[-1]
        names = ("investigation", "circumstances", "concerns")
        found[key] = Case(key, "", date(2024, 1, 2), {name: item[name] for name in names})
    return found


@pytest.fixture(scope="module")
def index(cases: dict[str, Case]) -> SimilarIndex:
    return SimilarIndex.build(list(cases.values()))


class Hashes:
    """Stands for an embedding model: a text's vector is drawn from its hash."""

    name = "hashes"

    def __init__(self) -> None:
        self.kept: list[str] = []

    def embed(self, texts: Sequence[str], *, keep: bool = True) -> npt.NDArray[np.float32]:
        self.kept += texts if keep else []
        rows = [np.random.default_rng(hashlib.sha256(t.encode()).digest()[0]).standard_normal(8) for t in texts]
        return np.array(rows, np.float32).reshape(len(texts), 8)


def quoted(answer: Similar, cases: dict[str, Case], here: Case) -> list[tuple[str, str]]:
    there = cases[answer.key]
    return [
        (
            here.sections[p.here.section][p.here.start : p.here.end],
            there.sections[p.there.section][p.there.start : p.there.end],
        )
        for p in answer.shared
    ]


@pytest.mark.parametrize(
    ("asked", "best"),
    [("orrin-vexley", "thessaly-brack"), ("dunstan-quill", "marisol-tarn"), ("piers-oldacre", "imelda-forsk")],
)
def test_the_like_death_comes_first_and_never_the_case_itself(
    index: SimilarIndex, cases: dict[str, Case], asked: str, best: str
) -> None:
    found = index.similar(cases[asked], 10)
    assert found[0].key == best
    assert asked not in {answer.key for answer in found}
    assert len(found) == len(cases) - 1
    assert [a.score for a in found] == sorted((a.score for a in found), reverse=True)
    assert [a.grade for a in found] == sorted((a.grade for a in found), reverse=True)


def test_shared_points_quote_both_texts_and_name_the_aspect(index: SimilarIndex, cases: dict[str, Case]) -> None:
    here = cases["orrin-vexley"]
    best = index.similar(here, 1)[0]
    names = {(point.aspect, point.name) for point in best.shared}
    assert ("setting", "psychiatric liaison in a hospital") in names
    assert ("mechanism", "hanging or ligature") in names
    assert ("failing", "family not involved or not told") in names
    for mine, theirs in quoted(best, cases, here):
        assert mine and theirs
        assert mine.strip() == mine and theirs.strip() == theirs
    point = next(p for p in best.shared if p.name == "hanging or ligature")
    marked = [here.sections[point.here.section][start:end] for start, end in point.here.marks]
    assert "ligature" in marked


def test_differences_are_named(index: SimilarIndex, cases: dict[str, Case]) -> None:
    differences = index.similar(cases["orrin-vexley"], 1)[0].differences
    assert "sex: female there, male here" in differences
    other = index.similar(cases["caspian-rudge"], 8)
    far = next(answer for answer in other if answer.key == "piers-oldacre")
    assert "age: 83 there, 16 here" in far.differences
    assert any(text.startswith("setting: ") and "a care home" in text for text in far.differences)


def test_facts_that_a_case_brings_are_used(index: SimilarIndex, cases: dict[str, Case]) -> None:
    source = cases["orrin-vexley"]
    facts = (Fact("age", "90", "circumstances", 0, 2, "test", 1.0),)
    aged = Case("own", "", None, source.sections, facts)
    answer = next(a for a in index.similar(aged, 9) if a.key == "thessaly-brack")
    assert "age: 41 there, 90 here" in answer.differences


def test_the_same_words_under_another_key_are_said_to_be_so(index: SimilarIndex, cases: dict[str, Case]) -> None:
    again = Case("again", "", None, cases["dunstan-quill"].sections)
    best = index.similar(again, 1)[0]
    assert best.key == "dunstan-quill"
    assert best.grade == 3
    assert "nearly the same words: this may be another report on the same death" in best.notes
    assert best.differences == ()


def test_a_narrative_alone_works(index: SimilarIndex) -> None:
    own = Case("ours", "", None, {"circumstances": "A resident fell at our care home. The sensor mat was off."})
    assert {answer.key for answer in index.similar(own, 2)} == {"piers-oldacre", "imelda-forsk"}


def test_the_investigation_stands_in_where_nothing_else_is_told(index: SimilarIndex) -> None:
    own = Case("ours", "", None, {"investigation": "The car aquaplaned on standing water at a bend."})
    assert index.similar(own, 1)[0].key in {"dunstan-quill", "marisol-tarn"}


@pytest.mark.parametrize("text", ["", " \n\t", "… — 123", "the and of"])
def test_a_case_without_words_is_refused(index: SimilarIndex, text: str) -> None:
    with pytest.raises(InputError, match="no words to compare"):
        index.similar(case("empty", text))


def test_two_cases_with_one_key_are_refused(cases: dict[str, Case]) -> None:
    with pytest.raises(InputError, match="same key"):
        SimilarIndex.build([*cases.values(), cases["orrin-vexley"]])


def test_an_empty_index_and_a_single_case_answer() -> None:
    asked = case("asked", "A man fell from a bridge.")
    assert SimilarIndex.build([]).similar(asked) == ()
    alone = SimilarIndex.build([case("one", "A woman fell from a bridge.")])
    assert [answer.key for answer in alone.similar(asked)] == ["one"]
    assert alone.similar(asked, 0) == ()


def test_strange_texts_in_the_index_are_survived(cases: dict[str, Case]) -> None:
    strange = [
        case("welsh", "Bu farw'r claf ar y ward. Nid oedd asesiad risg.", "Diffyg staff."),
        case("capitals", "THE PATIENT WAS FOUND HANGING ON THE WARD.", "NO OBSERVATIONS."),
        case("control", "\x00\x01 found\x07 hanging\ud800", "\x0c"),
        case("empty", "", ""),
        case("long", "hanging from a ligature and " * 8000, "x" * 50_000),
    ]
    index = SimilarIndex.build([*cases.values(), *strange])
    answers = index.similar(cases["orrin-vexley"], 20)
    assert {"welsh", "capitals", "control", "empty", "long"} <= {answer.key for answer in answers}
    assert all(np.isfinite(answer.score) for answer in answers)
    assert index.similar(strange[4], 3)


def test_meaning_takes_part_when_an_embedding_model_is_given(cases: dict[str, Case]) -> None:
    index = SimilarIndex.build(list(cases.values()), embedder=Hashes())
    assert index.uses_meaning
    assert "meaning" in index.likenesses(cases["orrin-vexley"])
    assert index.similar(cases["orrin-vexley"], 1)[0].key == "thessaly-brack"


def test_nothing_of_a_narrative_is_kept(cases: dict[str, Case]) -> None:
    embedder = Hashes()
    index = SimilarIndex.build(list(cases.values()), embedder=embedder)
    before = list(embedder.kept)
    index.similar(case("ours", "A private narrative of a fall on the ward."))
    assert embedder.kept == before


def test_a_kept_index_answers_the_same_and_is_made_anew_when_cases_change(
    tmp_path: Path, cases: dict[str, Case]
) -> None:
    path = tmp_path / "home" / "similar.npz"
    listed = list(cases.values())
    first = SimilarIndex.open(path, listed).similar(cases["orrin-vexley"])
    kept = path.stat().st_mtime_ns
    assert SimilarIndex.open(path, listed).similar(cases["orrin-vexley"]) == first
    assert path.stat().st_mtime_ns == kept
    added = [*listed, case("new", "A man with an overdose was sent home by psychiatric liaison and found hanging.")]
    assert "new" in {answer.key for answer in SimilarIndex.open(path, added).similar(cases["orrin-vexley"])}
    path.write_bytes(path.read_bytes()[:200])
    assert SimilarIndex.open(path, listed).similar(cases["orrin-vexley"]) == first
    assert sorted(p.name for p in path.parent.iterdir()) == ["similar.npz"]


def test_an_index_that_cannot_be_kept_says_so(tmp_path: Path, cases: dict[str, Case]) -> None:
    (tmp_path / "file").write_text("")
    with pytest.raises(StorageError):
        SimilarIndex.open(tmp_path / "file" / "similar.npz", list(cases.values()))


def test_the_packaged_model_holds_two_sets_of_weights() -> None:
    model = SimilarModel.load()
    assert "meaning" in model.with_meaning.of
    assert "meaning" not in model.words_only.of
    for weights in (model.with_meaning, model.words_only):
        assert list(weights.limits) == sorted(weights.limits)
        assert [weights.grade(limit) for limit in weights.limits] == [1, 2, 3]
        assert weights.grade(weights.limits[0] - 0.01) == 0
    assert all(len(mark) == 12 for mark in model.trained_on)


@pytest.mark.parametrize("broken", [{}, {"version": "x", "with_meaning": 3}, {"version": "x", "with_meaning": {}}])
def test_a_broken_model_file_is_told(broken: dict[str, object]) -> None:
    with pytest.raises((KeyError, ValueError)):
        SimilarModel.from_json(broken)


def test_a_long_sentence_is_quoted_around_the_words_that_count() -> None:
    filler = "and then somebody came and went again without a word being said to anyone at all "
    long = "On that morning " + filler * 12 + "he was found hanging from a ligature " + filler * 12 + "."
    index = SimilarIndex.build([case("a", long), case("b", "She was found hanging from a ligature in her room.")])
    point = next(p for p in index.similar(case("q", long), 2)[-1].shared if p.name == "hanging or ligature")
    assert point.here == Quote("circumstances", point.here.start, point.here.end, point.here.marks)
    assert point.here.end - point.here.start <= 400
    assert "hanging" in long[point.here.start : point.here.end]


def test_to_speak_of_a_thing_does_not_allege_that_it_failed() -> None:
    """That somebody was on 15 minute observations is no failing; where both say that they failed, it is."""
    plain = "A patient on a ward was on 15 minute observations and was found hanged in her room."
    failed = "Observations of the patient were not carried out on the ward. She was found hanged in her room."
    again = "The observations on the ward had been missed that night. He was found hanged in his room."
    road = "A motorcyclist left the road at a bend on a wet evening. There was standing water."
    told = SimilarIndex.build([case("failed", failed), case("again", again), case("road", road)])

    def named(here: str) -> dict[str, tuple[str, str]]:
        answers = told.similar(case("here", here), 3)
        return {
            one.key: (point.aspect, point.name)
            for one in answers
            for point in one.shared
            if "observations" in point.name
        }

    assert named(plain) == {"failed": ("topic", "observations"), "again": ("topic", "observations")}
    both = named(failed)
    assert both["again"][0] == "failing" and both["again"][1].startswith("observations not made")
    (far,) = [one for one in told.similar(case("here", plain), 3) if one.key == "road"]
    assert "topic: observations here, not there" in far.differences
