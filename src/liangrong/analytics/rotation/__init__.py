"""How growth splits into legs, how shares move between groups, and whether a move is more than usual. Start with ``closure.py``."""
