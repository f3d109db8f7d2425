"""What is needed to work on the block, and not to run it."""
