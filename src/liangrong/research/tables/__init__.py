"""Answers as people read them: headings, words, units and digits. Start with ``layout.py``."""
