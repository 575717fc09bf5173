"""What was sent, whatever its encoding: its digest, and reading it once more."""

import json
from hashlib import sha256

from starlette.datastructures import UploadFile
from starlette.requests import Request


async def rewind(request: Request) -> None:
    """Let the next attempt read uploaded files from their beginning."""
    if _is_form(request):
        for _, value in (await request.form()).multi_items():
            if isinstance(value, UploadFile):
                await value.seek(0)


def _is_form(request: Request) -> bool:
    content_type = request.headers.get("content-type", "")
    return content_type.startswith("multipart/form-data")


async def digest_of(request: Request) -> str:
    """SHA-256 of what was sent: of the body, or of a form's fields and files.

    A form's encoding carries a random boundary, so that its bytes differ in a
    retry although its content does not.
    """
    if not _is_form(request):
        return sha256(await request.body()).hexdigest()
    parts: list[tuple[str, ...]] = []
    for name, value in (await request.form(max_files=4, max_fields=20)).multi_items():
        if isinstance(value, UploadFile):
            content = sha256(await value.read()).hexdigest()
            await value.seek(0)
            parts.append((name, value.filename or "", content))
        else:
            parts.append((name, value))
    return sha256(json.dumps(sorted(parts)).encode()).hexdigest()
