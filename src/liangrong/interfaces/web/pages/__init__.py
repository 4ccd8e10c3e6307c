"""The pages: one file each, from the parameters of an address to what its template shows.

Start with ``page.py``.
"""
