"""An objective that leaves as OpenSLO comes back as it was."""

from datetime import UTC, datetime
from typing import Any
from uuid import UUID

import pytest

from shared.adapters.exports.openslo import openslo_yaml
from shared.adapters.imports import openslo
from shared.adapters.imports.openslo_settings import ANNOTATION
from shared.domain.slo.values import (
    Alerting,
    Budgeting,
    BurnCondition,
    CalendarMonth,
    Maintenance,
    RatioIndicator,
    RecordedAs,
    RecordedIndicator,
    RollingWindow,
    SLODefinition,
)
from shared.kernel.ids import TenantId, service_id_for
from shared.ports.imports import Document, Parsed, Setting
from tests.support.slos import COUNTS

TENANT = TenantId(UUID(int=1))
SETTING = Setting(tenant_id=TENANT, source="", at=datetime(2026, 3, 1, tzinfo=UTC))
SAME = BurnCondition(severity="page", long_s=3_600, short_s=300, rate=10)

RECORDED = RecordedIndicator(
    total_series="job:requests:rate5m",
    total_is=RecordedAs.RATE,
    bad_series='slo:sli_error:ratio_rate5m{sloth_slo="answers"}',
    bad_is=RecordedAs.RATIO,
)


def objective(**more: Any) -> SLODefinition:
    return SLODefinition.model_validate({"name": "Checkout: 'é' #1", "target": 99.9, "indicator": COUNTS} | more)


def read(text: str) -> Parsed:
    return openslo.parse([Document("slos.yaml", text)], SETTING)


@pytest.mark.parametrize(
    "definition",
    [
        objective(),
        objective(service_id=service_id_for(TENANT, "checkout"), description="Says: it\nanswers", owner="payments"),
        objective(window=CalendarMonth(zone="Europe/Berlin"), target=99.987654, tags=("tier:1", "free words")),
        objective(budgeting=Budgeting.TIMESLICES, timeslice_target=98.7, measured_every_s=60, expected_events=7),
        objective(indicator=RatioIndicator(ratio_query="a / b", source="thanos"), window=RollingWindow(days=14)),
        objective(indicator=RECORDED, target=99.5),
        objective(
            burn_policy=(SAME, SAME.model_copy(update={"long_s": 7_200})),
            alerting=Alerting(hold_s=60, latch=True, minimum_events=5, escalate_share=0.5),
            maintenance=Maintenance.EXCLUDED,
        ),
    ],
    ids=["plain", "service", "month", "slices", "ratio", "recorded", "alerting"],
)
def test_what_is_exported_is_imported_as_it_was(definition: SLODefinition):
    service = "checkout" if definition.service_id else ""
    parsed = read(openslo_yaml([("checkout-answers", definition, service)]))

    (draft,) = parsed.drafts
    assert (draft.slug, draft.definition, list(parsed.troubles)) == ("checkout-answers", definition, [])


def test_others_read_the_look_backs_of_an_exported_objective():
    text = openslo_yaml([("a", objective(burn_policy=(SAME,)), "")])
    without = "\n".join(line for line in text.splitlines() if ANNOTATION not in line).replace("  annotations:\n", "")

    (draft,) = read(without).drafts
    assert isinstance(draft.definition, SLODefinition)
    assert draft.definition.burn_policy == (SAME,)


@pytest.mark.parametrize("written", ["{", "[]", '{"measured_every_s": "often"}', "[" * 9_000])
def test_settings_that_cannot_be_read_leave_the_objective_out(written: str):
    text = openslo_yaml([("a", objective(), "")])
    spoilt = "\n".join(f"    {ANNOTATION}: '{written}'" if ANNOTATION in line else line for line in text.splitlines())
    parsed = read(spoilt)
    assert ([trouble.code for trouble in parsed.troubles], list(parsed.drafts)) == (["openslo.settings"], [])
