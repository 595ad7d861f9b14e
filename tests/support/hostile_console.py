"""A tenant whose every name is hostile, for pages of the console: told to the read models, stored on the write side."""

import re
from collections.abc import Iterator, Mapping
from contextlib import ExitStack, contextmanager
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID

from pydantic import TypeAdapter

from shared.adapters.console.registry import PAGES
from shared.adapters.postgres.connection import connect_pool
from shared.domain.alert.facts import Change
from shared.domain.alert.state import evolve as fold_alert
from shared.domain.fleet_state.state import evolve as fold_fleet
from shared.domain.fleet_state.values import ApplicationRow
from shared.domain.incident.evolve import evolve as fold_incident
from shared.domain.knowledge_document.state import evolve as fold_document
from shared.domain.on_call_schedule.facts import OnCallScheduleCreated
from shared.domain.on_call_schedule.state import evolve as fold_schedule
from shared.domain.postmortem.state import evolve as fold_postmortem
from shared.domain.runbook.state import evolve as fold_runbook
from shared.domain.service.state import evolve as fold_service
from shared.domain.service.values import OwnSchedule
from shared.domain.silence.facts import SilenceCreated
from shared.domain.silence.state import evolve as fold_silence
from shared.domain.slo.state import evolve as fold_slo
from shared.kernel.ids import ScheduleId, SilenceId
from shared.projections.registry import PROJECTIONS
from tests.support import facts as make
from tests.support import history_health, history_knowledge, history_services, history_slos, postgres
from tests.support.api import ADA, Api
from tests.support.console import ConsoleUnderTest
from tests.support.facts import named
from tests.support.projected import projected
from tests.support.schedules import layer, schedule
from tests.support.silences import once

NOW = datetime.now(UTC)
#: A word that stands in every hostile text, so that a page which shows none of them is seen to show none.
SIGN = "Zebra"
HOSTILE = (
    f"{SIGN} <script>alert(1)</script><img src=x onerror=alert(2)> \u202egnp.exe {'Z' + chr(0x335) * 40}algo"
    " {{7*7}}'\" 👩\u200d👩\u200d👧\u200d👦"
)
#: One of each page that is about one thing, by the thing's name in a path.
ONE = {
    "incident_id": "i",
    "alert_id": "a",
    "slo_id": "slo checkout",
    "postmortem_id": "p",
    "silence_id": "silence",
    "schedule_id": "schedule",
    "service_id": "service checkout",
    "runbook_id": "r",
    "document_id": "d",
}


@contextmanager
def hostile_console(server: str) -> Iterator[ConsoleUnderTest]:
    """The write side has decided, and no read model knows of it."""
    with ExitStack() as stack:
        url = stack.enter_context(postgres.fresh_database(server))
        reading = stack.enter_context(connect_pool(url, role="sre_query", application="console-test", max_size=8))
        keeping = stack.enter_context(connect_pool(url, role="sre_console", application="console-test"))
        _stored(Api(url, reading))
        yield ConsoleUnderTest(url, reading, keeping)


def tell(url: str) -> None:
    """Has every read model hear of what was decided."""
    with projected(url, *PROJECTIONS) as world:
        world.happened(
            make.created(title=HOSTILE, description=HOSTILE),
            make.ingested(
                name=HOSTILE,
                labels={"alertname": HOSTILE, "pod": HOSTILE},
                annotations={"summary": HOSTILE},
                change=Change.NEW,
                starts_at=NOW - timedelta(hours=1),
            ),
            make.correlated(),
            history_services.service(name=HOSTILE),
            _fleet(),
            history_slos.objective(name=HOSTILE),
            _postmortem(),
            history_knowledge.document_put(title=HOSTILE),
            history_knowledge.runbook_created(title=HOSTILE),
            tenant=ADA,
        )


def _fleet() -> Any:
    row = ApplicationRow(name=f"{SIGN}<script>", namespace="shop", health="Degraded", sync="<b>")
    return history_health.pictured("eu", applications=[row], at=NOW, environment="<i>prod</i>", stale_after_s=3_000_000)


def _postmortem() -> Any:
    return history_knowledge.postmortem_created("p", "i", title=HOSTILE, summary=HOSTILE)


def _stored(api: Api) -> None:
    """What lists read of the write side's own state."""
    silence = SilenceCreated(
        silence_id=SilenceId(named("silence")),
        definition=once(NOW - timedelta(hours=1), NOW + timedelta(hours=1), reason=HOSTILE),
        created_by="human:ana",
    )
    planned = OnCallScheduleCreated(
        schedule_id=ScheduleId(named("schedule")),
        slug="payments",
        definition=schedule(layer("ana", name=f"{SIGN}<script>"), name=HOSTILE),
        created_by="human:ana",
    )
    states: tuple[tuple[str, UUID, Any], ...] = (
        ("silence", named("silence"), fold_silence(None, silence)),
        ("on_call_schedule", named("schedule"), fold_schedule(None, planned)),
        ("slo", history_slos.slo_id(), fold_slo(None, history_slos.objective(name=HOSTILE))),
        ("fleet_state", history_health.fleet_id("eu"), fold_fleet(None, _fleet())),
        ("incident", named("i"), fold_incident(None, make.created(title=HOSTILE))),
        ("alert", named("a"), fold_alert(None, make.ingested(name=HOSTILE, labels={"pod": HOSTILE}))),
        ("service", history_services.service_id("checkout"), _service("checkout", "schedule")),
        ("service", history_services.service_id("orphan"), _service("orphan", "a schedule that was never there")),
        ("postmortem", named("p"), fold_postmortem(None, _postmortem())),
        ("runbook", named("r"), fold_runbook(None, history_knowledge.runbook_created(title=HOSTILE))),
        ("knowledge_document", named("d"), fold_document(None, history_knowledge.document_put(title=HOSTILE))),
    )
    for kind, identity, state in states:
        api.store(ADA, kind, identity, TypeAdapter(type(state)).dump_python(state, mode="json"))


def _service(slug: str, schedule: str) -> Any:
    on_call = OwnSchedule(schedule_id=ScheduleId(named(schedule)))
    return fold_service(None, history_services.service(slug, name=HOSTILE, on_call=on_call))


def one_path_of_each() -> Mapping[str, str]:
    """Gives the path of every page that this tenant has something for, by the page's name; files are left out: each is
    a list that a page shows already.
    """
    shown = {}
    for page in PAGES:
        wanted = re.findall(r"<uuid:(\w+)>", page.path)
        if all(name in ONE for name in wanted) and not page.path.endswith((".csv", ".json", ".md")):
            shown[page.name] = re.sub(r"<uuid:(\w+)>", lambda found: str(named(ONE[found.group(1)])), page.path)
    shown["application"] = f"/fleet/application?environment=%3Ci%3Eprod%3C%2Fi%3E&name={SIGN}%3Cscript%3E"
    shown["search"], shown["knowledge"] = f"/search?q={SIGN}", f"/knowledge?q={SIGN}"
    shown["new-silence"] = "/silences/new?matcher=pod%3D%22x%22"
    return shown
