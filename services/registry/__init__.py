"""The reference that all spheres share: places over time, organs of state.

Owns: places (country, province, space, municipality), organs of state, their names,
  hubs and what spaces ask of them.
Publishes: AppointmentsStated, MunicipalitiesTransitioned, OfficesStated,
  OrgansRegistered, PlaceAliasAdopted, PlacesPublished, StructuresStated,
  SupportRequestMoved, SupportRequestOpened.
Consumes: nothing.
"""
