"""The published language of the workflows: every process fact, in one screen."""

from shared.kernel.message import ProcessFact
from shared.processes.change_verification.facts import CHANGE_VERIFICATION_FACTS
from shared.processes.incident_triage.facts import INCIDENT_TRIAGE_FACTS
from shared.processes.incident_triage.remedy_facts import REMEDY_FACTS
from shared.processes.runbook_execution.facts import RUNBOOK_EXECUTION_FACTS
from shared.processes.slo_burn.facts import SLO_BURN_FACTS

#: Alert correlation needs none: what it decides is a request, and the incident's own facts (with rule, version and
#: matched values) say what came of it.
PROCESS_FACTS: tuple[type[ProcessFact], ...] = (
    *INCIDENT_TRIAGE_FACTS,
    *REMEDY_FACTS,
    *RUNBOOK_EXECUTION_FACTS,
    *CHANGE_VERIFICATION_FACTS,
    *SLO_BURN_FACTS,
)
