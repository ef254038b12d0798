"""Fine-tunes the packaged encoder for a judgement on texts.

    tuned = train(Examples(texts, targets, weights), Recipe(seed=1))      # targets: texts x outputs, from 0 to 1

Words' vectors stay as they are: only layers learn, and one linear head over the mean of the tokens and the first one.
The same seed gives the same weights on one machine with the same number of threads. Products are made in bfloat16,
which is fast where the processor has matrix units for it (AMX).
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from importlib import import_module
from typing import Any

import numpy as np
import numpy.typing as npt

from forewarned.lessons.meaning.assets import find_assets
from forewarned.lessons.meaning.embedder import clean, load_tokenizer
from training.encoder_network import LAYERS, WIDTH, Floats, Network, Recipe, Tuned, base_tensors, learning_names

WIDEN = 8
"""Batches are as wide as their longest text, made up to a multiple of this."""


@dataclass(frozen=True)
class Examples:
    """What is learnt from: targets from 0 to 1 and how much each counts, both texts x outputs."""

    texts: Sequence[str]
    targets: Floats
    weights: Floats


def encode(texts: Sequence[str], longest: int) -> list[list[int]]:
    """Tokens, each text with its two marks."""
    tokenizer = load_tokenizer(find_assets(), longest)
    return [list(one.ids) for one in tokenizer.encode_batch([clean(text) for text in texts])]


def padded(torch: Any, rows: Sequence[list[int]]) -> tuple[Any, Any]:
    """Tokens, and which of them are no padding, as tensors of one width."""
    width = -(-max(map(len, rows)) // WIDEN) * WIDEN
    tokens, held = np.zeros((len(rows), width), np.int64), np.zeros((len(rows), width), bool)
    for at, ids in enumerate(rows):
        tokens[at, : len(ids)], held[at, : len(ids)] = ids, True
    return torch.tensor(tokens), torch.tensor(held)


def batches(lengths: Sequence[int], size: int, draw: np.random.Generator) -> Iterator[npt.NDArray[np.int64]]:
    """All texts once, those of like length together, in a random order."""
    noisy = np.array(lengths) * draw.uniform(0.8, 1.25, len(lengths))
    order = np.argsort(noisy, kind="stable")
    groups = [order[at : at + size] for at in range(0, len(order), size)]
    for at in draw.permutation(len(groups)):
        yield groups[at]


def optimiser(network: Network, steps: int) -> tuple[Any, Any]:
    """AdamW whose lower layers learn more slowly, and its pace: a warm start, then ever slower."""
    recipe = network.recipe
    groups = [{"params": [network.matrix, network.bias], "lr": recipe.head_rate}]
    for layer in range(LAYERS):
        params = [network.values[name] for name in learning_names() if name.startswith(f"model.layers.{layer}.")]
        groups.append({"params": params, "lr": recipe.rate * recipe.layer_decay ** (LAYERS - 1 - layer)})
    warm = max(1, int(steps * recipe.warm))
    adam = network.torch.optim.AdamW(groups, weight_decay=recipe.weight_decay)
    pace = network.torch.optim.lr_scheduler.LambdaLR(
        adam, lambda step: min((step + 1) / warm, max(0, steps - step) / max(1, steps - warm))
    )
    return adam, pace


def train(examples: Examples, recipe: Recipe) -> Tuned:
    """Weights fine-tuned from the packaged ones; tells of each epoch as it ends."""
    torch = import_module("torch")
    torch.manual_seed(recipe.seed)
    draw = np.random.default_rng(recipe.seed)
    rows = encode(examples.texts, recipe.longest)
    lengths = [len(ids) for ids in rows]
    targets, weights = torch.tensor(examples.targets), torch.tensor(examples.weights)
    matrix = draw.normal(0, 0.02, (2 * WIDTH, targets.shape[1])).astype(np.float32)
    network = Network(base_tensors(), matrix, _chances(examples), recipe)
    adam, pace = optimiser(network, recipe.epochs * -(-len(rows) // recipe.batch))
    for epoch in range(recipe.epochs):
        for chosen in batches(lengths, recipe.batch, draw):
            with torch.autocast("cpu", torch.bfloat16):
                logits = network.logits(*padded(torch, [rows[at] for at in chosen]))
            losses = torch.nn.functional.binary_cross_entropy_with_logits(logits, targets[chosen], reduction="none")
            adam.zero_grad()
            (losses * weights[chosen]).sum(1).mean().backward()
            torch.nn.utils.clip_grad_norm_([one for group in adam.param_groups for one in group["params"]], 1.0)
            adam.step()
            pace.step()
        print(f"epoch {epoch + 1} of {recipe.epochs}", flush=True)
    return network.taken()


def _chances(examples: Examples) -> Floats:
    """Where the head's bias starts: the log-odds of each output among the examples."""
    share = (examples.targets * examples.weights).sum(0) / np.maximum(examples.weights.sum(0), 1e-9)
    share = np.clip(share, 1e-3, 1 - 1e-3)
    return np.asarray(np.log(share / (1 - share)), np.float32)
