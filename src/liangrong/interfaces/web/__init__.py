"""The dashboard and the REST interface: one ASGI application over the services.

Start with ``app.py``. Not here: any figure or sentence about the market, and nothing that the command line or MCP needs.
"""
