"""Stress: what happens to an account along a path of prices."""
