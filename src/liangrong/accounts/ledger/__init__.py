"""The account through time: events applied one after the other, and nothing lost."""
