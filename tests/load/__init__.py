"""Many processes writing at once."""
