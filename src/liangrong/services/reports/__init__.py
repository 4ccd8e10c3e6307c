"""The use case of reports: which session, which kind, and what the store says of it. Start with ``building.py``."""
