"""The guarded door: what stands between a socket and the application, as plain ASGI and one protocol.

Start with ``door.py``: ``guarded`` puts the middleware in order. Not here: routes, pages, or anything about the market.
"""
