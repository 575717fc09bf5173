"""The reference that all spheres share: places over time, organs of state.

Owns: places (country, province, space, municipality) and organs of state.
Publishes: MunicipalitiesTransitioned, OrgansRegistered, PlacesPublished.
Consumes: nothing.
"""
