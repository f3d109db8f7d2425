"""The block as it is delivered: built, installed and imported away from its source tree."""
