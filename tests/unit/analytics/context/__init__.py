"""Tests of the context series."""
