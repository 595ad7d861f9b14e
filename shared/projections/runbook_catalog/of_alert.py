"""Which runbook is for an alert: by its address, by its name, by what the text says; and when there is none.

Pages come in families: PodNotReady beside NodeNotReady. Their texts are alike, so what tells them apart is looked at
by itself: the kind of resource, and the condition that it is in.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Final, Literal

from shared.projections.lexical.analysis import words_in
from shared.projections.lexical.identifiers import tokens_of
from shared.projections.lexical.stems import Language, stem

FoundBy = Literal["url", "name", "text"]

#: Kinds of resources, as alert names call them.
_KINDS: Final = frozenset(
    stem(kind, Language.ENGLISH)
    for kind in (
        *("node", "pod", "deployment", "statefulset", "daemonset", "replicaset", "job", "cronjob", "container"),
        *("volume", "claim", "certificate", "ingress", "service", "namespace", "hpa", "etcd", "api", "scheduler"),
        *(
            "kubelet",
            "proxy",
            "prometheus",
            "alertmanager",
            "queue",
            "topic",
            "broker",
            "database",
            "replica",
            "cluster",
        ),
    )
)
#: What stands in front of the names of many alerts, or between their words, and says nothing of the one.
_EMPTY: Final = frozenset({"kube", "kubernetes", "k8s", "alert", "alerts", "the", "for", "has", "is"})
#: So much of what an alert's name says of its condition stands in the page that is for it.
_LEAST_SAID = 0.6


@dataclass(frozen=True, slots=True)
class RunbookPage:
    """``names``: what it is called, its alerts included. ``said``: the words of the alert's name that its text has."""

    names: Sequence[str]
    alerts: Sequence[str]
    urls: Sequence[str]
    said: frozenset[str]


def found_by(alertname: str, url: str | None, pages: Sequence[RunbookPage]) -> tuple[int, FoundBy] | None:
    """The page's place among those given, best first; None: none is for it."""
    for by in ("url", "name", "text"):
        for place, page in enumerate(pages):
            if _is_for(by, alertname, url, page):
                return place, by
    return None


def _is_for(by: FoundBy, alertname: str, url: str | None, page: RunbookPage) -> bool:
    match by:
        case "url":
            return url is not None and url.rstrip("/") in page.urls
        case "name":
            return alertname in page.alerts or _squeezed(alertname) in map(_squeezed, page.names)
        case "text":
            return _fits(alertname, page)


def _fits(alertname: str, page: RunbookPage) -> bool:
    asked, called = _stems((alertname,)), _stems(page.names)
    kinds, others = asked & _KINDS, called & _KINDS
    if kinds and others and kinds.isdisjoint(others):
        return False
    condition = asked - _KINDS
    said = condition & (called | _stems(page.said))
    return bool(condition & called) and len(said) >= _LEAST_SAID * len(condition)


def _stems(names: Iterable[str]) -> frozenset[str]:
    words = {word for name in names for token in tokens_of(name) for word in words_in(token)} - _EMPTY
    return frozenset(stem(word, Language.ENGLISH) for word in words)


def _squeezed(name: str) -> str:
    return "".join(each for each in name.lower() if each.isalnum())
