"""Tests of the signals of heat."""
