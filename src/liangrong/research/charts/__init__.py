"""Charts: altair specifications from rows, rendered to SVG without a browser. Start with ``leverage.py``."""
