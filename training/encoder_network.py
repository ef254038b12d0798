"""The packaged encoder as a network that can learn, in TensorFlow: all-MiniLM-L6-v2 with one linear head.

The forward pass is that of the packaged graph (equal to onnxruntime's to 2e-7 in float32, 1.5e-3 in bfloat16).
"""

from __future__ import annotations

import os
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from functools import cache
from importlib import import_module
from typing import Any

import numpy as np
import numpy.typing as npt

Floats = npt.NDArray[np.float32]
LAYERS, HEADS, WIDTH = 6, 12, 384
MASKED = -10_000.0
NEAR_ZERO = 1e-12
ROOT_HALF = 0.5**0.5
POOL = 1 << 23
PROJECTIONS = ("attn.q_proj", "attn.k_proj", "attn.v_proj", "attn.o_proj", "mlp.fc1", "mlp.fc2")
NORMS = ("attention_output_norm_layernorm", "mlp_output_norm_layernorm")


@dataclass(frozen=True)
class Recipe:
    """How to learn. ``first`` is the lowest layer that learns (0 to 6; 6: the head alone)."""

    epochs: int = 6
    rate: float = 1e-4
    head_rate: float = 1e-3
    layer_decay: float = 0.9
    first: int = 0
    dropout: float = 0.1
    head_dropout: float = 0.1
    weight_decay: float = 0.0
    warm: float = 0.1
    batch: int = 16
    longest: int = 256
    smoothing: float = 0.0
    seed: int = 1
    threads: int = 2
    half: bool = True
    """Multiply in bfloat16: five times as fast where the processor can."""


@dataclass(frozen=True)
class Tuned:
    """The encoder's tensors by their names in the packaged graph, and the head."""

    tensors: Mapping[str, Floats]
    matrix: Floats
    bias: Floats
    recipe: Recipe = field(default_factory=Recipe)


def learning_names(first: int) -> list[str]:
    """The tensors that learn when the layers from ``first`` on do."""
    names = []
    for layer in range(first, LAYERS):
        for part in PROJECTIONS:
            names += [f"model.layers.{layer}.{part}.MatMul.weight", f"model.layers.{layer}.{part}.Add.bias"]
        for part in NORMS:
            names += [f"model.layers.{layer}.{part}.weight", f"model.layers.{layer}.{part}.bias"]
    return names


@cache
def engine(threads: int) -> Any:
    """TensorFlow, set to repeat itself exactly."""
    os.environ.setdefault("TF_CPP_MIN_LOG_LEVEL", "2")
    tf = import_module("tensorflow")
    with suppress(RuntimeError):  # at work already: its threads stay as they are
        tf.config.threading.set_intra_op_parallelism_threads(threads)
        tf.config.threading.set_inter_op_parallelism_threads(1)
    tf.config.experimental.enable_op_determinism()
    tf.config.optimizer.set_experimental_options({"remapping": False})  # its joined products miss the matrix units
    return tf


class Fused:
    """The steps between the products, each compiled to one pass over memory: they'd cost more than the products."""

    def __init__(self, tf: Any) -> None:
        def near(one: Any) -> Any:
            return tf.cast(one, tf.float32)

        def compiled(one: Any) -> Any:
            return tf.function(one, jit_compile=True, reduce_retracing=False)

        @compiled
        def gelu(inner: Any) -> Any:
            return tf.cast(near(inner) * (0.5 + 0.5 * tf.math.erf(near(inner) * ROOT_HALF)), inner.dtype)

        @compiled
        def gelu_back(inner: Any, up: Any) -> Any:
            one = near(inner)
            slope = 0.5 + 0.5 * tf.math.erf(one * ROOT_HALF) + one * (ROOT_HALF / np.pi**0.5) * tf.exp(-0.5 * one * one)
            return tf.cast(near(up) * slope, inner.dtype)

        def standard(states: Any, more: Any) -> Any:
            both = states + near(more)
            away = both - tf.reduce_mean(both, -1, keepdims=True)
            inverse = tf.math.rsqrt(tf.reduce_mean(away * away, -1, keepdims=True) + NEAR_ZERO)
            return away * inverse, inverse

        @compiled
        def norm(states: Any, more: Any, weight: Any, bias: Any) -> Any:
            return standard(states, more)[0] * weight + bias

        @compiled
        def norm_back(states: Any, more: Any, weight: Any, up: Any) -> Any:
            flat, inverse = standard(states, more)
            gift = up * weight
            back = gift - tf.reduce_mean(gift, -1, keepdims=True)
            back = inverse * (back - flat * tf.reduce_mean(gift * flat, -1, keepdims=True))
            return back, tf.cast(back, more.dtype), tf.reduce_sum(up * flat, [0, 1]), tf.reduce_sum(up, [0, 1])

        def shares(scores: Any, hidden: Any) -> Any:
            high = near(scores) * (HEADS / WIDTH) ** 0.5 + hidden
            raised = tf.exp(high - tf.reduce_max(high, -1, keepdims=True))
            return raised / tf.reduce_sum(raised, -1, keepdims=True)

        @compiled
        def attend(scores: Any, hidden: Any) -> Any:
            return tf.cast(shares(scores, hidden), scores.dtype)

        @compiled
        def attend_back(made: Any, up: Any) -> Any:
            one = near(made)
            back = one * (near(up) - tf.reduce_sum(near(up) * one, -1, keepdims=True))
            return tf.cast(back * (HEADS / WIDTH) ** 0.5, made.dtype)

        def attention(scores: Any, hidden: Any) -> Any:
            made = attend(scores, hidden)
            return made, lambda up: (attend_back(made, up), None)

        self.attend = tf.custom_gradient(attention)
        self.gelu = tf.custom_gradient(lambda inner: (gelu(inner), lambda up: gelu_back(inner, up)))
        self.norm = tf.custom_gradient(
            lambda states, more, weight, bias: (
                norm(states, more, weight, bias),
                lambda up: norm_back(states, more, weight, up),
            )
        )


@cache
def fused() -> Fused:
    """Made once: what was compiled for a shape serves every network."""
    return Fused(import_module("tensorflow"))


class Network:
    """The encoder and its head as TensorFlow variables."""

    def __init__(self, tensors: Mapping[str, Floats], matrix: Floats, bias: Floats, recipe: Recipe) -> None:
        self.tf = engine(recipe.threads)
        self.recipe = recipe
        names = set(learning_names(recipe.first))
        self.values = {
            name: self.tf.Variable(value, trainable=True) if name in names else self.tf.constant(value)
            for name, value in tensors.items()
        }
        self.learning = {name: self.values[name] for name in learning_names(recipe.first)}
        self.matrix, self.bias = self.tf.Variable(matrix), self.tf.Variable(bias)
        self.fused = fused()
        held = np.random.default_rng(recipe.seed).random(POOL) >= recipe.dropout
        self.pool = self.tf.cast(held.astype(np.float32) / (1 - recipe.dropout), self.kind)

    def logits(self, tokens: Any, kinds: Any, lengths: Any, *, training: bool) -> Any:
        """Outputs of a batch."""
        tf, recipe = self.tf, self.recipe
        width = tf.shape(tokens)[1]
        held = tf.sequence_mask(lengths, width, dtype=tf.float32)
        states = (
            tf.gather(self.values[".model.embeddings.word_embeddings.weight"], tokens)
            + tf.gather(self.values[".model.embeddings.token_type_embeddings.weight"], kinds)
            + self.values[".model.embeddings.position_embeddings.weight"][:width]
        )
        states = self._norm(states, tf.zeros_like(states), "model.layers.-1.embeddings_norm_layernorm")
        hidden = ((1.0 - held) * MASKED)[:, None, None, :]
        for layer in range(LAYERS):
            states = self._layer(states, hidden, f"model.layers.{layer}.", training and layer >= recipe.first)
        mean = tf.reduce_sum(states * held[:, :, None], 1) / tf.reduce_sum(held, 1)[:, None]
        pooled = tf.concat([mean, states[:, 0]], 1)
        if training:
            pooled = tf.nn.dropout(pooled, recipe.head_dropout)
        return tf.matmul(pooled, self.matrix) + self.bias

    @property
    def kind(self) -> Any:
        """What the products are made in."""
        return self.tf.bfloat16 if self.recipe.half else self.tf.float32

    def _norm(self, states: Any, more: Any, name: str) -> Any:
        return self.fused.norm(states, more, self.values[name + ".weight"], self.values[name + ".bias"])

    def _drop(self, values: Any) -> Any:
        """Some values made nought, the rest raised to make up for it. Chance comes from a pool: drawing is dear."""
        tf = self.tf
        many = tf.size(values)
        start = tf.random.uniform([], 0, POOL - many, tf.int32)
        return values * tf.reshape(self.pool[start : start + many], tf.shape(values))

    def _project(self, states: Any, name: str) -> Any:
        tf = self.tf
        weight = tf.cast(self.values[name + ".MatMul.weight"], self.kind)
        shape = tf.shape(states)
        flat = tf.matmul(tf.reshape(states, [-1, weight.shape[0]]), weight)
        flat = tf.nn.bias_add(flat, tf.cast(self.values[name + ".Add.bias"], self.kind))
        return tf.reshape(flat, [shape[0], shape[1], weight.shape[1]])

    def _layer(self, states: Any, hidden: Any, name: str, training: bool) -> Any:
        tf = self.tf
        drop = self._drop if training and self.recipe.dropout else (lambda one: one)
        half = tf.cast(states, self.kind)
        shape = tf.shape(half)

        def by_head(part: str) -> Any:
            made = self._project(half, f"{name}attn.{part}_proj")
            return tf.transpose(tf.reshape(made, [shape[0], shape[1], HEADS, WIDTH // HEADS]), [0, 2, 1, 3])

        shares = self.fused.attend(tf.matmul(by_head("q"), by_head("k"), transpose_b=True), hidden)
        mixed = tf.reshape(tf.transpose(tf.matmul(shares, by_head("v")), [0, 2, 1, 3]), shape)
        states = self._norm(states, drop(self._project(mixed, name + "attn.o_proj")), name + NORMS[0])
        inner = self.fused.gelu(self._project(tf.cast(states, self.kind), name + "mlp.fc1"))
        return self._norm(states, drop(self._project(inner, name + "mlp.fc2")), name + NORMS[1])

    def taken(self) -> Tuned:
        """The weights as they are now."""
        tensors = {name: np.array(value) for name, value in self.values.items()}
        return Tuned(tensors, self.matrix.numpy(), self.bias.numpy(), self.recipe)
