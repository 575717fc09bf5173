"""A country's story, told to a running system through its gateway, as its users would.

api       a client per role: asks for a token, speaks for that role
story     South Africa's steps: draft, load, complete, adopt, budget
sittings  what sittings left behind, and the agenda it opens
chains    two plans before the bodies of a chain, told once everything is ready
hearing   the public comments on one of them
deciding  bodies sit, decide and sign
kamwenge  Uganda's: an improvement plan, decided by the bodies of its district
tables    what a person sees of it
"""

from deploy.demo.chains import tell_chains
from deploy.demo.kamwenge import improve_kamwenge
from deploy.demo.story import load_demo

STORIES = {"za": load_demo, "ug": improve_kamwenge}
"""By country."""

SEQUELS = {"za": tell_chains}
"""By country what is told once the system is ready: nobody waits for it."""

__all__ = ["SEQUELS", "STORIES"]
