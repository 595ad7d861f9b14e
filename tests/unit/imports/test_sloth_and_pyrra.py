"""Objectives that others wrote for Sloth and Pyrra, as ours: what they count, when they alert, and what is refused."""

from datetime import UTC, datetime
from pathlib import Path
from uuid import UUID

import pytest

from shared.adapters.imports import pyrra, sloth
from shared.adapters.imports.promql import all_but, counting, over_window, whole_buckets
from shared.adapters.prometheus.rules import rules_of, rules_yaml
from shared.domain.slo.values import BurnCondition, CountsIndicator, SLODefinition
from shared.kernel.ids import TenantId
from shared.ports.imports import Document, Parsed, Parser, Setting
from tests.support.promtool import needs_promtool, promtool

PAYLOADS = Path("tests/payloads/imports")
SETTING = Setting(tenant_id=TenantId(UUID(int=1)), source="", at=datetime(2026, 3, 1, tzinfo=UTC))
PARSERS: dict[str, Parser] = {"sloth": sloth.parse, "pyrra": pyrra.parse}


def read(kind: str, *texts: str) -> Parsed:
    documents = [Document(f"{number}.yaml", text) for number, text in enumerate(texts)]
    return PARSERS[kind](documents or [Document(p.name, p.read_text()) for p in files(kind)], SETTING)


def files(kind: str) -> list[Path]:
    return sorted((PAYLOADS / kind).iterdir())


def only(kind: str, text: str) -> SLODefinition:
    (draft,) = read(kind, text).drafts
    assert isinstance(draft.definition, SLODefinition)
    return draft.definition


def counts(definition: SLODefinition) -> tuple[str, str]:
    assert isinstance(definition.indicator, CountsIndicator)
    return definition.indicator.good_query, definition.indicator.total_query


def sloth_file(objective: str) -> str:
    return f'version: "prometheus/v1"\nservice: shop\nslos:\n  - {objective}\n'


EVENTS = 'sli: {events: {error_query: "sum(rate(bad[{{.window}}]))", total_query: "sum(rate(all[{{ .window }}]))"}}'


def pyrra_file(indicator: str, window: str = "28d", **more: str) -> str:
    extra = "".join(f", {name}: {value}" for name, value in more.items())
    spec = f'{{target: "99.9", window: {window}, indicator: {indicator}{extra}}}'
    return f"apiVersion: pyrra.dev/v1alpha1\nkind: ServiceLevelObjective\nmetadata: {{name: shop}}\nspec: {spec}\n"


def test_sloth_counts_events_and_what_is_not_bad_is_good():
    definition = only("sloth", sloth_file(f"{{name: answers, objective: 99.9, {EVENTS}}}"))

    total = "sum(increase(all[$window]))"
    assert counts(definition) == (f"({total}) - ((sum(increase(bad[$window]))) or on () vector(0))", total)
    assert (definition.target, definition.burn_policy, definition.name) == (99.9, (), "shop: answers")


def test_sloths_alerts_become_conditions_and_their_wait_a_hold():
    text = (
        f"{{name: a, objective: 99, {EVENTS}, alerting: {{ticket_alert: {{disable: true}}, page_alert: {{for: 5m}}}}}}"
    )
    definition = only("sloth", sloth_file(text))

    assert [(each.severity, each.long_s, each.rate) for each in definition.burn_policy] == [
        ("page", 3_600, 14.4),
        ("page", 21_600, 6.0),
    ]
    assert definition.alerting.hold_s == 300


def test_pyrras_look_backs_are_scaled_with_its_window():
    definition = only("pyrra", pyrra_file("{bool_gauge: {metric: up}}", window="2w"))

    assert definition.burn_policy == (
        BurnCondition(severity="page", rate=14, long_s=1_800, short_s=180),
        BurnCondition(severity="page", rate=7, long_s=10_800, short_s=900),
        BurnCondition(severity="ticket", rate=2, long_s=43_200, short_s=3_600),
        BurnCondition(severity="ticket", rate=1, long_s=172_800, short_s=10_800),
    )
    assert definition.measured_every_s == 180
    assert counts(definition) == ("sum(sum_over_time(up[$window]))", "sum(count_over_time(up[$window]))")


@pytest.mark.parametrize(
    ("kind", "text", "code"),
    [
        ("sloth", "version: prometheus/v2\nservice: x\n", "sloth.version"),
        ("sloth", sloth_file("{name: a, objective: 99, sli: {plugin: {id: x}}}"), "sloth.plugin"),
        ("sloth", sloth_file("{name: a, objective: 99}"), "sloth.sli"),
        ("sloth", sloth_file("{name: a, objective: 99, sli: {raw: {error_ratio_query: up}}}"), "sloth.query"),
        (
            "sloth",
            sloth_file("{name: a, objective: 9, sli: {raw: {error_ratio_query: 'v(1)[{{.window}}]'}}}"),
            "sloth.query",
        ),
        ("sloth", sloth_file(f"{{name: a, objective: many, {EVENTS}}}"), "sloth.objective"),
        ("sloth", sloth_file(f"{{name: a, objective: 100, {EVENTS}}}"), "definition.invalid"),
        ("pyrra", "apiVersion: v1\nkind: ConfigMap\nmetadata: {name: x}\n", "pyrra.kind"),
        ("pyrra", pyrra_file("{bool_gauge: {metric: up}}", window="90d"), "pyrra.window"),
        ("pyrra", pyrra_file("{unheard: {}}"), "pyrra.indicator"),
        ("pyrra", pyrra_file("{ratio: {total: {metric: x}}}"), "pyrra.metric"),
        ("pyrra", pyrra_file("{latency: {success: {metric: x_bucket}, total: {metric: x}}}"), "pyrra.latency"),
        ("pyrra", pyrra_file("{latencyNative: {latency: soon, total: {metric: x}}}"), "pyrra.latency"),
        ("sloth", "slos: [", "yaml.refused"),
    ],
)
def test_what_cannot_be_expressed_is_left_out_with_its_reason(kind: str, text: str, code: str):
    parsed = read(kind, text)
    assert ([trouble.code for trouble in parsed.troubles], list(parsed.drafts)) == ([code], [])


def test_what_two_files_claim_is_imported_from_neither():
    text = pyrra_file("{bool_gauge: {metric: up}}")
    parsed = read("pyrra", text, text)
    assert (list(parsed.drafts), [(each.code, each.conflict) for each in parsed.troubles]) == (
        [],
        [("pyrra.claimed_twice", True)],
    )


def test_promql_of_others_is_made_to_count():
    assert (
        counting("sum(rate(a[5m])) / irate (b[5m]) + my_rate(c)")
        == "sum(increase(a[5m])) / increase(b[5m]) + my_rate(c)"
    )
    assert whole_buckets('x{le="1",handle="2"} or y{le = "0.5"}') == r'x{le=~"1(\\.0)?",handle="2"} or y{le = "0.5"}'
    assert over_window('a{b="c"} offset 1m', "increase") == 'sum(increase(a{b="c"}[$window] offset 1m))'
    assert all_but("t", "b") == "(t) - ((b) or on () vector(0))"


@needs_promtool
@pytest.mark.parametrize("kind", PARSERS)
def test_prometheus_understands_what_was_made_of_public_files(kind: str, tmp_path: Path):
    drafts = read(kind).drafts
    for draft in drafts:
        assert isinstance(draft.definition, SLODefinition)
        (tmp_path / f"{draft.slug}.yaml").write_text(rules_yaml(rules_of(draft.definition, draft.slug)))
    assert promtool("check", "rules", *sorted(tmp_path.iterdir())).count("SUCCESS") == len(drafts) >= 4
