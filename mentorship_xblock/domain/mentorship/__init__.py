"""The mentorship itself: where it stands, the conversation, who waits, who may see what, reports."""
