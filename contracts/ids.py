"""Identifiers that carry their kind."""

from typing import NewType
from uuid import UUID

PlanId = NewType("PlanId", UUID)
DecisionId = NewType("DecisionId", UUID)
ReviewId = NewType("ReviewId", UUID)
ImportId = NewType("ImportId", UUID)
AccountId = NewType("AccountId", UUID)
LedgerTransactionId = NewType("LedgerTransactionId", UUID)
AlignmentCheckId = NewType("AlignmentCheckId", UUID)
FindingId = NewType("FindingId", UUID)
