"""What each person sees: from documents to what a template needs."""
