"""Sites that differ from each other."""
