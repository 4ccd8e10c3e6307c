"""Where a number of an account comes from, as a tree of inputs, parameters and citations."""
