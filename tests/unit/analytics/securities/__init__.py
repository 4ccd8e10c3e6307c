"""Tests of one security: names, history, events, profile."""
