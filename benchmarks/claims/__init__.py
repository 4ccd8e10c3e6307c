"""Labelled sentences of our own making, and how the checker of claims does on them; ``python benchmarks/claims.py`` runs it."""
