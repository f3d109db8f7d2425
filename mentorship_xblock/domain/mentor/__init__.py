"""The mentor's side: the list of their learners, working hours, reply targets, card, snoozes, metrics."""
