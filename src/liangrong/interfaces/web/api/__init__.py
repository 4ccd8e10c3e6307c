"""REST: every verb of the catalogue under ``/api/v1``, described by one OpenAPI document.

Start with ``routes.py``.
"""
