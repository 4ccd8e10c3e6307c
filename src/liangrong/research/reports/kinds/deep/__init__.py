"""The deep report on one measure: its level, drivers, timeline, tests of what is said of it, names, conflicts. Start with ``draft.py``."""
