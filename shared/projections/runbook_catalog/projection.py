"""Runbooks as they are looked for, and how often they helped."""

from shared.projections.projection import Projection
from shared.projections.runbook_catalog.executions import executions
from shared.projections.runbook_catalog.runbooks import runbooks

runbook_catalog = Projection(name="runbook_catalog", version=4, views=(runbooks, executions))
