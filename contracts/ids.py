"""Identifiers that carry their kind."""

from typing import NewType
from uuid import UUID

PlanId = NewType("PlanId", UUID)
DecisionId = NewType("DecisionId", UUID)
ImportId = NewType("ImportId", UUID)
AccountId = NewType("AccountId", UUID)
LedgerTransactionId = NewType("LedgerTransactionId", UUID)
BudgetLineId = NewType("BudgetLineId", UUID)
FundId = NewType("FundId", UUID)
AlignmentCheckId = NewType("AlignmentCheckId", UUID)
FindingId = NewType("FindingId", UUID)
CommitmentId = NewType("CommitmentId", UUID)
OrganId = NewType("OrganId", UUID)
