"""The one operation partners call that no service owns: asking for a token."""

from typing import Any

Json = dict[str, Any]

GRANTED: Json = {
    "type": "object",
    "required": ["access_token", "token_type", "expires_in", "scope"],
    "properties": {
        "access_token": {"type": "string"},
        "token_type": {"type": "string", "enum": ["Bearer"]},
        "expires_in": {"type": "integer", "description": "Seconds."},
        "scope": {"type": "string"},
    },
}
REFUSED: Json = {
    "type": "object",
    "required": ["error"],
    "properties": {
        "error": {"type": "string", "examples": ["invalid_client"]},
        "error_description": {"type": "string"},
    },
}
ASKED: Json = {
    "type": "object",
    "required": ["grant_type"],
    "properties": {
        "grant_type": {"type": "string", "enum": ["client_credentials"]},
        "client_id": {"type": "string"},
        "client_secret": {"type": "string"},
        "scope": {
            "type": "string",
            "description": "Scopes separated by spaces; all the client's when absent.",
        },
    },
}


def token_paths() -> Json:
    """The token endpoint's entry in the public document (RFC 6749 section 4.4)."""
    refused = {
        status: _answer("TokenRefused", description)
        for status, description in (
            ("400", "The request is not one RFC 6749 describes."),
            ("401", "Unknown client or wrong secret."),
            ("429", "Too many failed attempts."),
        )
    }
    return {
        "/oauth/token": {
            "post": {
                "operationId": "giveToken",
                "summary": "Give Token",
                "description": (
                    "An access token for ten minutes, for client credentials sent in "
                    "the form or by HTTP Basic."
                ),
                "tags": ["tokens"],
                "security": [{}],
                "requestBody": {
                    "required": True,
                    "content": {
                        "application/x-www-form-urlencoded": {
                            "schema": {"$ref": "#/components/schemas/TokenRequest"}
                        }
                    },
                },
                "responses": {"200": _answer("TokenGranted", "A token.")} | refused,
            }
        }
    }


def token_schemas() -> Json:
    return {"TokenRequest": ASKED, "TokenGranted": GRANTED, "TokenRefused": REFUSED}


def _answer(schema: str, description: str) -> Json:
    reference = {"$ref": f"#/components/schemas/{schema}"}
    return {
        "description": description,
        "content": {"application/json": {"schema": reference}},
    }
