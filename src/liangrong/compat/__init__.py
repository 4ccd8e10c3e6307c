"""The account under the names that other platforms' users know. Thin: every number comes from ``accounts``."""
