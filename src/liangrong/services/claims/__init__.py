"""The use case "check this text": evidence is laid on the desk, the checks of ``research`` are asked, the rows go out.

Start with ``checking.py``.
"""
