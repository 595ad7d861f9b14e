"""What every answer about stored state is made from."""

from pydantic import BaseModel, ConfigDict


class View(BaseModel):
    """A view declares what is sent, whatever else the stored state holds."""

    model_config = ConfigDict(defer_build=True, frozen=True, extra="ignore")
