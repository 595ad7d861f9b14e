"""The state of an objective as its facts make it: public, for answers about the past."""

from pydantic import TypeAdapter

from shared.domain.slo.state import SLO, evolve
from shared.kernel.fold import Fold

SLO_FOLD = Fold(evolve=evolve, state_adapter=TypeAdapter(SLO))
