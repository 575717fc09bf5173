"""Identifiers that carry their kind."""

from typing import NewType
from uuid import UUID

PlanId = NewType("PlanId", UUID)
DecisionId = NewType("DecisionId", UUID)
ApprovalRoundId = NewType("ApprovalRoundId", UUID)
ApprovalRuleId = NewType("ApprovalRuleId", UUID)
ApprovalStepId = NewType("ApprovalStepId", UUID)
ConditionId = NewType("ConditionId", UUID)
SignatureId = NewType("SignatureId", UUID)
SubmissionId = NewType("SubmissionId", UUID)
ReviewId = NewType("ReviewId", UUID)
CommentWindowId = NewType("CommentWindowId", UUID)
ContradictionId = NewType("ContradictionId", UUID)
RemarkId = NewType("RemarkId", UUID)
CommitmentId = NewType("CommitmentId", UUID)
ImportId = NewType("ImportId", UUID)
AccountId = NewType("AccountId", UUID)
LedgerTransactionId = NewType("LedgerTransactionId", UUID)
AlignmentCheckId = NewType("AlignmentCheckId", UUID)
ImprovementPlanId = NewType("ImprovementPlanId", UUID)
FindingId = NewType("FindingId", UUID)
SittingId = NewType("SittingId", UUID)
CommissionId = NewType("CommissionId", UUID)
MatterId = NewType("MatterId", UUID)
EscalationId = NewType("EscalationId", UUID)
