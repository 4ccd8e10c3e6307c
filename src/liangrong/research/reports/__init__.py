"""Findings, the blocks made of them, and the renderers (terminal text, Markdown, JSON, HTML)."""
