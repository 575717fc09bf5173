"""A country's story, told to a running system through its gateway, as its users would.

api       a client per role: asks for a token, speaks for that role
story     South Africa's steps: draft, load, complete, adopt, budget
sittings  what sittings left behind, and the agenda it opens
kamwenge  Uganda's: an improvement plan, decided by the bodies of its district
tables    what a person sees of it
"""

from deploy.demo.kamwenge import improve_kamwenge
from deploy.demo.story import load_demo

STORIES = {"za": load_demo, "ug": improve_kamwenge}
"""By country."""

__all__ = ["STORIES"]
