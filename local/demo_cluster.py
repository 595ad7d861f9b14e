"""The bundled world of the invented company: its services run, and one of them does not, since somebody's commit.

``sre run --demo-cluster`` has it beside. ``python -m local.demo_cluster --directory DIR`` serves it alone until it is
stopped, and writes the files that name it into that directory.
"""

import argparse
import shutil
import signal
import socket
import sys
from collections.abc import Mapping, Sequence
from contextlib import ExitStack
from pathlib import Path
from threading import Event

from local.demo_targets import APIS, FAULTS, PROJECT, WorldPlaces, url_of, write_targets
from local.listening import bind_stream
from local.supervised import attach
from local.world.access import WorldUser, token_in
from local.world.demo_world import WorldPlan, begin_world
from local.world.serving import serving
from shared.ports.clock import SystemClock

#: Seconds between two steps of the world.
_STEP_S = 1.0


def main(arguments: Sequence[str]) -> int:
    chosen = _parser().parse_args(arguments)
    stopping = Event()
    for ending in (signal.SIGTERM, signal.SIGINT):
        signal.signal(ending, lambda *_: stopping.set())
    supervised = attach()
    places = WorldPlaces(chosen.directory.absolute())
    forget_other_runs(places, chosen.run)
    listeners = dict(zip(APIS, _listeners(chosen.listeners), strict=True))
    urls = {api: url_of(listener) for api, listener in listeners.items()}
    if not chosen.listeners:
        write_targets(places, urls)
    with ExitStack() as stack:
        world = begin_world(_plan(places, urls, chosen), SystemClock())
        for api, listener in listeners.items():
            stack.enter_context(serving(world.apis[api], listener))
            print(f"{api} at {urls[api]}", flush=True)
        while not stopping.wait(_STEP_S):
            world.step()
            supervised.pulse()
    return 0


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="demo_cluster", description=__doc__)
    parser.add_argument("listeners", type=int, nargs="*", help=f"descriptors of bound sockets: {', '.join(APIS)}")
    parser.add_argument("--directory", type=Path, required=True, help="where the repository and the targets' files are")
    parser.add_argument("--run", default="", help="a world of another run is made anew; empty: always")
    parser.add_argument("--fault", choices=FAULTS, default=FAULTS[0], help="what the last commit broke")
    parser.add_argument("--stubborn", action="store_true", help="it does not start whatever is committed")
    return parser


def _plan(places: WorldPlaces, urls: Mapping[str, str], chosen: argparse.Namespace) -> WorldPlan:
    return WorldPlan(
        directory=places.world,
        fault=chosen.fault,
        stubborn=chosen.stubborn,
        cluster_users=_users(places, "cluster"),
        argocd_users=_users(places, "argocd"),
        forge_users=_users(places, "forge"),
        forge_url=urls["forge"],
        project=PROJECT,
    )


def _users(places: WorldPlaces, api: str) -> dict[str, WorldUser]:
    """Two identities, by their tokens: one looks, one acts."""
    files = places.tokens(api)
    reader, writer = WorldUser("sre-reader", may_write=False), WorldUser("sre-coder", may_write=True)
    return {token_in(files.reader): reader, token_in(files.writer): writer}


def _listeners(descriptors: Sequence[int]) -> list[socket.socket]:
    """The sockets that were handed over; without any, ports that are free."""
    if descriptors:
        return [socket.socket(fileno=each) for each in descriptors]
    return [bind_stream("127.0.0.1", 0) for _ in APIS]


def forget_other_runs(places: WorldPlaces, run: str) -> None:
    """Whoever is started again within a run finds its world as it left it; the tokens stay in any case."""
    mark = places.world / "run"
    if run and mark.exists() and mark.read_text("utf-8") == run:
        return
    shutil.rmtree(places.repository, ignore_errors=True)
    for file in ("audit.jsonl", "pulls.json"):
        (places.world / file).unlink(missing_ok=True)
    places.world.mkdir(mode=0o700, parents=True, exist_ok=True)
    mark.write_text(run, "utf-8")


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
