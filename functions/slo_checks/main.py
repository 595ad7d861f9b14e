"""Scheduled: what objectives promise is counted, and budgets that burn raise alerts."""

import flask
import functions_framework
from flask.typing import ResponseReturnValue

from shared.adapters.observe import observed
from shared.bootstrap.push_guard import protect
from shared.bootstrap.slo_checks import build_evaluating, build_measuring

protect(flask.current_app)


@functions_framework.http
def measure(_request: flask.Request) -> ResponseReturnValue:
    """Scheduled: windows that have ended are counted at their sources, and told to the writer."""
    with observed("slo_measure") as seen:
        turn = build_measuring()()
        seen.add(**turn._asdict())
    return turn._asdict()


@functions_framework.http
def evaluate(_request: flask.Request) -> ResponseReturnValue:
    """Scheduled: every objective is judged by what is recorded of it."""
    with observed("slo_evaluate") as seen:
        evaluated = build_evaluating().tick()
        seen.add(read=evaluated.read, asked=evaluated.asked)
    return {"read": evaluated.read, "asked": evaluated.asked}
