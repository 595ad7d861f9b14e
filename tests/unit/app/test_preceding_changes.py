"""Which change stands beside an incident that spent budget."""

from datetime import timedelta
from typing import Any
from uuid import UUID

from shared.app.operations.change.view import ChangeStanding, ChangeVerificationView
from shared.app.operations.slo.preceding import change_before
from shared.kernel.vocabulary import ResourceRef
from shared.projections.slo_burndown.accounts import Spent
from tests.support.facts import T0

INCIDENT = UUID(int=7)
SPENT = Spent(
    incident_id=INCIDENT,
    number=7,
    title="slow",
    severity="high",
    starts_at=T0,
    ends_at=None,
    bad=1,
    share=0.1,
    resources=("cart",),
)


def change(application: str, revision: str, minutes: int, **more: Any) -> ChangeVerificationView:
    """It was seen so many minutes before the impact."""
    at = T0 - timedelta(minutes=minutes)
    return ChangeVerificationView(
        workflow_id=f"change/argo/argocd/{application}/{revision}",
        application=ResourceRef(kind="Application", name=application, namespace="argocd"),
        revision=revision,
        previous="old",
        standing=ChangeStanding.UNDER_WAY,
        hold_s=60,
        ends_at=at,
        started_at=at,
        updated_at=at,
        version=1,
        **more,
    )


def beside(*changes: ChangeVerificationView) -> tuple[str, bool] | None:
    found = change_before(SPENT, ("checkout",), changes)
    return None if found is None else (found.revision, found.is_named)


def test_a_change_whose_verification_names_the_incident_is_it():
    named = change("elsewhere", "b", -30, incident_id=INCIDENT)
    assert beside(change("checkout", "a", 5), named) == ("b", True)


def test_otherwise_the_last_one_of_the_service_or_of_what_is_affected():
    assert beside(change("checkout", "b", 5), change("checkout", "a", 50)) == ("b", False)
    assert beside(change("cart", "c", 5)) == ("c", False)


def test_what_came_after_long_before_or_elsewhere_is_none():
    assert beside(change("checkout", "a", -1), change("checkout", "b", 361), change("mail", "c", 5)) is None
