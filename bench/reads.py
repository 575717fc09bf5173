"""A read from the service, from nginx in front of it, and through the gateway."""

import shutil
import subprocess
import tempfile
import time
from collections.abc import Generator
from contextlib import contextmanager
from pathlib import Path
from statistics import median
from uuid import uuid4

from bench.load import Rate, rate_of
from chassis.web.tokens import Claims
from deploy.dev_clients import development_clients, token_of
from deploy.embedded.cluster import Cluster, cluster
from deploy.embedded.ports import free_port
from gateway.keys import open_keys

PATH = "/v1/organs/DWS"
CACHED_PATH = "/v1/spaces/DC45"
ROUNDS = 5
SECONDS = 3
NO_LIMITS = {
    "ONEDISTRICT_CLIENT_RATE": "100000000",
    "ONEDISTRICT_ANONYMOUS_RATE": "100000000",
}
NGINX = """
worker_processes 1;
daemon off;
pid {folder}/nginx.pid;
error_log {folder}/error.log;
events {{ worker_connections 256; }}
http {{
  access_log off;
  client_body_temp_path {folder}/body;
  proxy_temp_path {folder}/proxy;
  fastcgi_temp_path {folder}/fastcgi;
  uwsgi_temp_path {folder}/uwsgi;
  scgi_temp_path {folder}/scgi;
  upstream service {{ server {upstream}; keepalive 32; }}
  server {{
    listen 127.0.0.1:{port};
    location / {{
      proxy_pass http://service;
      proxy_http_version 1.1;
      proxy_set_header Connection "";
    }}
  }}
}}
"""


def internal_token(system: Cluster) -> str:
    """What the gateway would send along, for an hour."""
    now = int(time.time())
    claims = Claims(
        iss="onedistrict-gateway-internal",
        aud="registry",
        sub="bench",
        client_id="bench",
        jti=str(uuid4()),
        iat=now,
        exp=now + 3600,
        role="auditor",
        spaces=frozenset({"*"}),
    )
    keys = open_keys(system.data_dir / "gateway")
    return keys.internal.signer().sign(claims)


@contextmanager
def nginx(upstream: str, folder: Path) -> Generator[str]:
    port = free_port()
    settings = folder / "nginx.conf"
    address = upstream.removeprefix("http://")
    settings.write_text(NGINX.format(folder=folder, upstream=address, port=port))
    running = subprocess.Popen(["nginx", "-p", str(folder), "-c", str(settings)])
    time.sleep(0.5)
    try:
        yield f"http://127.0.0.1:{port}"
    finally:
        running.terminate()
        running.wait()


def main() -> None:
    with tempfile.TemporaryDirectory() as folder:
        for cache, title in (("0", "gateway's cache off"), ("33554432", "cache on")):
            extra = {"gateway": NO_LIMITS | {"ONEDISTRICT_CACHE_BYTES": cache}}
            with cluster(Path(folder) / cache, port=0, extra=extra) as system:
                path = CACHED_PATH if cache != "0" else PATH
                print(f"\nGET {path}, {title}")
                show(measure(system, path, Path(folder)))


def measure(system: Cluster, path: str, folder: Path) -> dict[str, list[Rate]]:
    """Rounds of every way, in turn, so that a noisy minute hits them all."""
    client = development_clients(system.data_dir)[0]
    inside, outside = internal_token(system), token_of(system.gateway_url, client)
    registry = system.urls["registry"]
    ways = {"service": (registry, inside), "gateway": (system.gateway_url, outside)}
    rates: dict[str, list[Rate]] = {}
    if shutil.which("nginx") is None:
        return turns(ways, path, rates)
    with nginx(registry, folder) as proxied:
        ways["nginx"] = (proxied, inside)
        return turns(ways, path, rates)


def turns(
    ways: dict[str, tuple[str, str]], path: str, rates: dict[str, list[Rate]]
) -> dict[str, list[Rate]]:
    for url, token in ways.values():
        rate_of(url + path, token, seconds=1)
    for _ in range(ROUNDS):
        for way, (url, token) in ways.items():
            rates.setdefault(way, []).append(
                rate_of(url + path, token, seconds=SECONDS)
            )
    return rates


def show(rates: dict[str, list[Rate]]) -> None:
    def per_second(way: str) -> float:
        return median(rate.per_second for rate in rates[way])

    for way, found in rates.items():
        latency = median(rate.median_ms for rate in found)
        print(f"  {way:<8} {per_second(way):8.0f} requests/s  {latency:6.2f} ms")
    for other in ("nginx", "service"):
        if other in rates:
            ratio = per_second("gateway") / per_second(other)
            print(f"  gateway / {other}: {ratio:.2f}")


if __name__ == "__main__":
    main()
