"""What an account may still do: the largest order of each kind, and the rules that bound it."""
