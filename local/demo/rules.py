"""The tenant's rules, in place of the default ones: as those are, but for alerts of this history,
whose incidents it opens itself.

It opens them as of long ago; a workflow would do it as of now. So these rules have to be known before the first alert.
"""

from collections.abc import Iterator
from typing import Final

from local.demo.asking import DatedIntent, human
from local.demo.company import DUTY_MANAGER
from local.demo.scene import DAYS, Scene
from local.demo_targets import CLUSTER, ENVIRONMENT
from shared.domain.correlation_rule.intents import PutCorrelationRule
from shared.domain.correlation_rule.values import RuleDefinition
from shared.domain.incident.values import Correlation
from shared.kernel.ids import RuleId
from shared.processes.alert_correlation.rules import DEFAULT_RULES, correlation_key

#: The name under which the alerts of the history are seen.
SOURCE: Final = "demo"


def rules(scene: Scene) -> Iterator[DatedIntent]:
    at, actor = scene.on(DAYS + 7, "09:00"), human(DUTY_MANAGER)
    for rule in DEFAULT_RULES:
        name = rule.definition.name.removeprefix("default: ")
        matchers = (*rule.definition.matchers, f'@source!="{SOURCE}"')
        definition = rule.definition.model_copy(update={"name": f"by {name}", "matchers": matchers})
        rule_id = RuleId(scene.id("rule", name))
        yield DatedIntent(at=at, actor=actor, intent=PutCorrelationRule(rule_id=rule_id, definition=definition))
        off = rule.definition.model_copy(update={"enabled": False})
        yield DatedIntent(at=at, actor=actor, intent=PutCorrelationRule(rule_id=rule.rule_id, definition=off))
    yield DatedIntent(at=at, actor=actor, intent=PutCorrelationRule(rule_id=_own(scene), definition=_OWN))


def correlation_by(scene: Scene, service: str) -> Correlation:
    values = {"@environment": ENVIRONMENT, "cluster": CLUSTER, "service": service}
    return Correlation(
        rule_id=_own(scene), rule_version=1, correlation_key=correlation_key(_own(scene), values), matched=values
    )


#: Off: what it did is history, and what happens from now on is for the others.
_OWN = RuleDefinition(
    name="demo history",
    priority=0,
    matchers=(f'@source="{SOURCE}"',),
    group_by=("@environment", "cluster", "service"),
    enabled=False,
)


def _own(scene: Scene) -> RuleId:
    return RuleId(scene.id("rule", "history"))
