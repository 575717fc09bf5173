"""How offices, their holders and their vacancies are asked for."""

from tests.system.asking import Asked, published

OFFICES: dict[str, Asked] = {
    "listOfficeKinds": lambda _: [published()],
    "listOffices": lambda _: [published(), published(query={"space": "DC45"})],
    "getOffice": lambda _: [published(path={"code": "DC45.municipal_manager"})],
    "listOfficeAppointments": lambda _: [
        published(path={"code": "DC45.municipal_manager"})
    ],
    "listAppointments": lambda _: [published()],
    "listVacancies": lambda _: [published(query={"space": "DC45"})],
}
