"""The record of one mentorship: its entries, the values they are written in, what may be written, and the errors."""
