"""The deleveraging cascade: forced sales push prices, prices call accounts, called accounts sell.

Start with ``rounds.py``.
"""
