"""Plans: One Plans from the first draft through four legal stages to adoption.

Owns       plans, their content, interventions, stages, imports, decisions and seals,
           approval chains, rounds of approval and what bodies decide in them,
           signatures of the compact,
           commitments, statutory clocks and reviews, contradictions, public comment,
           sittings with their resolutions, improvement plans of districts
Publishes  PlanDrafted InterventionsDrafted PlanContentChanged StageCompleted
           InterventionsAdopted CommitmentChanged PlanSealed PlanAdopted PlanSuperseded
           ApprovalRuleStated PlanSubmitted BodyDecided QuorumCounted ConditionMet
           PlanReturned PlanRejected CompactSigned CompactConcluded
           PlanReviewOpened PlanReviewConcluded
           SectionMoved SectionChanged SectionOffered SectionTaken SectionDeclined
           RemarkMade RemarkSettled
           CommentWindowOpened SubmissionReceived SubmissionModerated SubmissionAnswered
           ContradictionsChecked ContradictionDecided QualityAssessed
           SittingPlanned CouncilSat SittingChanged SittingConvened SittingClosed
           SittingCancelled AgendaItemTabled CommissionFormed AttendanceNoted
           ParticipantsAdmitted MattersLoaded MinutesWritten MinutesApproved
           MatterRaised MatterTakenUp ActionStarted ActionDone ActionCancelled
           MattersCarriedOver ResolutionLinked MatterEscalated
           EscalationAcknowledged EscalationClosed
           ImprovementPlanStarted ImprovementTaskMoved ImprovementContentChanged
           ImprovementPlanValidated ImprovementPlanDecided ImprovementPlanApproved
           ImprovementPlanSuperseded ImprovementPlanReviewed
Consumes   PlacesPublished OrgansRegistered OfficesStated AppointmentsStated
           StructuresStated OrgansStated
"""
