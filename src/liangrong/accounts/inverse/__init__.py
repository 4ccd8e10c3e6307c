"""Questions asked backwards: how far to a line, what would lead there, what a change would do, what a story implies."""
