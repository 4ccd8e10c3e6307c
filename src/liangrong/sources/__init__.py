"""One connector per provider: query -> request -> raw payload -> standard tables; and importers of files.

``parse`` is pure: bytes in, an outcome out. Only a ``Transport`` touches the network. Start with ``fetcher.py``.
"""
