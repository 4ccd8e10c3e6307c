"""The factor lab: whether a figure of each name says anything about the returns that follow it. Start with ``ic.py``."""
