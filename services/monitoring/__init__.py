"""Whether what was promised is being delivered.

Owns: commitments to watch, opened when an adopted plan has been checked.
Publishes: BaselineOpened.
Consumes: AlignmentChecked, FundingAssessed, InterventionsAdopted,
          MunicipalitiesTransitioned, PlanSuperseded.
"""
