"""The words public money uses: conditional grants and municipal functions."""

from dataclasses import dataclass

from services.registry.reference.files import rows, words


@dataclass(frozen=True, slots=True)
class Grant:
    """A grant of the Division of Revenue Act.

    `delivery` is direct, in_kind (spent for the recipient) or unallocated.
    `recipient_categories` holds municipal categories A, B, C and P for provinces;
    empty means not stated. No allowed functions means the grant names none.
    Check the year's Act before using as a hard rule: `confidence` says how sure.
    """

    code: str
    name: str
    schedule: str | None
    delivery: str
    transferring_department: str
    recipient_categories: tuple[str, ...]
    recipient_condition: str | None
    allowed_function_codes: tuple[str, ...]
    confidence: str


@dataclass(frozen=True, slots=True)
class MunicipalFunction:
    """A function of the municipal standard classification, by its four digits."""

    code: str
    name: str
    category: str
    subcategory: str | None


def grants() -> list[Grant]:
    return [
        Grant(
            code=row["code"],
            name=row["name"],
            schedule=row["schedule"] or None,
            delivery=row["delivery"],
            transferring_department=row["transferring_department"],
            recipient_categories=words(row["recipient_categories"]),
            recipient_condition=row["recipient_condition"] or None,
            allowed_function_codes=words(row["allowed_function_codes"]),
            confidence=row["confidence"],
        )
        for row in rows("grants.csv")
    ]


def functions() -> list[MunicipalFunction]:
    return [
        MunicipalFunction(
            code=row["code"],
            name=row["name"],
            category=row["category"],
            subcategory=row["subcategory"] or None,
        )
        for row in rows("municipal_functions.csv")
    ]
