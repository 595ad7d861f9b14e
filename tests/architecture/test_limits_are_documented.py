"""docs/limits.md names every bound that can be set, and no setting that there is not."""

import inspect
import re
from pathlib import Path

from pydantic_settings import BaseSettings

from local import limits
from shared import settings

_SETTING = re.compile(r"SRE_[A-Z_]*[A-Z]")
_TABLE = set(_SETTING.findall((Path(__file__).parents[2] / "docs" / "limits.md").read_text("utf-8")))
_BOUNDS: tuple[type[BaseSettings], ...] = (
    settings.HttpSettings,
    settings.RetentionSettings,
    settings.DeliverySettings,
    settings.EmbeddingPaceSettings,
    settings.EvidencePaceSettings,
    settings.TriageSettings,
    settings.MeasuringPaceSettings,
    settings.AgentBudgetSettings,
)
#: The launcher reads its own by name.
_OF_THE_LAUNCHER = set(_SETTING.findall(inspect.getsource(limits)))


def _names(model: type[BaseSettings]) -> set[str]:
    return {f"SRE_{field}".upper() for field in model.model_fields}


def test_every_bound_that_can_be_set_is_in_the_table():
    bounds = _OF_THE_LAUNCHER.union(*map(_names, _BOUNDS))
    assert len(bounds) > 20
    assert not bounds - _TABLE


def test_every_setting_in_the_table_is_one():
    models = [each for each in vars(settings).values() if isinstance(each, type) and issubclass(each, BaseSettings)]
    assert not _TABLE - _OF_THE_LAUNCHER.union(*map(_names, models))
