"""What the demo stores beside the workbench's own table."""

from django.db import models


class Completion(models.Model):
    """How far a person has completed a block, from 0 to 1."""

    person = models.CharField(max_length=150)
    usage = models.CharField(max_length=255)
    completion = models.FloatField()
    changed = models.DateTimeField()

    class Meta:
        """One row for each person and block."""

        constraints = [models.UniqueConstraint(fields=["person", "usage"], name="demo_completion_once")]

    def __str__(self) -> str:
        return f"{self.person} {self.usage} {self.completion}"
