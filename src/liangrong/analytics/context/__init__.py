"""Series from beside the margin totals, each on its own population: northbound trading, accounts, the mean of their collateral. Start with ``overview.py``."""
