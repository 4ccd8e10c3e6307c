"""What followed earlier flags of a signal, walking forward, against matched controls. Start with ``scorecard.py``."""
