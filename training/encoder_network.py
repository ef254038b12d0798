"""The packaged encoder (all-MiniLM-L6-v2) as a network that can learn, in PyTorch, with one linear head.

The forward pass is that of the packaged graph. PyTorch is no part of the program: `pip install torch onnx` to train.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from importlib import import_module
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

from forewarned.lessons.meaning.assets import find_assets

Floats = npt.NDArray[np.float32]
LAYERS, HEADS, WIDTH = 6, 12, 384
NEAR_ZERO = 1e-12
PARTS = ("attn.q_proj", "attn.k_proj", "attn.v_proj", "attn.o_proj", "mlp.fc1", "mlp.fc2")
NORMS = ("attention_output_norm_layernorm", "mlp_output_norm_layernorm")
EMBEDDINGS = ".model.embeddings.{}_embeddings.weight"


@dataclass(frozen=True)
class Recipe:
    """How to learn. ``longest`` is in tokens."""

    epochs: int = 4
    rate: float = 1e-4
    head_rate: float = 1e-3
    layer_decay: float = 0.9
    weight_decay: float = 0.01
    dropout: float = 0.1
    warm: float = 0.1
    batch: int = 16
    longest: int = 192
    seed: int = 1


@dataclass(frozen=True)
class Tuned:
    """The encoder's tensors by their names in the packaged graph, and the head over mean and first token."""

    tensors: Mapping[str, Floats]
    matrix: Floats
    bias: Floats
    recipe: Recipe = field(default_factory=Recipe)


def learning_names() -> list[str]:
    """The tensors that learn: all of the layers, not the words' vectors."""
    names = []
    for layer in range(LAYERS):
        stem = f"model.layers.{layer}."
        names += [f"{stem}{part}.{what}" for part in PARTS for what in ("MatMul.weight", "Add.bias")]
        names += [f"{stem}{part}.{what}" for part in NORMS for what in ("weight", "bias")]
    return names


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


class Network:
    """The encoder and its head as PyTorch tensors; products in bfloat16, sums in float32."""

    def __init__(self, tensors: Mapping[str, Floats], matrix: Floats, bias: Floats, recipe: Recipe) -> None:
        self.torch = import_module("torch")
        self.recipe = recipe
        names = set(learning_names())
        self.values = {
            name: self.torch.tensor(np.array(value), requires_grad=name in names) for name, value in tensors.items()
        }
        self.matrix = self.torch.tensor(matrix, requires_grad=True)
        self.bias = self.torch.tensor(bias, requires_grad=True)

    def logits(self, tokens: Any, held: Any) -> Any:
        """Outputs of a batch: ``tokens`` and ``held`` (which of them are no padding) are texts x width."""
        torch, values = self.torch, self.values
        words = torch.nn.functional.embedding(tokens, values[EMBEDDINGS.format("word")])
        words = words + values[EMBEDDINGS.format("token_type")][0]
        states = words + values[EMBEDDINGS.format("position")][: tokens.shape[1]]
        states = self._norm(states, "model.layers.-1.embeddings_norm_layernorm")
        for layer in range(LAYERS):
            states = self._layer(states, held, f"model.layers.{layer}.")
        share = held.float()[:, :, None]
        pooled = torch.cat([(states * share).sum(1) / share.sum(1), states[:, 0]], 1)
        pooled = torch.nn.functional.dropout(pooled, self.recipe.dropout)
        with torch.autocast("cpu", enabled=False):
            return pooled.float() @ self.matrix + self.bias

    def _norm(self, states: Any, name: str) -> Any:
        scale, shift = self.values[name + ".weight"], self.values[name + ".bias"]
        return self.torch.nn.functional.layer_norm(states.float(), (WIDTH,), scale, shift, NEAR_ZERO)

    def _project(self, states: Any, name: str) -> Any:
        weight, bias = self.values[name + ".MatMul.weight"], self.values[name + ".Add.bias"]
        return self.torch.nn.functional.linear(states, weight.T, bias)

    def _layer(self, states: Any, held: Any, name: str) -> Any:
        functional, chance = self.torch.nn.functional, self.recipe.dropout
        texts, width, _ = states.shape

        def by_head(part: str) -> Any:
            return self._project(states, f"{name}attn.{part}_proj").view(texts, width, HEADS, -1).transpose(1, 2)

        mixed = functional.scaled_dot_product_attention(
            by_head("q"), by_head("k"), by_head("v"), attn_mask=held[:, None, None, :], dropout_p=chance
        )
        mixed = self._project(mixed.transpose(1, 2).reshape(texts, width, WIDTH), name + "attn.o_proj")
        states = self._norm(states + functional.dropout(mixed, chance), name + NORMS[0])
        inner = functional.gelu(self._project(states, name + "mlp.fc1"))
        inner = functional.dropout(self._project(inner, name + "mlp.fc2"), chance)
        return self._norm(states + inner, name + NORMS[1])

    def taken(self) -> Tuned:
        """The weights as they are now."""
        tensors = {name: value.detach().numpy().copy() for name, value in self.values.items()}
        return Tuned(tensors, self.matrix.detach().numpy().copy(), self.bias.detach().numpy().copy(), self.recipe)
