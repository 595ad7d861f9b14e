"""When alerts open an incident, join one, or are left alone."""

from uuid import UUID, uuid5

from shared.domain.alert.facts import Change
from shared.domain.incident.intents import CorrelateAlertsToIncident, CreateIncident, ReclassifyIncidentSeverity
from shared.domain.incident.values import AlertRef, Correlation
from shared.kernel.ids import RuleId, incident_id_for
from shared.kernel.vocabulary import IncidentSource, ResourceRef, Severity
from shared.processes.alert_correlation.react import alert_correlation
from shared.processes.alert_correlation.rules import DEFAULT_RULES
from tests.support.facts import OTHER_TENANT, RULE, T0, TENANT, ingested, minutes, named
from tests.support.given_process import given_process
from tests.support.incident_facts import rule_deleted, rule_put

BY_SERVICE = DEFAULT_RULES[0].rule_id
KEY = f"rule/{BY_SERVICE}|@environment=prod|cluster=eu-1|namespace=shop|service=checkout"
LABELS = {"alertname": "HighErrorRate", "service": "checkout", "namespace": "shop", "cluster": "eu-1", "pod": "web-1"}


def firing(alert="a", **changes):
    given = {"labels": LABELS, "environment_id": "prod", "annotations": {"summary": "5xx  above 5 %"}}
    return ingested(alert, **(given | changes))


def process():
    return given_process(alert_correlation)


def test_the_first_alert_opens_an_incident_and_is_put_into_it():
    world = process().when(firing(starts_at=minutes(-3), received_at=minutes(-1)))
    incident = incident_id_for(TENANT, KEY, 1)
    world.then_asks(
        CreateIncident(
            incident_id=incident,
            title="HighErrorRate (prod, eu-1, shop, checkout): 5xx above 5 %",
            severity=Severity.HIGH,
            source=IncidentSource.ALERT,
            affected_resources=(
                ResourceRef(kind="Pod", name="web-1", namespace="shop", cluster="eu-1", environment="prod"),
                ResourceRef(kind="Service", name="checkout", namespace="shop", cluster="eu-1", environment="prod"),
            ),
            detected_at=minutes(-1),
            impact_started_at=minutes(-3),
            correlation_key=KEY,
            follows=None,
        ),
        CorrelateAlertsToIncident(
            incident_id=incident,
            alerts=(AlertRef(alert_id=named("a"), episode=1),),
            correlation=Correlation(
                rule_id=BY_SERVICE,
                rule_version=3,
                correlation_key=KEY,
                matched={"@environment": "prod", "cluster": "eu-1", "@namespace": "shop", "@service": "checkout"},
            ),
        ),
    )


def test_requests_say_because_of_what_they_are_made_and_by_whom():
    world = process().when(firing(), at=2)
    fact_id = uuid5(TENANT, f"alert/{named('a')}/1")
    create = world.asked[0]
    assert (create.causation_id, create.correlation_id) == (fact_id, fact_id)
    assert create.producer == "/sre/triage_steps"
    assert create.occurred_at == minutes(2)
    assert create.actor.startswith("process:correlation/")
    assert create.actor.endswith("/1")
    assert len({envelope.message_id for envelope in world.asked} | {fact_id}) == 3


def test_another_alert_of_the_service_joins_whatever_it_is_called():
    world = process().given(firing("a")).when(firing("b", name="SlowResponses"))
    world.then_asks(CorrelateAlertsToIncident)
    assert world.intent(CorrelateAlertsToIncident).incident_id == incident_id_for(TENANT, KEY, 1)


def test_another_environment_is_another_problem():
    process().given(firing("a")).when(firing("b", environment_id="test")).then_asks(
        CreateIncident, CorrelateAlertsToIncident
    )


def test_without_a_service_the_namespace_groups_and_without_both_the_alert_name():
    by_namespace = {"namespace": "shop"}
    world = process().given(firing("a", labels=by_namespace)).when(firing("b", labels=by_namespace, name="Other"))
    world.then_asks(CorrelateAlertsToIncident)
    world.when(firing("c", labels={}, name="NodeDown")).then_asks(CreateIncident, CorrelateAlertsToIncident)
    world.when(firing("d", labels={}, name="NodeDown")).then_asks(CorrelateAlertsToIncident)
    world.when(firing("e", labels={}, name="DiskFull")).then_asks(CreateIncident, CorrelateAlertsToIncident)


def test_without_a_service_alerts_about_one_thing_are_one_problem():
    def about(alert, **labels):
        return firing(alert, labels={"namespace": "shop", "job": "kube-state-metrics", "service": "ksm"} | labels)

    world = process().given(about("a", pod="web-7d9c5b6f4-x2x9k"))
    world.when(about("b", deployment="web")).then_asks(CorrelateAlertsToIncident)
    world.when(about("c", pod="web-7d9c5b6f4-b4b4b")).then_asks(CorrelateAlertsToIncident)
    world.when(about("d", deployment="db")).then_asks(CreateIncident, CorrelateAlertsToIncident)
    assert world.intent(CreateIncident).title == "HighErrorRate (prod, shop, db): 5xx above 5 %"
    world.when(about("e", node="worker-1", namespace="monitoring")).then_asks(CreateIncident, CorrelateAlertsToIncident)
    assert world.intent(CreateIncident).affected_resources == (
        ResourceRef(kind="Node", name="worker-1", environment="prod"),
    )


def test_an_alert_that_would_be_grouped_otherwise_by_now_stays_in_its_incident():
    """As after an upgrade that changes the default rules."""
    world = process().given(rule_put(group_by=("namespace",))).given(firing("a")).given(rule_deleted())
    world.when(firing("a", change=Change.CHANGED, severity=Severity.MEDIUM)).then_nothing()
    world.when(firing("a", change=Change.REFIRED, episode=2)).then_asks(CorrelateAlertsToIncident)
    assert world.intent(CorrelateAlertsToIncident).correlation.correlation_key == f"rule/{RULE}|namespace=shop"


def test_a_rule_may_group_by_what_an_alert_is_about():
    world = process().given(rule_put(group_by=("@kind", "@subject", "@service"), matchers=('@kind="Pod"',)))
    correlation = world.when(firing()).intent(CorrelateAlertsToIncident).correlation
    assert correlation.matched == {"@kind": "Pod", "@subject": "web", "@service": "checkout"}


def test_an_alert_that_is_no_longer_watched_leaves_its_incident_open():
    world = process().given(firing())
    ended = {"change": Change.RESOLVED, "status": "resolved", "ends_at": minutes(5)}
    world.when(firing(unwatched=True, end_reason="MissingSeries", **ended), at=5).then_nothing()
    (episode,) = world.states(f"alert:{named('a')}")
    assert (episode.phase, episode.clear_since) == ("open", None)
    world.when(firing(change=Change.REFIRED, episode=2), at=6).then_asks(CorrelateAlertsToIncident)
    world.when(firing(episode=2, **ended), at=7).then_nothing()
    (episode,) = world.states(f"incident:{episode.incident_id}")
    assert episode.phase == "clearing"


def test_two_tenants_with_the_same_alerts_never_meet():
    ours = process().when(firing())
    theirs = given_process(alert_correlation, OTHER_TENANT).when(firing())
    assert ours.intent(CreateIncident).correlation_key == theirs.intent(CreateIncident).correlation_key
    assert ours.intent(CreateIncident).incident_id != theirs.intent(CreateIncident).incident_id
    assert ours.asked[0].actor != theirs.asked[0].actor
    assert {envelope.tenant_id for envelope in theirs.asked} == {OTHER_TENANT}


def test_an_alert_below_the_minimum_severity_opens_nothing():
    process().when(firing(severity=Severity.LOW)).then_nothing()


def test_an_alert_below_the_minimum_severity_joins_an_open_incident():
    process().given(firing("a")).when(firing("b", severity=Severity.LOW)).then_asks(CorrelateAlertsToIncident)


def test_an_alert_that_gets_worse_opens_the_incident_then():
    world = process().given(firing(severity=Severity.LOW))
    world.when(firing(change=Change.CHANGED, severity=Severity.MEDIUM)).then_asks(
        CreateIncident, CorrelateAlertsToIncident
    )


def test_a_worse_alert_raises_the_severity_and_a_lesser_one_never_lowers_it():
    world = process().given(firing("a")).when(firing("b", severity=Severity.CRITICAL))
    world.then_asks(CorrelateAlertsToIncident, ReclassifyIncidentSeverity)
    assert world.intent(ReclassifyIncidentSeverity).severity is Severity.CRITICAL
    assert world.intent(ReclassifyIncidentSeverity).reason == "HighErrorRate is critical"
    world.when(firing("b", change=Change.CHANGED, severity=Severity.LOW)).then_nothing()
    world.when(firing("b", change=Change.CHANGED, severity=Severity.CRITICAL)).then_nothing()


def test_a_changed_annotation_asks_for_nothing():
    process().given(firing()).when(firing(change=Change.CHANGED, annotations={"summary": "x"})).then_nothing()


def test_an_alert_that_refires_unresolved_is_put_in_with_its_new_episode():
    world = process().given(firing()).when(firing(change=Change.REFIRED, episode=2))
    world.then_asks(CorrelateAlertsToIncident)
    assert world.intent(CorrelateAlertsToIncident).alerts == (AlertRef(alert_id=named("a"), episode=2),)


def test_an_alert_whose_labels_change_stays_until_it_resolves():
    moved = {"labels": LABELS | {"service": "billing"}}
    world = process().given(firing()).when(firing(change=Change.CHANGED, **moved)).then_nothing()
    world.when(firing("a", change=Change.REFIRED, episode=2, **moved)).then_asks(CorrelateAlertsToIncident)
    world.when(firing("a", change=Change.RESOLVED, status="resolved", episode=2, **moved)).then_nothing()
    world.when(firing("a", change=Change.REFIRED, episode=3, **moved)).then_asks(
        CreateIncident, CorrelateAlertsToIncident
    )


def test_of_two_rules_that_match_the_one_of_lower_priority_number_decides_then_the_name():
    first, second, third = (RuleId(UUID(int=number)) for number in (1, 2, 3))
    world = (
        process()
        .given(rule_put(first, name="zebra", priority=10, group_by=("namespace",)))
        .given(rule_put(second, name="ant", priority=10, group_by=("cluster",)))
        .given(rule_put(third, name="aardvark", priority=20, group_by=("service",)))
    )
    correlation = world.when(firing("a")).intent(CorrelateAlertsToIncident).correlation
    assert (correlation.rule_id, correlation.matched) == (second, {"cluster": "eu-1"})
    world.when(rule_deleted(second)).then_nothing()
    assert world.when(firing("b")).intent(CorrelateAlertsToIncident).correlation.rule_id == first


def test_the_default_rules_stay_last_behind_a_first_own_rule():
    world = process().given(rule_put(matchers=('team="payments"',)))
    assert world.when(firing("a")).intent(CorrelateAlertsToIncident).correlation.rule_id == BY_SERVICE
    ours = firing("b", labels=LABELS | {"team": "payments"})
    assert world.when(ours).intent(CorrelateAlertsToIncident).correlation.rule_id == RULE
    world.given(rule_put(version=2, matchers=('team="payments"',), enabled=False))
    assert world.when(firing("c", labels=LABELS | {"team": "payments"})).states("rules") != []
    assert world.intent(CorrelateAlertsToIncident).correlation.rule_id == BY_SERVICE


def test_a_default_rule_is_turned_off_by_a_rule_under_its_id_and_on_again_by_its_deletion():
    world = process()
    for default in DEFAULT_RULES:
        world.given(rule_put(default.rule_id, enabled=False))
    world.when(firing("a")).then_nothing()
    (book,) = world.states("rules")
    assert [(rule.definition.name, rule.definition.enabled) for rule in book.in_order] == [
        (default.definition.name, False) for default in DEFAULT_RULES
    ]
    world.given(rule_deleted(BY_SERVICE)).when(firing("b")).then_asks(CreateIncident, CorrelateAlertsToIncident)


def test_nothing_but_its_switch_can_be_changed_of_a_default_rule():
    world = process().given(rule_put(BY_SERVICE, priority=0, group_by=("pod",))).given(rule_put(priority=50))
    assert [rule.rule_id for rule in world.states("rules")[0].in_order] == [RULE, *(r.rule_id for r in DEFAULT_RULES)]
    assert world.when(firing("a")).intent(CorrelateAlertsToIncident).correlation.rule_id == RULE


def test_a_rule_that_cannot_be_used_matches_nothing_and_does_not_stop_the_others():
    broken, good = RuleId(UUID(int=1)), RuleId(UUID(int=2))
    world = process().given(rule_put(broken, matchers=('service=~"("',), priority=1)).given(rule_put(good, priority=2))
    assert world.when(firing()).intent(CorrelateAlertsToIncident).correlation.rule_id == good


def test_editing_a_rule_does_not_change_an_incident_under_way_and_the_version_that_matched_is_told():
    world = process().given(rule_put(version=1, hold_down_s=600)).given(firing("a"))
    world.given(rule_put(version=2, hold_down_s=60))
    assert world.when(firing("b")).intent(CorrelateAlertsToIncident).correlation.rule_version == 2
    (episode,) = world.states(f"alert:{named('a')}")
    assert (episode.rule.rule_version, episode.rule.definition.hold_down_s) == (1, 600)


def test_the_process_group_key_is_told_apart_by_rule_even_for_equal_values():
    assert KEY.startswith(f"rule/{BY_SERVICE}|")
    world = process().given(rule_put(group_by=("service",)))
    key = world.when(firing()).intent(CreateIncident).correlation_key
    assert key == f"rule/{RULE}|service=checkout"


def test_a_title_says_nothing_twice():
    def title(name, **labels):
        return process().when(firing(name=name, labels=labels, annotations={})).intent(CreateIncident).title

    assert title("job=backup-a", job="backup-a") == "job=backup-a (prod)"
    assert title("InfluxdbDown", service="db", namespace="db") == "InfluxdbDown (prod, db)"
    assert title("db is down", service="db") == "db is down (prod)"


def test_titles_stay_within_bounds_and_on_one_line():
    world = process().when(firing(annotations={"summary": "line\n" * 500}, name="N" * 480))
    title = world.intent(CreateIncident).title
    assert len(title) == 300
    assert "\n" not in title


def test_an_hour_long_label_value_keeps_the_key_short_and_distinct():
    one, two = "x" * 5_000 + "1", "x" * 5_000 + "2"
    world = process().when(firing("a", labels={"service": one}))
    key = world.intent(CreateIncident).correlation_key
    assert len(key) < 500
    world.when(firing("b", labels={"service": two})).then_asks(CreateIncident, CorrelateAlertsToIncident)


def test_the_time_of_asking_is_the_time_of_the_fact():
    assert process().when(firing(), at=7).asked[0].occurred_at == minutes(7)
    assert process().when(firing()).asked[0].occurred_at == T0


def test_a_service_is_one_by_whichever_name_it_comes():
    names = {"service.name": "checkout", "k8s.namespace.name": "shop", "k8s.cluster.name": "eu-1"}
    told = {name.replace(".", "_"): value for name, value in names.items()}
    world = process().given(firing("a"))
    world.when(firing("b", labels=names), firing("c", labels=told)).then_asks(CorrelateAlertsToIncident)
    assert {ref.alert_id for ref in world.intent(CorrelateAlertsToIncident).alerts} == {named("b"), named("c")}
