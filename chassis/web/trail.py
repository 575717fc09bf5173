"""What the audit says of a request, read from the request and its answer."""

import json
from hashlib import sha256
from typing import Any

from starlette.requests import Request
from starlette.responses import Response

from chassis import correlation
from chassis.audit import Act
from chassis.principal import Principal


def act(
    request: Request, response: Response, caller: Principal, operation: str, digest: str
) -> Act:
    """The accepted request: by whom, on which records, in which space."""
    answer = _answer(response)
    named = [str(value) for value in request.path_params.values()]
    named += [str(answer[key]) for key in ("id", "code") if answer.get(key)]
    named_space = answer.get("space_code")
    space = named_space if isinstance(named_space, str) else None
    return Act(
        operation=operation,
        path=request.url.path,
        sub=caller.sub,
        client_id=caller.client_id,
        role=caller.role,
        organ=caller.organ,
        space_code=space,
        on_behalf=[
            {
                "office": office.code,
                "capacity": office.capacity,
                "appointment_id": office.appointment,
            }
            for office in caller.offices
            if office.gives(caller.needed, space)
        ],
        records=list(dict.fromkeys(named)),
        request_id=str(correlation.current()),
        status=response.status_code,
        request_sha256=digest,
        response_sha256=sha256(bytes(response.body)).hexdigest(),
    )


def _answer(response: Response) -> dict[str, Any]:
    if not response.body or "json" not in response.headers.get("content-type", ""):
        return {}
    answer = json.loads(bytes(response.body))
    return answer if isinstance(answer, dict) else {}
