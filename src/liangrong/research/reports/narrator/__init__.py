"""Prose around findings by a language model, and the guard that lets none of it pass which a finding does not bear out.

Start with ``guard.py``.
"""
