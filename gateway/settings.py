"""What the gateway reads from its environment, once, when it is built."""

from ipaddress import IPv4Network, IPv6Network
from pathlib import Path

from pydantic import Field
from pydantic_settings import BaseSettings, SettingsConfigDict

import contracts

CONTRACTS = Path(contracts.__file__).parent


class GatewaySettings(BaseSettings):
    """Variables carry the prefix `ONEDISTRICT_`; times are seconds, sizes bytes.

    `upstreams` is a JSON object, service name to URL. Rates are requests per
    `rate_window_seconds`, per client and per anonymous address. `trusted_proxies` is a
    JSON list of the networks of what ends TLS; only from there X-Forwarded-For counts.
    What offices give is asked for every `powers_poll_seconds`, and withheld when the
    registry has been silent for `powers_trusted_seconds`. Without a `nats_url` kept
    answers are dropped by this gateway's own writes and by age alone.
    """

    model_config = SettingsConfigDict(env_prefix="ONEDISTRICT_", frozen=True)

    upstreams: dict[str, str]
    state_dir: Path
    public_url: str
    nats_url: str = ""
    contracts_dir: Path = CONTRACTS

    trusted_proxies: tuple[IPv4Network | IPv6Network, ...] = ()

    client_rate: int = Field(default=6_000, gt=0)
    anonymous_rate: int = Field(default=2_000, gt=0)
    rate_window_seconds: int = Field(default=10, gt=0)

    connect_seconds: float = 2
    answer_seconds: float = 30
    upstream_connections: int = 128

    powers_poll_seconds: float = Field(default=1, gt=0)
    powers_trusted_seconds: float = Field(default=30, gt=0)

    cache_bytes: int = 32 << 20
    cache_fresh_seconds: float = 2
