"""The service that blocks are given (``completion/services.py``)."""

from django.contrib.auth import get_user_model

from . import waffle
from .models import BlockCompletion


class CompletionService:
    """Answers for one person, and takes what is said of several."""

    def __init__(self, user, context_key):
        self._user, self._context_key = user, context_key

    def completion_tracking_enabled(self):
        """``completion_tracking_enabled``."""
        return waffle.ENABLE_COMPLETION_TRACKING_SWITCH.is_enabled()

    def get_completions(self, candidates):
        """``get_completions``: of the person the service was made for, and of nobody else."""
        rows = BlockCompletion.objects.filter(user=self._user, context_key=self._context_key, block_key__in=candidates)
        found = {row.block_key: row.completion for row in rows}
        return {key: found.get(key, 0.0) for key in candidates}

    def submit_group_completion(self, block_key, completion, users=None, user_ids=None):
        """``submit_group_completion``: refuses ids of nobody; appends to the caller's own list of users, as there."""
        users = [] if users is None else users
        model = get_user_model()
        more = model.objects.filter(id__in=user_ids or [])
        if len(more) < len(user_ids or []):
            raise model.DoesNotExist(f"of {user_ids} some are nobody's")
        users.extend(more)
        return [BlockCompletion.objects.submit_completion(user, block_key, completion) for user in users]
