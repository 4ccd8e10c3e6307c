"""The use cases: a typed request in, a typed result out; the only room where adapters meet the pure core.

Start with ``workspace.py``: it is what every use case is given.
"""
