"""Studies: what happened around events and before moves, what leads what, and which figures ranked the returns that followed. Start with ``events/policies.py``."""
