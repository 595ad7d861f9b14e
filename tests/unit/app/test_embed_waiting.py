"""Whoever embeds is woken for what has settled, and left alone by what has not."""

from collections.abc import Mapping, Sequence
from typing import Any
from uuid import UUID

from shared.app.embed_waiting import EmbedWaiting
from tests.support import facts as make
from tests.support import history_knowledge as written
from tests.support.facts import Log, named


class Announced:
    """Keeps what was announced."""

    def __init__(self) -> None:
        self.rests: dict[UUID, float] = {}

    def announce(self, _tenant: Any, rests: Mapping[UUID, float], _models: Sequence[str], *, longest_s: float) -> None:
        assert longest_s == 3600.0
        self.rests |= rests


class Model:
    model, dimensions = "m", 3


class Woken:
    def __init__(self) -> None:
        self.names: list[str] = []

    def wake(self, name: str) -> None:
        self.names.append(name)


def test_a_document_wakes_and_an_incident_that_grows_does_not():
    store, waker = Announced(), Woken()
    embed = EmbedWaiting(store=store, embedders=(Model(),), settle_s=300.0, waker=waker)  # type: ignore[arg-type]

    embed.announce([Log().add(make.created("i"))])
    assert (store.rests, waker.names) == ({named("i"): 300.0}, [])

    embed.announce([Log().add(written.document_put("d"))])
    assert (store.rests[named("d")], waker.names) == (0.0, ["embeddings"])
