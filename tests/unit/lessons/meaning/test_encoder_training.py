"""What prepares texts for fine-tuning the encoder; the learning itself needs TensorFlow, which tests do without."""

from __future__ import annotations

import numpy as np
import pytest
from training.encoder import WIDTHS, batches, padded
from training.encoder_network import learning_names


def test_a_batch_has_one_of_the_settled_widths_and_keeps_every_token() -> None:
    rows = [([101, 7, 102], [0, 0, 0]), ([101, *range(1000, 1017), 102], [0] * 10 + [1] * 9)]
    tokens, kinds, lengths = padded(rows)
    assert tokens.shape == kinds.shape == (2, 32) and 32 in WIDTHS
    assert lengths.tolist() == [3, 19]
    for at, (ids, types) in enumerate(rows):
        assert tokens[at, : lengths[at]].tolist() == ids and kinds[at, : lengths[at]].tolist() == types
        assert not tokens[at, lengths[at] :].any() and not kinds[at, lengths[at] :].any()


def test_an_epoch_sees_each_text_once_with_those_of_like_length() -> None:
    lengths = [5, 200, 6, 190, 7, 180, 8]
    seen = [group.tolist() for group in batches(lengths, 4, np.random.default_rng(1))]
    assert sorted(at for group in seen for at in group) == list(range(7))
    assert sorted(sorted(group) for group in seen) == [[0, 2, 4, 6], [1, 3, 5]]


def test_the_same_seed_gives_the_same_order() -> None:
    lengths = list(range(10, 60))
    one, same, other = (
        [group.tolist() for group in batches(lengths, 8, np.random.default_rng(seed))] for seed in (1, 1, 2)
    )
    assert one == same != other


@pytest.mark.parametrize(("first", "layers"), [(0, 6), (3, 3), (6, 0)])
def test_only_the_layers_from_the_first_on_learn_and_never_the_words(first: int, layers: int) -> None:
    names = learning_names(first)
    assert len(names) == len(set(names)) == layers * 16
    assert {int(name.split(".")[2]) for name in names} == set(range(first, 6))
    assert not any("embeddings" in name for name in names)
