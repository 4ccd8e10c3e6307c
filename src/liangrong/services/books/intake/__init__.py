"""A broker's own export, column by column: files to tables, tables to numbers, what is wrong with which row, partitions.

Start with ``sheets.py``.
"""
