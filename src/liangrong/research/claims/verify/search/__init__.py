"""Closure by search: the relations that figures nearby can have to an undecided one, weighed by how easily they would close by accident."""
