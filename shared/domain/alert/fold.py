"""The state of an alert as its facts make it: public, for answers about the past."""

from pydantic import TypeAdapter

from shared.domain.alert.state import Alert, evolve
from shared.kernel.fold import Fold

ALERT_FOLD = Fold(evolve=evolve, state_adapter=TypeAdapter(Alert))
