"""Nothing grows without bound: every table has its bound here, or is the history that the system is for."""

import psycopg
import pytest

pytestmark = pytest.mark.postgres

#: What makes a table grow that is not history, and what bounds it.
BOUNDED = {
    "access.audit_entry": "what administrators do by hand",
    "access.calendar_feed": "people make secret addresses",
    "access.api_key": "people make keys; retention.api_keys",
    "access.source": "people register sources",
    "access.tenant": "people register tenants",
    "coder.effect": "of executions, with which they go",
    "coder.execution": "approvals that are carried out; retention.executions",
    "coder.lease": "targets that are changed now; retention.executions",
    "coder.switch": "one row",
    "coder.task": "requests to carry out, so many per approval; retention.executions",
    "console.session": "people who are signed in; retention.console_sessions",
    "console.sign_in": "sign-ins that were begun; retention.console_sessions",
    "domain.inbox": "every message; retention.outcomes",
    "domain.outbox": "facts until they are published; told by /healthz",
    "domain.parked": "one per aggregate",
    "domain.counter": "one per tenant and kind of number",
    "domain.poison": "unreadable intents; retention.unreadable, retention.most_unreadable",
    "intake.quarantine": "unreadable bodies; intake.make_room, retention.quarantine, retention.quarantine_settled",
    "intake.quarantine_usage": "one per source",
    "intake.reconcile_request": "truncated webhooks; retention.reconcile_requests, retention.most_reconcile_requests",
    "intake.source_tally": "one per source",
    "knowledge.embedding": "texts and models; retention.vectors",
    "knowledge.signature": "of vectors, with which they go",
    "knowledge.waiting": "one per document, until it has its vectors",
    "process.association": "of instances, with which they go",
    "process.evidence": "reads of a triage, so many of so many bytes; retention.evidence",
    "process.instance": "episodes; retention.workflows. The last of every correlation key stays. Triages: as incidents",
    "process.outbox": "requests until they are published; told by /healthz",
    "process.parked": "one per aggregate",
    "process.progress": "one per aggregate",
    "process.timer": "of instances, with which they go",
    "process.unreadable": "unreadable facts; retention.unreadable, retention.most_unreadable",
    "projection.build": "three sets of tables per projection at most",
    "projection.unread": "unreadable facts; retention.unreadable, retention.most_unreadable",
    "public.sre_migration": "one per migration",
    "public.sre_migration_step": "one row, while a migration is applied",
    "retention.pass": "one per kind",
    "retention.removed": "one per kind",
    "slo.measuring": "one per objective; what is missing of it within bounds",
    "slo.source_silence": "one per tenant and source",
    "transport.dead_letter": "refused messages; retention.dead_letters, retention.most_dead_letters",
    "transport.delivery": "messages until they are delivered; told by /healthz; retention.deliveries_to_nobody",
    "transport.message": "as its deliveries",
    "transport.subscription": "one per subscription that there ever was",
}
#: What happened is kept: it is what the system is for.
HISTORY = {"domain.fact", "domain.aggregate", "process.fact"}
#: Views of history, in proportion to it; a second and a third set of their tables at most, while one is rebuilt.
VIEWS = {
    "alert_groups",
    "fleet_health",
    "incident_timeline",
    "knowledge_index",
    "postmortem_search",
    "runbook_catalog",
    "service_catalog",
    "slo_burndown",
}


def test_every_table_of_the_database_has_a_bound_that_is_written_down(database_url: str):
    with psycopg.connect(database_url) as sql:
        tables = sql.execute(
            "SELECT n.nspname, c.relname FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace"
            " WHERE c.relkind IN ('r', 'p') AND n.nspname NOT IN ('pg_catalog', 'information_schema')"
        ).fetchall()
        functions = {
            f"{schema}.{name}"
            for schema, name in sql.execute(
                "SELECT n.nspname, proname FROM pg_proc p JOIN pg_namespace n ON n.oid = p.pronamespace"
                " WHERE n.nspname IN ('retention', 'intake')"
            )
        }
    named = {f"{schema}.{table}" for schema, table in tables if schema not in VIEWS}
    assert named == {*BOUNDED, *HISTORY}
    assert {schema for schema, _ in tables} >= VIEWS
    said = {word.strip(".,;") for bound in BOUNDED.values() for word in bound.split() if word.startswith("retention.")}
    assert said | {"retention.count_removed", "intake.make_room", "intake.count_quarantine"} == functions
