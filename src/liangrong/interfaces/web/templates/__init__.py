"""The templates of the pages (Jinja); everything from data is escaped.

Start with ``base.html.j2``.
"""
