"""From what a file says to an account that can be: layouts, checks, and what is filled in."""
