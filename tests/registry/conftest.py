"""One running registry for the tests of a module that only look, or are refused."""

from collections.abc import AsyncGenerator

import pytest

from tests import harness


@pytest.fixture(scope="module")
async def registry(request, stand) -> AsyncGenerator[harness.Running]:
    """A registry as it starts; whoever changes it asks `start` for one of their own.

    A module's `COUNTRY` says whose it is.
    """
    country = getattr(request.module, "COUNTRY", "za")
    async with stand("registry", country=country) as running:
        yield running
