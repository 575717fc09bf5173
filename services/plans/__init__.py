"""Plans: One Plans from the first draft through four legal stages to adoption.

Owns       plans, their interventions, stages, imports and decisions
Publishes  PlanDrafted InterventionsDrafted StageCompleted InterventionsAdopted
           PlanAdopted PlanSuperseded
Consumes   PlacesPublished OrgansRegistered OfficesStated AppointmentsStated
           StructuresStated
"""
