"""A learner's mentor, inside the course unit."""

__version__ = "0.2.0"
