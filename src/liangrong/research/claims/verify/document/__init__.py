"""A text held against itself where no equation is needed: orders, tables, signs, names, summaries, dates and mechanisms."""
