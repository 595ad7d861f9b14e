"""The gate before every effector: asked at each call, and nothing of what a target says passes it unbounded."""

import time
from dataclasses import dataclass, field
from datetime import UTC, datetime

import pytest

from shared.adapters.effects.guarded import LONGEST_DRY_RUN, LONGEST_S, GuardedEffector
from shared.adapters.effects.outcomes import outcome_of
from shared.adapters.effects.routed import RoutedEffector
from shared.adapters.metrics.tally import Tally
from shared.ports.effects import ActionDryRun, EffectOrder
from shared.remediation.actions import Action, ArgoSync
from shared.remediation.outcome import ActionOutcome, EffectStatus
from tests.support.orders import found, order_of, soon

NOW = datetime(2026, 3, 1, 12, 0, tzinfo=UTC)
TOKEN = "ghp_" + "a1B2" * 9
SYNC = ArgoSync(application="checkout")


class Clock:
    def now(self) -> datetime:
        return NOW


@dataclass
class Talkative:
    """Says more than is wanted, and a secret."""

    kinds: frozenset[str] = frozenset({"argocd.sync"})
    called: list[str] = field(default_factory=list)
    until: float = 0.0

    def target_of(self, action: Action) -> str:
        return f"{action.action} somewhere"

    def dry_run(self, order: EffectOrder, until: float) -> ActionDryRun:
        del order, until
        self.called.append("dry_run")
        return ActionDryRun(text=f"token={TOKEN} " + "x" * 50_000, problems=(f"no\n{TOKEN}",))

    def perform(self, order: EffectOrder, until: float) -> ActionOutcome:
        self.called.append("perform")
        self.until = until
        return outcome_of(order, EffectStatus.FAILED, f"{TOKEN}\n" + "y" * 5_000, references=["a"] * 10)

    def look_up(self, order: EffectOrder, until: float) -> ActionOutcome | None:
        del until
        return outcome_of(order, EffectStatus.SUCCEEDED, "")


def guarded(effector: Talkative, refusal: str | None = None) -> GuardedEffector:
    return GuardedEffector(effector=effector, refusal_of=lambda _: refusal, clock=Clock())


def test_what_the_policy_forbids_never_reaches_the_effector():
    talkative = Talkative()
    refused = guarded(talkative, "application checkout is not allowed")
    outcome = refused.perform(order_of(SYNC), soon())
    assert (outcome.status, outcome.detail) == (EffectStatus.REFUSED, "application checkout is not allowed")
    assert refused.dry_run(order_of(SYNC), soon()).problems == ("application checkout is not allowed",)
    assert talkative.called == []


def test_what_is_said_is_redacted_and_cut():
    outcome = guarded(Talkative()).perform(order_of(SYNC), soon())
    assert (TOKEN in outcome.detail, "\n" in outcome.detail, len(outcome.detail)) == (False, False, 1_000)
    assert outcome.ended_at == NOW
    told = guarded(Talkative()).dry_run(order_of(SYNC), soon())
    assert TOKEN not in told.text + "".join(told.problems)
    assert len(told.text) == LONGEST_DRY_RUN
    assert "SHA-256 of the whole" in told.text
    assert found(guarded(Talkative()), order_of(SYNC)).detail == "nothing was said"


def test_what_was_done_is_counted_by_its_kind_and_what_became_of_it(monkeypatch: pytest.MonkeyPatch):
    tally = Tally()
    monkeypatch.setattr("shared.adapters.effects.guarded.TALLY", tally)
    outcome = guarded(Talkative()).perform(order_of(SYNC), soon())
    (point,) = tally.points()
    assert (point.instrument.name, point.values) == ("sre.action.duration", ("argocd.sync", outcome.status))


def test_no_action_has_more_than_its_time():
    talkative = Talkative()
    guarded(talkative).perform(order_of(SYNC), soon(10_000))
    assert talkative.until <= time.monotonic() + LONGEST_S


def test_its_target_and_kinds_are_the_effectors():
    effector = guarded(Talkative())
    assert (effector.kinds, effector.target_of(SYNC)) == (frozenset({"argocd.sync"}), "argocd.sync somewhere")


def test_what_nobody_is_configured_for_is_refused():
    nobody = RoutedEffector(frozenset({"argocd.sync"}), lambda _: None)
    assert nobody.perform(order_of(SYNC), soon()).status is EffectStatus.REFUSED
    assert len(nobody.dry_run(order_of(SYNC), soon()).problems) == 1
    assert nobody.look_up(order_of(SYNC), soon()) is None
    assert nobody.target_of(SYNC) == "nobody's argocd.sync"
    somebody = RoutedEffector(frozenset({"argocd.sync"}), lambda _: Talkative())
    assert somebody.perform(order_of(SYNC), soon()).status is EffectStatus.FAILED
    assert found(somebody, order_of(SYNC)).status is EffectStatus.SUCCEEDED
