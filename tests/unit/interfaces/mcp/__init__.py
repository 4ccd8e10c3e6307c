"""Tests of interfaces/mcp."""
