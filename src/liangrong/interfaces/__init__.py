"""Thin skins over the services; they do not know each other."""
