"""File importers: every layout is recognised by its content, never by its name."""
