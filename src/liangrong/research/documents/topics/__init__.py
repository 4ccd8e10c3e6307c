"""Topics: a question that is asked again and again, with what is new since the last time, and a page of what the documents say.

Start with ``topic.py``.
"""
