"""Tables as sessions x securities: what rankings, signals and studies over many names are computed from. Start with ``panel.py``."""
