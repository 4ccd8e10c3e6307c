"""liangrong (两融): measure, explain and stress-test China's margin-trading market."""

from __future__ import annotations

__all__ = ["__version__"]

__version__ = "0.1.0"
