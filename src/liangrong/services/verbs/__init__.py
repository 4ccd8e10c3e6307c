"""What can be asked: every use case by its name, with the parameters it takes; web, REST, MCP and Python all ask through it.

Start with ``verb.py``.
"""
