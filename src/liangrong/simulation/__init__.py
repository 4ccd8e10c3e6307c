"""A seeded synthetic market with known truth, and an exchange on loopback that serves it in the real wire formats."""
