"""Plans: One Plans from the first draft through four legal stages to adoption.

Owns       plans, their interventions, stages, imports, decisions and seals,
           statutory clocks, reviews and contradictions
Publishes  PlanDrafted InterventionsDrafted StageCompleted InterventionsAdopted
           PlanSealed PlanAdopted PlanSuperseded
           PlanReviewOpened PlanReviewConcluded
           ContradictionsChecked ContradictionDecided
Consumes   PlacesPublished OrgansRegistered OfficesStated AppointmentsStated
           StructuresStated
"""
