"""Every page of the console, in the order of the rail."""

from collections.abc import Sequence

from shared.adapters.console.page import ConsolePage
from shared.adapters.console.pages.approvals import APPROVAL, APPROVALS
from shared.adapters.console.pages.evidence import EVIDENCE
from shared.adapters.console.pages.incident import INCIDENT
from shared.adapters.console.pages.incidents import INCIDENTS
from shared.adapters.console.pages.now import NOW
from shared.adapters.console.pages.search import SEARCH
from shared.adapters.console.pages.similar import SIMILAR

PAGES: Sequence[ConsolePage] = (NOW, INCIDENTS, INCIDENT, SIMILAR, EVIDENCE, APPROVALS, APPROVAL, SEARCH)
