"""Fine-tunes the packaged encoder (all-MiniLM-L6-v2 of the optional part ``meaning``) for a judgement on texts.

    tuned = train(Examples(texts, targets, weights), Recipe(seed=1))      # targets: texts x outputs, from 0 to 1
    logits = predict(tuned, texts)                                        # texts, or pairs of them

TensorFlow does the sums, in bfloat16 where the processor has matrix units for it (AMX): six times as fast there as
float32. It is no part of the program nor of its development group, being large: `pip install tensorflow-cpu onnx`.
Words' vectors stay as they are: only layers learn, and one linear head over the mean of the tokens and the first one.
The same seed gives the same weights on one machine with the same number of threads.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from importlib import import_module
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

from forewarned.lessons.meaning.assets import find_assets
from training.encoder_network import LAYERS, WIDTH, Floats, Network, Recipe, Tuned, engine

Text = str | tuple[str, str]
WIDTHS = (16, 32, 48, 64, 80, 96, 128, 192, 256, 512)
"""Batches have one of these widths, so that few shapes are compiled."""
Watch = Callable[[int, Tuned], None]


@dataclass(frozen=True)
class Examples:
    """What is learnt from: targets from 0 to 1 and how much each counts, both texts x outputs."""

    texts: Sequence[Text]
    targets: Floats
    weights: Floats


def base_tensors() -> dict[str, Floats]:
    """The packaged weights by name."""
    onnx = import_module("onnx")
    graph = find_assets().graph
    found: dict[str, Floats] = {}
    for one in onnx.load(str(graph), load_external_data=False).graph.initializer:
        if one.data_location != onnx.TensorProto.EXTERNAL:
            found[one.name] = onnx.numpy_helper.to_array(one)
            continue
        place = {entry.key: entry.value for entry in one.external_data}
        values = np.fromfile(
            graph.parent / Path(place["location"]).name,
            dtype="<f4",
            count=int(np.prod(one.dims)),
            offset=int(place.get("offset", 0)),
        )
        found[one.name] = values.reshape(tuple(one.dims))
    return {name: values for name, values in found.items() if values.dtype == np.float32}


def encode(texts: Sequence[Text], longest: int = 256) -> list[tuple[list[int], list[int]]]:
    """Tokens and their kinds (0, or 1 for a pair's second text), each text with its two marks."""
    tokenizer = import_module("tokenizers").Tokenizer.from_file(str(find_assets().tokenizer))
    tokenizer.no_padding()
    tokenizer.enable_truncation(longest)
    return [(list(one.ids), list(one.type_ids)) for one in tokenizer.encode_batch(list(texts))]


def padded(rows: Sequence[tuple[list[int], list[int]]]) -> tuple[npt.NDArray[np.int32], ...]:
    """Tokens, kinds and lengths of a batch as arrays of one width."""
    longest = max(len(ids) for ids, _ in rows)
    width = next(one for one in WIDTHS if one >= longest)
    tokens, kinds = np.zeros((len(rows), width), np.int32), np.zeros((len(rows), width), np.int32)
    for at, (ids, types) in enumerate(rows):
        tokens[at, : len(ids)] = ids
        kinds[at, : len(ids)] = types
    return tokens, kinds, np.array([len(ids) for ids, _ in rows], np.int32)


class Learner:
    """Adam with decoupled decay; lower layers learn more slowly, and all ever more slowly after a warm start."""

    def __init__(self, network: Network, steps: int) -> None:
        self.network, self.steps, self.step = network, steps, 0
        tf, recipe = network.tf, network.recipe
        self.rates, self.moments = [], []
        self.variables = [*network.learning.values(), network.matrix, network.bias]
        for name in network.learning:
            layer = int(name.split(".")[2])
            self.rates.append(recipe.rate * recipe.layer_decay ** (LAYERS - 1 - layer))
        self.rates += [recipe.head_rate] * 2
        self.decays = [len(one.shape) > 1 for one in self.variables]
        self.moments = [(tf.Variable(tf.zeros_like(one)), tf.Variable(tf.zeros_like(one))) for one in self.variables]
        ints, floats = tf.TensorSpec([None, None], tf.int32), tf.TensorSpec([None, None], tf.float32)
        one, number = tf.TensorSpec([None], tf.int32), tf.TensorSpec([], tf.float32)
        self.run = tf.function(self._run, input_signature=[ints, ints, one, floats, floats, number, number, number])

    def _run(
        self, tokens: Any, kinds: Any, lengths: Any, targets: Any, weights: Any, pace: Any, first: Any, second: Any
    ) -> Any:
        tf = self.network.tf
        with tf.GradientTape() as tape:
            logits = self.network.logits(tokens, kinds, lengths, training=True)
            losses = tf.nn.sigmoid_cross_entropy_with_logits(labels=targets, logits=logits)
            loss = tf.reduce_mean(tf.reduce_sum(losses * weights, 1))
        steps = tape.gradient(loss, self.variables)
        steps, _ = tf.clip_by_global_norm(steps, 1.0)
        for variable, step, rate, decays, (mean, square) in zip(
            self.variables, steps, self.rates, self.decays, self.moments, strict=True
        ):
            tf.raw_ops.ResourceApplyAdam(
                var=variable.handle, m=mean.handle, v=square.handle, beta1_power=first, beta2_power=second,
                lr=rate * pace, beta1=0.9, beta2=0.98, epsilon=1e-6, grad=step,
            )  # fmt: skip
            if decays and self.network.recipe.weight_decay:
                variable.assign_sub(variable * (rate * pace * self.network.recipe.weight_decay))
        return loss

    def pace(self) -> float:
        """The share of the full rate at this step."""
        warm = max(1, int(self.steps * self.network.recipe.warm))
        return min((self.step + 1) / warm, (self.steps - self.step) / max(1, self.steps - warm))


def batches(lengths: Sequence[int], size: int, draw: np.random.Generator) -> Iterator[npt.NDArray[np.int64]]:
    """All texts once, those of like length together, in a random order."""
    noisy = np.array(lengths) * draw.uniform(0.8, 1.25, len(lengths))
    order = np.argsort(noisy, kind="stable")
    groups = [order[at : at + size] for at in range(0, len(order), size)]
    for at in draw.permutation(len(groups)):
        yield groups[at]


def train(examples: Examples, recipe: Recipe, watch: Watch | None = None, start: Tuned | None = None) -> Tuned:
    """Fine-tuned weights. ``watch`` is called after each epoch with its number and the weights of then."""
    tf = engine(recipe.threads)
    tf.random.set_seed(recipe.seed)
    draw = np.random.default_rng(recipe.seed)
    tensors = start.tensors if start else base_tensors()
    rows = encode(examples.texts, recipe.longest)
    lengths = [len(ids) for ids, _ in rows]
    targets = examples.targets * (1 - 2 * recipe.smoothing) + recipe.smoothing
    share = (targets * examples.weights).sum(0) / np.maximum(examples.weights.sum(0), 1e-9)
    share = np.clip(share, 1e-3, 1 - 1e-3)
    matrix = draw.normal(0, 0.02, (2 * WIDTH, targets.shape[1])).astype(np.float32)
    network = Network(tensors, matrix, np.log(share / (1 - share)).astype(np.float32), recipe)
    learner = Learner(network, recipe.epochs * -(-len(rows) // recipe.batch))
    for epoch in range(recipe.epochs):
        for chosen in batches(lengths, recipe.batch, draw):
            chosen = np.resize(chosen, recipe.batch)  # the last batch is filled with its own again
            given = [tf.constant(one) for one in padded([rows[at] for at in chosen])]
            learner.run(
                *given, targets[chosen].astype(np.float32), examples.weights[chosen].astype(np.float32),
                np.float32(learner.pace()), np.float32(0.9 ** (learner.step + 1)),
                np.float32(0.98 ** (learner.step + 1)),
            )  # fmt: skip
            learner.step += 1
        if watch:
            watch(epoch + 1, network.taken())
    return network.taken()


def predict(tuned: Tuned, texts: Sequence[Text]) -> Floats:
    """Logits, texts x outputs."""
    network = Network(tuned.tensors, tuned.matrix, tuned.bias, tuned.recipe)
    tf = network.tf
    ints, one = tf.TensorSpec([None, None], tf.int32), tf.TensorSpec([None], tf.int32)

    def forward(tokens: Any, kinds: Any, lengths: Any) -> Any:
        return network.logits(tokens, kinds, lengths, training=False)

    run = tf.function(forward, input_signature=[ints, ints, one])
    rows, size = encode(texts, tuned.recipe.longest), tuned.recipe.batch
    order = np.argsort([len(ids) for ids, _ in rows], kind="stable")
    made = np.zeros((len(rows), len(tuned.bias)), np.float32)
    for at in range(0, len(order), size):
        chosen = np.resize(order[at : at + size], size)
        made[chosen] = run(*padded([rows[row] for row in chosen])).numpy()
    return made
