"""What the columns and words of answers are called, one file for each family of questions. Start with ``structure.py``.

The names of stored columns come from the standard tables and are not repeated here.
"""
