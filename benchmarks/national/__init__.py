"""A book of the size of the country, invented, for measuring; and others who value it."""
