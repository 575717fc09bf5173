"""A small real service behind the gateway under test: it echoes what reached it.

Started as a process of its own by `conftest.py`.
"""

import asyncio
import hashlib
from typing import Any

from fastapi import FastAPI, Request
from starlette.responses import JSONResponse, Response, StreamingResponse

app = FastAPI(openapi_url=None)
counts: dict[str, int] = {}


@app.get("/health/ready")
async def ready() -> dict[str, bool]:
    counts["ready"] = counts.get("ready", 0) + 1
    return {"ready": True}


@app.get("/v1/counts")
async def read_counts() -> dict[str, int]:
    return counts


@app.get("/v1/notes/{name}")
async def read_note(request: Request, name: str) -> Response:
    """Depends on who asks, and has an ETag."""
    counts[name] = counts.get(name, 0) + 1
    content = f"{name} for {request.headers.get('x-audience', 'all')} {versions(name)}"
    tag = f'"{hashlib.sha256(content.encode()).hexdigest()[:16]}"'
    if request.headers.get("if-none-match") == tag:
        return Response(status_code=304, headers={"etag": tag})
    return JSONResponse({"note": content}, headers={"etag": tag})


_versions: dict[str, int] = {}


def versions(name: str) -> int:
    return _versions.setdefault(name, 1)


@app.put("/v1/notes/{name}")
async def write_note(name: str) -> dict[str, int]:
    _versions[name] = versions(name) + 1
    return {"version": _versions[name]}


@app.get("/v1/mine")
async def read_mine(request: Request) -> Response:
    """An answer that is different for everybody."""
    counts["mine"] = counts.get("mine", 0) + 1
    token = request.headers["authorization"].removeprefix("Bearer ")
    tag = f'"{hashlib.sha256(token.encode()).hexdigest()[:16]}"'
    return JSONResponse(_claims(token), headers={"etag": tag})


@app.get("/v1/slow")
async def slow() -> dict[str, bool]:
    await asyncio.sleep(60)
    return {"slow": True}


@app.get("/v1/cookie")
async def cookie(request: Request) -> Response:
    answer = JSONResponse({"cookie": request.headers.get("cookie")})
    answer.set_cookie("session", "of-the-first-caller")
    return answer


@app.get("/v1/broken")
async def broken() -> Response:
    async def half() -> Any:
        yield b"half of"
        await asyncio.sleep(0.05)
        raise RuntimeError("the service dies")

    return StreamingResponse(half(), media_type="text/plain")


@app.get("/v1/failing/{status}")
async def fail(status: int) -> Response:
    """As a server fails that has no words for it."""
    return Response("Traceback: line 1 of /srv/secret.py", status_code=status)


@app.get("/v1/long")
async def long() -> Response:
    async def parts() -> Any:
        for _ in range(64):
            yield b"x" * 16384

    return StreamingResponse(parts(), media_type="text/plain")


@app.api_route("/v1/{path:path}", methods=["GET", "POST", "PUT", "DELETE"])
async def echo(request: Request, path: str) -> Response:
    counts["echo"] = counts.get("echo", 0) + 1
    body = await request.body()
    return JSONResponse(
        {
            "method": request.method,
            "raw_path": request.scope["raw_path"].decode(),
            "query": request.scope["query_string"].decode(),
            "headers": [[k.decode(), v.decode()] for k, v in request.scope["headers"]],
            "body": body.decode("latin-1") if len(body) < 4096 else None,
            "length": len(body),
        },
        headers={"x-internal-detail": "secret", "server": "upstream/1.0"},
    )


def _claims(token: str) -> dict[str, Any]:
    from jose import jwt  # noqa: PLC0415 - a test service; it trusts its gateway

    claims: dict[str, Any] = jwt.get_unverified_claims(token)
    return claims
