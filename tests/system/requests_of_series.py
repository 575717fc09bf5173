"""How series of money and of commitments are asked for."""

from tests.system.asking import Asked, listed, published

DC45 = {"space": "DC45", "boundaries": "as_recorded"}

SERIES: dict[str, Asked] = {
    "listBudgetSeries": lambda _: listed({"municipality": "MAN"}, DC45),
    "listCommitmentSeries": lambda _: [published(query=DC45)],
}
