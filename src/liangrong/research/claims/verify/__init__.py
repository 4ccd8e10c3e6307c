"""From claims to judgements: a check reads claims and says which of them it can decide, with evidence.

A check never says more than it knows; ``check.py`` one floor up weighs what the checks say.
"""
