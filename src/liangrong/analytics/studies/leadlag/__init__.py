"""Whether one series leads another: correlations, a joint test, Granger, forecasts out of sample. Start with ``lead.py``."""
