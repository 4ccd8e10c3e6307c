"""Whether a text holds together: what its sentences say of figures, counts, places and days, against what they and their neighbours print."""
