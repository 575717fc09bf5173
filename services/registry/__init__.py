"""The reference that all spheres share: places over time, organs of state.

Owns: places (country, province, space, municipality), organs of state, their names.
Publishes: AppointmentsStated, MunicipalitiesTransitioned, OfficesStated,
  OrgansRegistered, PlaceAliasAdopted, PlacesPublished, StructuresStated.
Consumes: nothing.
"""
