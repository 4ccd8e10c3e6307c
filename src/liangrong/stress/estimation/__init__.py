"""What nobody publishes, estimated from what is: the cost of open financing, and how far accounts are from their lines.

Start with ``vintages.py``.
"""
