"""Which stocks borrowed money is crowded in, how long it would take to get out, and how near the exchanges' lines are. Start with ``measures.py``."""
