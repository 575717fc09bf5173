"""A database is of one country for good."""


class CountryDiffers(Exception):
    """The database holds another country than the one the deployment is set to."""
