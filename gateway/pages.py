"""Pages for people and probes: documentation, contracts, health, metrics.

Swagger UI and ReDoc come out of the installed `fastapi-offline` package; nothing is
loaded from elsewhere, and the pages' policy (CSP) would not let it.
"""

import html
from pathlib import Path

import fastapi_offline
from fastapi import APIRouter, FastAPI, Request
from prometheus_client import CONTENT_TYPE_LATEST, generate_latest
from starlette.responses import FileResponse, HTMLResponse, JSONResponse, Response
from starlette.staticfiles import StaticFiles

from gateway.readiness import Readiness
from gateway.refusals import NotInContract

ASSETS = Path(fastapi_offline.__file__).parent / "static"
PUBLISHED = {
    ".json": "application/json",
    ".md": "text/markdown; charset=utf-8",
}

POLICY = (
    "default-src 'self'; style-src 'self' 'unsafe-inline'; img-src 'self' data:; "
    "worker-src 'self' blob:; frame-ancestors 'none'"
)

PAGE = """<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>{title}</title>
<link rel="icon" href="/assets/favicon.png">
{head}
</head>
<body>
{body}
</body>
</html>
"""

SWAGGER_START = """SwaggerUIBundle({
  url: "/openapi.json",
  dom_id: "#docs",
  deepLinking: true,
  validatorUrl: null,
});
"""

router = APIRouter(include_in_schema=False)


def mount_assets(app: FastAPI) -> None:
    app.mount("/assets", StaticFiles(directory=ASSETS), name="assets")


def published_in(contracts_dir: Path) -> dict[str, Path]:
    """The committed contracts by the address they are served at."""
    return {
        path.relative_to(contracts_dir).as_posix(): path
        for path in sorted(contracts_dir.rglob("*"))
        if path.suffix in PUBLISHED and path.is_file()
    }


@router.get("/")
async def index(request: Request) -> Response:
    names = request.app.state.published
    links = [
        "docs",
        "redoc",
        "openapi.json",
        ".well-known/oauth-authorization-server",
        ".well-known/jwks.json",
        "health/ready",
        "metrics",
        *(f"contracts/{name}" for name in names),
    ]
    items = "\n".join(
        f'<li><a href="/{html.escape(link)}">/{html.escape(link)}</a></li>'
        for link in links
    )
    body = f"<h1>OneDistrict</h1>\n<ul>\n{items}\n</ul>"
    return _page("OneDistrict", "", body)


@router.get("/docs")
async def swagger_ui() -> Response:
    return _page(
        "OneDistrict API",
        '<link rel="stylesheet" href="/assets/swagger-ui.css">',
        '<div id="docs"></div>\n'
        '<script src="/assets/swagger-ui-bundle.js"></script>\n'
        '<script src="/docs/start.js"></script>',
    )


@router.get("/docs/start.js")
async def swagger_start() -> Response:
    return Response(SWAGGER_START, media_type="text/javascript")


@router.get("/redoc")
async def redoc() -> Response:
    return _page(
        "OneDistrict API",
        "",
        '<redoc spec-url="/openapi.json"></redoc>\n'
        '<script src="/assets/redoc.standalone.js"></script>',
    )


@router.get("/openapi.json")
async def openapi(request: Request) -> Response:
    return _published(request, "openapi/onedistrict.json")


@router.get("/contracts/{name:path}")
async def contract(request: Request, name: str) -> Response:
    return _published(request, name)


@router.get("/health/live")
async def live() -> dict[str, str]:
    return {"status": "live"}


@router.get("/health/ready")
async def ready(request: Request) -> Response:
    """Ready when every service says that it is."""
    readiness: Readiness = request.app.state.readiness
    services = await readiness.services()
    everything = all(services.values())
    return JSONResponse(
        {"ready": everything, "services": services}, 200 if everything else 503
    )


@router.get("/metrics")
async def metrics() -> Response:
    return Response(generate_latest(), media_type=CONTENT_TYPE_LATEST)


def _published(request: Request, name: str) -> Response:
    path: Path | None = request.app.state.published.get(name)
    if path is None:
        raise NotInContract(f"there is no contract {name}")
    return FileResponse(path, media_type=PUBLISHED[path.suffix])


def _page(title: str, head: str, body: str) -> Response:
    page = PAGE.format(title=title, head=head, body=body)
    return HTMLResponse(page, headers={"Content-Security-Policy": POLICY})
