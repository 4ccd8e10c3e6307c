"""The use cases: typed request in, typed result out. The only place where adapters meet the pure core."""
