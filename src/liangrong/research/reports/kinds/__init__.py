"""The kinds of report, a folder each: the questions it asks and the outline that says the answers. Start with ``catalogue.py``."""
