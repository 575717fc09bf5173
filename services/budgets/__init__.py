"""Budgets: the One Budget of each space, its ledger, and whether it follows the plan.

Owns       accounts and postings; funds, allocations, budget lines and their imports;
           alignment checks and findings
Publishes  BudgetLinesLoaded FundingAssessed AlignmentChecked FindingOpened
           FindingResolved
Consumes   PlacesPublished MunicipalitiesTransitioned OrgansRegistered
           InterventionsDrafted InterventionsAdopted PlanAdopted PlanSuperseded
"""
