"""Words that the rooms of the claim checker share: what says in Chinese and English that something rose or fell, and that money came in or went out."""
