"""Faults put into real files and simulated wire bytes, for ``benchmarks/faults.py``."""
