"""The use cases of an account file: value, room, distance, cures, forced sales, what-ifs, ledgers, stories."""
