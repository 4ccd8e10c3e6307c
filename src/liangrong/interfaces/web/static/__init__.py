"""What a browser fetches from us and from nobody else: style, script and icon.

Start with ``app.js``.
"""
