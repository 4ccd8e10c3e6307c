"""The structure report: exchanges, boards, industries and names on a session, and the market of 2015 beside it. Start with ``draft.py``."""
