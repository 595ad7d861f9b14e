"""Wires the HTTP server: a WSGI application, a listening socket, and the bounds that the settings name."""

import gc
import os
import resource
import signal
import socket
import sys
import threading
from collections.abc import Callable, Sequence
from wsgiref.types import WSGIApplication

from shared.adapters.http.server.early import early_of
from shared.adapters.http.server.limits import LaneLimits, ServerLimits
from shared.adapters.http.server.server import Server
from shared.settings import FeedSettings, HttpSettings

_THREADS = 8
#: One thread moves every byte; a worker that computes shall not keep it waiting for the usual 5 ms.
_SWITCH_S = 0.0005
#: Files that are no connections: the database's, logs, bodies on disk.
_OTHER_FILES = 256
#: Readers of the feed that find no place are told so by somebody.
_SPARE = 2
#: Whoever goes from page to page holds a place for each until the server has noticed that they left.
PAGES_PER_READER = 4
#: One computes while the other waits for the database.
_PER_TENANT = 2


def serve(
    application: WSGIApplication,
    listener: socket.socket,
    *,
    threads: int = _THREADS,
    lanes: Sequence[LaneLimits] | None = None,
    beat: Callable[[], None] = lambda: None,
) -> None:
    """Until SIGTERM or the death of our parent; requests that are being answered are answered.

    ``lanes``: the last takes every path; by default there is one, of ``threads`` workers. ``beat`` is called at each
    turn of the server's loop, at least once a second.
    """
    settings = HttpSettings()
    sys.setswitchinterval(_SWITCH_S)
    _let_be_what_stays()
    server = Server(
        application,
        listener,
        early=early_of(application),
        limits=_limits(settings),
        lanes=lanes or [everything(settings, threads)],
        beat=_while_our_parent_lives(beat),
    )
    if threading.current_thread() is threading.main_thread():
        for number in (signal.SIGTERM, signal.SIGINT, signal.SIGHUP):
            signal.signal(number, lambda _number, _frame: server.stop())
    server.run()


def _let_be_what_stays() -> None:
    """What is loaded stays as long as the process: to look for cycles in it costs some request a tenth of a second."""
    gc.collect()
    gc.freeze()


def lanes_of_the_front(settings: HttpSettings, feed: FeedSettings) -> list[LaneLimits]:
    """Webhooks and health are answered however busy the API is; readers of the feed hold a worker each."""
    webhooks = LaneLimits(
        name="webhooks",
        prefix="/webhooks",
        threads=settings.http_webhook_threads,
        queue=settings.http_webhook_queue,
        wait_s=settings.http_webhook_wait_s,
        work_s=settings.http_webhook_work_s,
        per_tenant=_PER_TENANT,
    )
    return [
        webhooks,
        health_lane(),
        metrics_lane(),
        feed_lane(feed),
        live_lane(feed),
        console_lane(),
        requests_lane(settings),
    ]


def health_lane() -> LaneLimits:
    return LaneLimits(name="health", prefix="/healthz", threads=2, wait_s=2.0, work_s=10.0)


def metrics_lane() -> LaneLimits:
    """One scrape at a time; a scraper that comes too often waits, and nobody else does."""
    return LaneLimits(name="metrics", prefix="/metrics", threads=1, wait_s=5.0, work_s=10.0)


def feed_lane(feed: FeedSettings) -> LaneLimits:
    return LaneLimits(name="feed", prefix="/v1/feed", threads=feed.feed_readers + _SPARE, wait_s=2.0, work_s=None)


def live_lane(feed: FeedSettings, *, below: str = "/console") -> LaneLimits:
    """The same for pages of the console; ``below``: the path at which it is found, empty where it has the host."""
    threads = PAGES_PER_READER * feed.feed_readers + _SPARE
    return LaneLimits(name="live", prefix=f"{below}/live", threads=threads, wait_s=2.0, work_s=None)


def console_lane() -> LaneLimits:
    """Whoever looks at pages takes no worker from those who ask the API."""
    return LaneLimits(name="console", prefix="/console", threads=3, wait_s=5.0, work_s=20.0)


def requests_lane(settings: HttpSettings) -> LaneLimits:
    """The last lane where tenants call."""
    return everything(settings, settings.http_threads, per_tenant=_PER_TENANT)


def everything(settings: HttpSettings, threads: int, *, per_tenant: int | None = None) -> LaneLimits:
    """The last lane: whatever no other has taken."""
    return LaneLimits(
        name="requests",
        prefix="",
        threads=threads,
        queue=settings.http_queue,
        wait_s=settings.http_wait_s,
        work_s=settings.http_work_s,
        per_tenant=per_tenant,
    )


def _limits(settings: HttpSettings) -> ServerLimits:
    return ServerLimits(
        header_s=settings.http_header_s,
        body_s=settings.http_body_s,
        keepalive_s=settings.http_keepalive_s,
        answer_s=settings.http_answer_s,
        grace_s=settings.http_grace_s,
        connections=_as_files_allow(settings.http_connections),
        unfinished_per_peer=settings.http_unfinished_per_peer,
        bodies_bytes=settings.http_bodies_bytes,
        bodies_bytes_per_peer=settings.http_bodies_bytes_per_peer,
    )


def _as_files_allow(connections: int) -> int:
    """As many as this process may have files for, once it has asked for more; a body on disk takes another."""
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    wanted = connections * 2 + _OTHER_FILES
    if soft != resource.RLIM_INFINITY and soft < wanted:
        soft = wanted if hard == resource.RLIM_INFINITY else min(wanted, hard)
        resource.setrlimit(resource.RLIMIT_NOFILE, (soft, hard))
    return connections if soft == resource.RLIM_INFINITY else max(1, min(connections, (soft - _OTHER_FILES) // 2))


def _while_our_parent_lives(beat: Callable[[], None]) -> Callable[[], None]:
    """What started us binds the socket and starts us again; without it nobody would end us."""
    parent = os.getppid()

    def beat_and_look() -> None:
        if os.getppid() != parent:
            signal.raise_signal(signal.SIGTERM)
        beat()

    return beat_and_look
