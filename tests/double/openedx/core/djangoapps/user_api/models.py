"""People's preferences (``openedx/core/djangoapps/user_api/models.py``)."""

from django.conf import settings
from django.db import models


class UserPreference(models.Model):
    """``UserPreference``: one row for each person and key; ``pref-lang`` is the language (``lang_pref.LANGUAGE_KEY``)."""

    user = models.ForeignKey(settings.AUTH_USER_MODEL, related_name="preferences", on_delete=models.CASCADE)
    key = models.CharField(max_length=255, db_index=True)
    value = models.TextField()

    class Meta:
        """As the platform's."""

        app_label = "user_api"
        unique_together = (("user", "key"),)
