"""The reference that all spheres share: places over time, organs of state, offices.

Owns: places (country, province, space, municipality), organs of state over time,
  their names, offices and who holds them, intergovernmental structures, hubs and what
  spaces ask of them, figures of places, frameworks that plans refer to, programmes,
  proposed changes of all of these.
Publishes: AppointmentsStated, ChangeProposalDecided, FrameworksStated,
  MunicipalitiesTransitioned, OfficesStated, OrgansRegistered, OrgansStated,
  OrgansSucceeded, PlaceAliasAdopted, PlacesPublished, StructuresStated,
  SupportRequestMoved, SupportRequestOpened.
Consumes: nothing.
"""
