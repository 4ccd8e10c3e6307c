"""Where the partitions of a book are computed: in this process, in several, or on a cluster; the answer is the same everywhere.

Start with ``choice.py``.
"""
