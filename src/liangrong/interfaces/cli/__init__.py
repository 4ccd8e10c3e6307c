"""The command line: one file per command, everything heavy imported when a command runs.

Start with ``app.py``: ``run`` turns arguments into an exit code. Not here: any figure or sentence about the market.
"""
