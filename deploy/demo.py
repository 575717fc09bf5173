"""The main story, told to a running system through its gateway."""

from collections.abc import Sequence

from deploy.dev_clients import DevelopmentClient


async def load_demo(gateway_url: str, clients: Sequence[DevelopmentClient]) -> None:
    """Load the DC45 example and show its findings; repeated, it changes nothing."""
