"""How every setting is read."""

from pydantic_settings import BaseSettings, SettingsConfigDict


class Settings(BaseSettings):
    """One subject's settings: read once, from variables that begin with ``SRE_``."""

    model_config = SettingsConfigDict(env_prefix="SRE_", frozen=True, extra="ignore")
