"""Whether this process lives, may be sent requests, and how it is doing."""

from typing import Any

from fastapi import APIRouter, Request
from prometheus_client import CONTENT_TYPE_LATEST, generate_latest
from sqlalchemy import text
from sqlalchemy.exc import SQLAlchemyError
from starlette.responses import JSONResponse, Response

router = APIRouter(include_in_schema=False)


@router.get("/health/live")
async def live() -> dict[str, str]:
    return {"status": "live"}


@router.get("/health/ready")
async def ready(request: Request) -> Response:
    """Ready when the database answers; degraded, not dead, while NATS is away."""
    checks: dict[str, Any] = {"database": await _database(request)}
    messaging = request.state.messaging
    checks["messaging"] = await messaging.status() if checks["database"] else None
    return JSONResponse(
        {"ready": checks["database"], **checks},
        status_code=200 if checks["database"] else 503,
    )


async def _database(request: Request) -> bool:
    try:
        async with request.state.engine.connect() as connection:
            await connection.execute(text("select 1"))
    except (SQLAlchemyError, OSError):
        return False
    return True


@router.get("/metrics")
async def metrics(request: Request) -> Response:
    await request.state.messaging.refresh_metrics()
    return Response(generate_latest(), media_type=CONTENT_TYPE_LATEST)
