"""Books on disk: columns in files that are mapped into memory, or packed for the archive.

Start with ``opening.py``.
"""
