"""The main story, told to a running system through its gateway, as its users would.

api       a client per role: asks for a token, speaks for that role
story     the steps: draft, load, complete, adopt, budget
sittings  what sittings left behind, and the agenda it opens
tables    what a person sees of it
"""

from deploy.demo.story import load_demo

__all__ = ["load_demo"]
