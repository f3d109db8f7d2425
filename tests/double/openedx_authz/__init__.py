"""Part of the double of the platform."""
