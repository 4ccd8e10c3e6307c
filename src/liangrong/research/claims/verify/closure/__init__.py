"""Exact relations between figures of a text: wholes and their parts, purchases and repayments, products, conversions, bounds, and series."""

from __future__ import annotations
