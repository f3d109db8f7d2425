"""The demo, started as a stranger starts it."""
