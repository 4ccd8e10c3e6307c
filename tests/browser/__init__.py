"""What only a browser can show; Chromium is driven by playwright."""
