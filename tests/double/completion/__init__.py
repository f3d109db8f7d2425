"""The completion library, as far as the block meets it: whoever is tracked has one number for each block."""
