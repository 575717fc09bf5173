"""Which country a database is of."""

from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncSession

# The update takes the row's lock, so that two first starts settle on one country.
CLAIM = """
insert into registry_country (code) values (:code)
on conflict (one) do update set code = registry_country.code
returning code
"""


class Claim:
    def __init__(self, session: AsyncSession) -> None:
        self.session = session

    async def make(self, code: str) -> str:
        """Say whose this database is, unless it is somebody's; says whose it is."""
        return str(await self.session.scalar(text(CLAIM), {"code": code}))
