"""Where the financing is and where it goes: groups, flows that close to the market, league tables. Start with ``flows.py``."""
