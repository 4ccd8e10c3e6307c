"""Calls: what strategy notes expect of instruments, kept in a ledger and scored by what came.

Start with ``reading.py``.
"""
