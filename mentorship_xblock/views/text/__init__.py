"""Sentences, people's words and templates as they are drawn: translation, rich text, rendering."""
