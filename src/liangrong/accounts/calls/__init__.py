"""Margin calls: the lines, what cures a call, and what is sold when nobody does."""
