"""A learner's mentor, inside the course unit."""

__version__ = "0.1.0"
