"""What every answer about stored state is made from."""

from pydantic import BaseModel, ConfigDict


class View(BaseModel):
    """Only what is declared leaves the house, whatever the stored state holds."""

    model_config = ConfigDict(frozen=True, extra="ignore")
