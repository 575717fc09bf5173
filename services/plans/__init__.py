"""Plans: One Plans from the first draft through four legal stages to adoption.

Owns       plans, their content, interventions, stages, imports, decisions and
           seals, commitments, statutory clocks, reviews and contradictions
Publishes  PlanDrafted InterventionsDrafted PlanContentChanged StageCompleted
           InterventionsAdopted CommitmentChanged PlanSealed PlanAdopted PlanSuperseded
           PlanReviewOpened PlanReviewConcluded
           CommentWindowOpened SubmissionModerated SubmissionAnswered
           ContradictionsChecked ContradictionDecided
           statutory clocks and reviews, sittings with their resolutions
Publishes  PlanDrafted InterventionsDrafted StageCompleted InterventionsAdopted
           PlanSealed PlanAdopted PlanSuperseded
           PlanReviewOpened PlanReviewConcluded
           SittingPlanned SittingChanged SittingConvened SittingClosed
           SittingCancelled MinutesWritten MinutesApproved MatterRaised
           MatterTakenUp ActionStarted ActionDone ActionCancelled
           MattersCarriedOver ResolutionLinked MatterEscalated
           EscalationAcknowledged EscalationClosed
Consumes   PlacesPublished OrgansRegistered OfficesStated AppointmentsStated
           StructuresStated
"""
