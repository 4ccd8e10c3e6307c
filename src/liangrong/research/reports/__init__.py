"""Reports: findings (numbers with their evidence) → blocks (what is said) → renderers (how it looks).

No number is ever typed in a sentence: wording holds places, findings fill them. Start with ``findings.py``.
"""
