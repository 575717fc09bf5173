"""Plans: One Plans from the first draft through four legal stages to adoption.

Owns       plans, their interventions, stages, imports, decisions and seals
Publishes  PlanDrafted InterventionsDrafted StageCompleted InterventionsAdopted
           PlanSealed PlanAdopted PlanSuperseded
Consumes   PlacesPublished OrgansRegistered OfficesStated AppointmentsStated
           StructuresStated
"""
