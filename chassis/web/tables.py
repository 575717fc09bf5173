"""Tables as answers: a file to keep, in the form that was asked for."""

from typing import Annotated, Any

from fastapi import Query
from starlette.responses import Response

from chassis.tabular.writing import MEDIA_TYPES, SheetFormat

Form = Annotated[SheetFormat, Query(alias="format")]

TABLE: dict[int | str, dict[str, Any]] = {
    200: {
        "content": {
            media_type: {"schema": {"type": "string", "format": "binary"}}
            for media_type in MEDIA_TYPES.values()
        }
    }
}
"""What an operation answers that answers with a table."""


def as_file(content: bytes, form: SheetFormat, *, name: str) -> Response:
    """The table as a file of this name; its ending says the form."""
    return Response(
        content,
        media_type=MEDIA_TYPES[form],
        headers={"Content-Disposition": f'attachment; filename="{name}.{form}"'},
    )
