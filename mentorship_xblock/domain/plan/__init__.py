"""The learning plan: the course's and the learner's own, its goals, milestones, days and pace."""
