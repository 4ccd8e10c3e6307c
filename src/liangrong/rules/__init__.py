"""The law as dated data, and the timeline of policy events. No market figure, no account."""
