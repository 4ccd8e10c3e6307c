"""From characters to an article: repaired text, passages with their role, printed figures, and periods.

Start with ``article.py`` one floor up.
"""
