"""Chart specifications (altair), rendered by vl-convert. Each chart has a table beside it."""
