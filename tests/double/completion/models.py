"""The table of completions, with the library's columns and unique key (``completion/models.py``)."""

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import IntegrityError, models, transaction
from django.utils.timezone import now
from opaque_keys.edx.django.models import LearningContextKeyField, UsageKeyField

from . import waffle


def validate_percent(value):
    """``validate_percent``: nothing below none of it, nor above all."""
    if value is None or not 0.0 <= value <= 1.0:
        raise ValidationError(f"{value} is no share")


class BlockCompletionManager(models.Manager):
    """``BlockCompletionManager``."""

    def submit_completion(self, user, block_key, completion):
        """``submit_completion``: makes or changes the row; refuses what is no key, and everything while tracking is off.

        As there, a share is validated only where it changes a row.
        """
        if not hasattr(block_key, "context_key"):
            raise ValueError(f"{type(block_key)} is no usage key")
        if not waffle.ENABLE_COMPLETION_TRACKING_SWITCH.is_enabled():
            raise RuntimeError("completion is not tracked")
        whose = {"user": user, "context_key": block_key.context_key, "block_key": block_key}
        try:
            with transaction.atomic():
                row, new = self.get_or_create(**whose, defaults={"completion": completion, "block_type": block_key.block_type})
        except IntegrityError:
            row, new = self.get(**whose), False
        if not new and row.completion != completion:
            row.completion = completion
            row.full_clean()
            row.save(update_fields={"completion", "modified"})
        return row, new


class BlockCompletion(models.Model):
    """How much of a block somebody has completed, and since when (``BlockCompletion``, a ``TimeStampedModel``)."""

    created = models.DateTimeField(default=now)
    modified = models.DateTimeField(auto_now=True)
    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE)
    context_key = LearningContextKeyField(max_length=255, db_column="course_key")
    block_key = UsageKeyField(max_length=255)
    block_type = models.CharField(max_length=64)
    completion = models.FloatField(validators=[validate_percent])

    objects = BlockCompletionManager()

    class Meta:
        """As the library's."""

        app_label = "completion"
        indexes = [
            models.Index(fields=["context_key", "block_type", "user"]),
            models.Index(fields=["user", "context_key", "modified"]),
        ]
        unique_together = [("context_key", "block_key", "user")]
