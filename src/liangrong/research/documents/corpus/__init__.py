"""The corpus: documents with their words, entities, claims, calls and topics, in one file.

Start with ``corpus.py``.
"""
