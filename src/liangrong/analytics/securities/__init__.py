"""One security: how its name is typed, found and called, and what its own history says. Start with ``spelling.py``."""
