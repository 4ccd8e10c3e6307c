"""Documents: files are read, kept in one file, searched, followed as topics, and their calls are kept and scored.

Start with ``corpus/corpus.py``.
"""
