"""What an AI agent asks: the verbs as a dozen tools over MCP, with resources and prompts, on stdio and over HTTP.

Start with ``server.py``. Not here: any figure or sentence about the market, and nothing that the dashboard or the command line needs.
"""
