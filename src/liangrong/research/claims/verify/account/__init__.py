"""Worked examples of one credit account, told sentence by sentence."""
