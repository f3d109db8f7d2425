"""Journeys through the demo in a real browser."""
