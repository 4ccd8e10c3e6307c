"""Narrators for the guard of reports: findings that are drawn, prose that is faithful to them, and prose that is not."""
