"""Every page of the console, in the order of the rail."""

from collections.abc import Sequence

from shared.adapters.console.page import ConsolePage
from shared.adapters.console.pages.administration import API_KEYS, AUDIT, DEAD_LETTERS, INTEGRITY, SOURCES
from shared.adapters.console.pages.alerts import ALERT, ALERTS
from shared.adapters.console.pages.approvals import APPROVAL, APPROVALS
from shared.adapters.console.pages.evidence import EVIDENCE
from shared.adapters.console.pages.explain import EXPLAIN
from shared.adapters.console.pages.exports import EXPORTS
from shared.adapters.console.pages.fleet import APPLICATION, FLEET
from shared.adapters.console.pages.incident import INCIDENT
from shared.adapters.console.pages.incidents import INCIDENTS
from shared.adapters.console.pages.knowledge import DOCUMENT, KNOWLEDGE, NEW_DOCUMENT
from shared.adapters.console.pages.now import NOW
from shared.adapters.console.pages.on_call import ON_CALL, SCHEDULE
from shared.adapters.console.pages.postmortems import POSTMORTEM, POSTMORTEM_EDITOR, POSTMORTEM_MARKDOWN, POSTMORTEMS
from shared.adapters.console.pages.runbooks import EXECUTION, RUNBOOK, RUNBOOKS
from shared.adapters.console.pages.search import SEARCH
from shared.adapters.console.pages.services import SERVICE, SERVICES
from shared.adapters.console.pages.settings import SETTINGS
from shared.adapters.console.pages.silences import NEW_SILENCE, SILENCE, SILENCES
from shared.adapters.console.pages.similar import SIMILAR
from shared.adapters.console.pages.slos import SLO, SLOS
from shared.adapters.console.pages.system import RULE, SYSTEM
from shared.adapters.console.pages.wall import WALL

PAGES: Sequence[ConsolePage] = (
    NOW,
    *(INCIDENTS, INCIDENT, SIMILAR, EVIDENCE),
    *(ALERTS, ALERT, EXPLAIN),
    *(APPROVALS, APPROVAL),
    *(SLOS, SLO),
    *(SERVICES, SERVICE),
    *(FLEET, APPLICATION),
    *(ON_CALL, SCHEDULE),
    *(SILENCES, SILENCE, NEW_SILENCE),
    *(RUNBOOKS, RUNBOOK, EXECUTION),
    *(POSTMORTEMS, POSTMORTEM, POSTMORTEM_EDITOR, POSTMORTEM_MARKDOWN),
    *(KNOWLEDGE, DOCUMENT, NEW_DOCUMENT),
    *(SYSTEM, RULE, DEAD_LETTERS, SOURCES, API_KEYS, INTEGRITY, AUDIT),
    *(SEARCH, SETTINGS, WALL),
    *EXPORTS,
)
