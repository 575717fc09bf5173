"""Configuration a process reads from its environment, once, at start-up."""

from pydantic import Field
from pydantic_settings import BaseSettings, SettingsConfigDict

from chassis.database import POOL_SIZE


class Settings(BaseSettings):
    """What every service needs. Variables carry the prefix `ONEDISTRICT_`."""

    model_config = SettingsConfigDict(env_prefix="ONEDISTRICT_", frozen=True)

    database_url: str
    nats_url: str
    jwks_url: str
    internal_issuer: str = "onedistrict-gateway-internal"
    pool_size: int = Field(default=POOL_SIZE, ge=2)
    stream_replicas: int = Field(default=1, ge=1, le=5)
