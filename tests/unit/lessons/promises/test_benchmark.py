"""The benchmark of promises on a small fictional file, training on fictional letters, and the packaged model."""

from __future__ import annotations

import json
import sys
from dataclasses import replace
from pathlib import Path

import pytest
from benchmarks import promises
from training import promise_items
from training.promises import fictional_examples, locate, read_marked, train_on

from forewarned.lessons.promises import read_response
from forewarned.lessons.promises.weights import packaged_model

FOLDER = Path(__file__).parents[3] / "examples" / "lessons" / "promises"
FILES = (FOLDER / "texts.jsonl", FOLDER / "responses.jsonl", FOLDER / "gold.jsonl")


def test_unseen_responses_are_read_by_the_packaged_model() -> None:
    result = promises.measure(*FILES)
    assert (result["responses"], result["unseen"], result["refitted"], result["actions"]) == (2, 2, 0, 2)
    assert result["without_their_report"] == 1
    assert result["ours"]["recall"] == 1.0
    assert result["ours"]["refusals_f1"] == 1.0
    assert result["ours"]["matter"] == 1.0
    assert result["ours"]["f1_overlap"] > result["ours"]["all_sentences_f1_overlap"]


def test_the_command_prints_json_and_a_table(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    given = ["promises", "--texts", str(FILES[0]), "--responses", str(FILES[1]), "--gold", str(FILES[2])]
    monkeypatch.setattr(sys, "argv", [*given, "--json"])
    promises.main()
    assert json.loads(capsys.readouterr().out)["actions"] == 2
    monkeypatch.setattr(sys, "argv", [*given, "--misses"])
    promises.main()
    out = capsys.readouterr().out
    assert all(
        words in out for words in ("overlap F1", "strict F1", "every sentence with will / have", "95 % interval")
    )


def test_pairs_are_one_to_one() -> None:
    assert promises.matched([(0, 100), (2, 98)], [(0, 100)], promises.overlap) == [(0, 0)]
    assert promises.matched([(0, 100)], [(15, 120)], promises.strict) == [(0, 0)]
    assert promises.matched([(0, 100)], [(15, 121)], promises.strict) == []


def test_a_quotation_is_found_with_other_white_space_and_ellipsis() -> None:
    text = "First, we have\n updated the policy and the form of last year. Then more."
    assert locate("we have updated the policy", text) == (7, 34)
    assert locate("updated … last year", text) == (16, 60)
    assert locate("never said", text) is None


def test_marked_letters_are_read_with_their_offsets() -> None:
    example = read_marked(
        "#matter 1: A thing.\nWe [[have done it]]{taken|other|weaker|1} and [[will not]]{refused|||1}."
    )
    assert example.text == "We have done it and will not."
    assert [example.text[a.start : a.end] for a in example.actions] == ["have done it"]
    assert example.refuses == ((20, 28, "1"),)


def test_a_letter_says_in_whose_manner_it_is_written() -> None:
    example = read_marked("#like 2031-0001 2031-0002\n#matter 1: A thing.\nWe [[have done it]]{taken|other|weaker|1}.")
    assert example.like == {"2031-0001", "2031-0002"}
    assert example.matters == (("1", "A thing."),)
    assert example.text == "We have done it."


def test_a_seen_response_is_read_without_the_letters_in_its_manner(monkeypatch: pytest.MonkeyPatch) -> None:
    items, _ = promise_items.read_items(*FILES, frozenset())
    item = replace(items[0], seen=True)
    ref = str(item.gold["parent_id"])
    letters = fictional_examples()[:4]
    letters[0] = replace(letters[0], like=frozenset({ref}))
    monkeypatch.setattr(promise_items, "fictional_examples", lambda: letters)
    without = promise_items.model_for([item])(item).trained_on
    kept = promise_items.model_for([item], imitations=True)(item).trained_on
    assert kept - without == {letters[0].group}


def test_training_on_fictional_letters_alone_reads_another() -> None:
    examples = fictional_examples()
    model = train_on(examples[1:6])
    read = read_response(examples[0].text, model=model)
    hits = [p for p in read.promises if any(p.start < a.end and a.start < p.end for a in examples[0].actions)]
    assert len(hits) >= 4


def test_the_packaged_model_names_what_it_learnt_from() -> None:
    trained = packaged_model().trained_on
    assert all(example.group in trained for example in fictional_examples())


def test_real_responses_reach_what_the_card_says(shared_data: Path) -> None:
    """A floor far under the figures of the card: that the cross-validation runs, and beats the word list clearly."""
    pfd = shared_data / "pfd"
    result = promises.measure(pfd / "texts.jsonl", pfd / "responses.jsonl", pfd / "gold" / "promises.jsonl")
    assert result["refitted"] == 24
    assert result["ours"]["f1_overlap"] > result["ours"]["will_have_f1_overlap"] + 0.1
    assert result["ours"]["sure_precision"] > result["ours"]["counting_precision"] + 0.1


def test_fictional_letters_weigh_less_the_less_their_writer_knew() -> None:
    examples = fictional_examples()
    assert (sum(not each.blind for each in examples), sum(each.blind for each in examples)) == (44, 40)
    seen = next(each for each in examples if not each.blind)
    blind = next(each for each in examples if each.blind)
    real = replace(seen, real=True)
    assert real.weight("action") > seen.weight("action") > blind.weight("action") > 0
    assert not any(each.like for each in examples if each.blind)
