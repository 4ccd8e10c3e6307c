"""What is left of short selling, in whom, and who had to cover in a hurry. Start with ``trend.py``."""
