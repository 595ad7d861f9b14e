"""Rules as data: which one decides for an alert, and the key under which its like come together."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import Final, Literal
from uuid import UUID

from pydantic import BaseModel, ConfigDict

from shared.domain.alert.facts import AlertIngested
from shared.domain.correlation_rule.values import RuleDefinition
from shared.domain.incident.values import Correlation
from shared.kernel.ids import RuleId, derive
from shared.kernel.label_names import in_our_words
from shared.kernel.matchers import StepBudget, all_hold, matcher_problem
from shared.kernel.subject import subject_of
from shared.processes.alert_correlation.recent import RecentMatches

RULE_BOOK_ID: Final = "correlation/rules"

_DEPTH = 2
_LONGEST_VALUE = 200
_LONGEST_KEY = 2_000


class Rule(BaseModel):
    """One version of one rule."""

    model_config = ConfigDict(defer_build=True, frozen=True, extra="ignore")

    rule_id: RuleId
    rule_version: int
    definition: RuleDefinition
    problem: str | None = None
    """Why it cannot be used; such a rule matches nothing."""


def _default(name: str, priority: int, matchers: tuple[str, ...], group_by: tuple[str, ...]) -> Rule:
    definition = RuleDefinition(
        name=name, priority=priority, matchers=matchers, group_by=group_by, dependency_depth=_DEPTH
    )
    return Rule(rule_id=RuleId(derive("correlation_rule", name)), rule_version=3, definition=definition)


#: Tried last, after the tenant's own, unless turned off. Alerts of one service in one environment are one problem,
#: whatever each is called; without a service those about one thing (a workload, a machine, a volume, a rule without
#: data), whichever of its pods or jobs they name; without a thing the namespace stands for it; alerts that name none
#: of these meet only their namesakes. What measured the thing is never taken for it (`kernel.subject`).
#: Those of services that need each other, by the catalog, are one problem over two edges at most.
#: Rolling window of 4 h, medium and above open incidents, 5 min clear before resolving, reopened within 30 min.
DEFAULT_RULES: Final[tuple[Rule, ...]] = (
    _default("default: service", 1, ('@service!=""',), ("@environment", "cluster", "@namespace", "@service")),
    _default("default: subject", 2, ('@subject!=""',), ("@environment", "cluster", "@namespace", "@subject")),
    _default("default: namespace", 3, ('@namespace!=""',), ("@environment", "cluster", "@namespace")),
    _default("default: alert name", 4, (), ("@environment", "cluster", "@alertname")),
)

#: In a key these stand under the label's own name: incidents that were opened by the label are not split from those
#: opened by what it means.
_NAMED_AS_LABELS = {"@service": "service", "@namespace": "namespace"}


DEFAULT_RULE_IDS: Final = frozenset(rule.rule_id for rule in DEFAULT_RULES)


@dataclass(frozen=True, kw_only=True)
class RuleBook:
    """The tenant's rules as this process has heard of them. A rule that is put under a default one's id and is not
    enabled turns that one off; deleted, it is on again. Nothing else of a default rule can be changed."""

    kind: Literal["rules"] = "rules"
    workflow_id: str = RULE_BOOK_ID
    rules: tuple[Rule, ...] = field(default=())

    def with_rule(self, rule_id: RuleId, rule_version: int, definition: RuleDefinition) -> "RuleBook":
        rule = Rule(rule_id=rule_id, rule_version=rule_version, definition=definition, problem=rule_problem(definition))
        others = (known for known in self.rules if known.rule_id != rule_id)
        return replace(self, rules=tuple(sorted((*others, rule), key=_order)))

    def without_rule(self, rule_id: RuleId) -> "RuleBook":
        return replace(self, rules=tuple(known for known in self.rules if known.rule_id != rule_id))

    @cached_property
    def in_order(self) -> tuple[Rule, ...]:
        """As they are tried: the tenant's own, then the default ones, those turned off included."""
        own = tuple(rule for rule in self.rules if rule.rule_id not in DEFAULT_RULE_IDS)
        put = {rule.rule_id: rule for rule in self.rules}
        return (*own, *(_as_put(default, put.get(default.rule_id)) for default in DEFAULT_RULES))

    def match(self, alert: AlertIngested) -> "Match | None":
        """The first rule that matches decides. Asked again, before long, of the same alert it does not look again."""
        return self._recent.match(alert, self._match)

    @cached_property
    def _recent(self) -> RecentMatches["Match | None"]:
        return RecentMatches()

    def _match(self, alert: AlertIngested) -> "Match | None":
        labels, steps = labels_of(alert), StepBudget()
        for rule in self.in_order:
            usable = rule.definition.enabled and rule.problem is None
            if usable and all_hold(rule.definition.matchers, labels, steps):
                values = {name: _bounded(labels.get(name, ""), _LONGEST_VALUE) for name in rule.definition.group_by}
                return Match(rule=rule, key=correlation_key(rule.rule_id, values), values=values)
        return None


@dataclass(frozen=True, slots=True, kw_only=True)
class Match:
    """Why an alert belongs where it belongs."""

    rule: Rule
    key: str
    values: Mapping[str, str]

    @property
    def correlation(self) -> Correlation:
        """The version named is the one that matched this alert; the episode it joins may run by an earlier one."""
        return Correlation(
            rule_id=self.rule.rule_id,
            rule_version=self.rule.rule_version,
            correlation_key=self.key,
            matched=dict(self.values),
        )


def rule_problem(definition: RuleDefinition) -> str | None:
    """Why the rule cannot be used, in words for its author."""
    return matcher_problem(definition.matchers)


def labels_of(alert: AlertIngested) -> Mapping[str, str]:
    """Its labels, under our names too where they lack them; its own fields and what it is about under names that no
    label can have."""
    subject, labels = subject_of(alert.labels), in_our_words(alert.labels)
    sent = alert.labels if labels is alert.labels else {**labels, **alert.labels}
    return sent | {
        "@alertname": alert.name,
        "@environment": alert.environment_id or "",
        "@source": alert.source_name,
        "@service": subject.service,
        "@namespace": subject.namespace,
        "@subject": subject.group,
        "@kind": subject.kind,
    }


def correlation_key(rule_id: UUID, values: Mapping[str, str]) -> str:
    """Readable, and different for different values: ``rule/<id>|cluster=eu-1|service=checkout``."""
    parts = (f"{_escaped(_NAMED_AS_LABELS.get(name, name))}={_escaped(value)}" for name, value in values.items())
    return _bounded("|".join((f"rule/{rule_id}", *parts)), _LONGEST_KEY)


def _as_put(default: Rule, put: Rule | None) -> Rule:
    if put is None or put.definition.enabled:
        return default
    return default.model_copy(update={"definition": default.definition.model_copy(update={"enabled": False})})


def _order(rule: Rule) -> tuple[int, str, str]:
    return (rule.definition.priority, rule.definition.name, str(rule.rule_id))


def _escaped(text: str) -> str:
    return text.replace("\\", "\\\\").replace("|", "\\|").replace("=", "\\=")


def _bounded(text: str, limit: int) -> str:
    """Long texts keep their beginning; a digest keeps them apart."""
    text = text.replace("\x00", "\N{REPLACEMENT CHARACTER}")  # Postgres stores no NUL
    return text if len(text) <= limit else f"{text[: limit - 40]}…#{derive(text)}"
