"""How the timeline tells of the end of an incident."""

from uuid import UUID

from shared.domain.incident.facts import IncidentMergedInto
from shared.kernel.ids import IncidentId
from shared.projections.incident_timeline.entries import entries
from shared.projections.incident_timeline.incidents import incidents
from shared.projections.incident_timeline.timeline_text import text_of_incident
from tests.support import facts as make
from tests.support.facts import Log, minutes, named
from tests.support.given import ANA
from tests.support.incidents import POSTMORTEM, closed, resolved

ENDED, SURVIVOR = IncidentId(named("i")), IncidentId(named("j"))
MERGED_INTO = IncidentMergedInto(
    incident_id=ENDED, merged_into=SURVIVOR, reason="r", merged_by="process:p", merged_at=minutes(3)
)


def test_a_resolve_says_how_many_alerts_fired_nevertheless():
    assert text_of_incident(resolved(alerts_still_firing=2)).details == {
        "previous": "open",
        "approval_id": None,
        "alerts_still_firing": 2,
    }


def test_a_close_says_what_opened_the_gate():
    with_postmortem = text_of_incident(closed(postmortem_id=POSTMORTEM)).details
    assert with_postmortem == {"postmortem_id": str(POSTMORTEM), "waived_by": None, "waiver_reason": None}
    waived = text_of_incident(closed(waived_by=ANA, waiver_reason="a drill")).details
    assert waived == {"postmortem_id": None, "waived_by": "human:ana", "waiver_reason": "a drill"}


def test_what_was_merged_says_where_it_went_and_keeps_its_status_until_it_is_resolved():
    log = Log()
    created = log.add(make.created("i"))
    merged = log.add(MERGED_INTO, at=minutes(3))
    row = entries.evolve((UUID(str(ENDED)), "incident", 2), None, merged)
    assert row is not None
    assert (row.kind, row.text, row.details) == (
        "merged_into",
        f"went into {SURVIVOR}: r",
        {"merged_into": str(SURVIVOR)},
    )
    before = incidents.evolve((UUID(str(ENDED)),), None, created)
    after = incidents.evolve((UUID(str(ENDED)),), before, merged)
    assert after is not None
    assert (after.status, after.version, after.updated_at) == ("open", 2, minutes(3))
