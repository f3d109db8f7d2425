"""Where openedx-authz keeps who may do what, since Verawood (``casbin_adapter``'s table of rules)."""

from django.db import models


class CasbinRule(models.Model):
    """One grant: ``user^amara`` has ``role^course_staff`` in ``course-v1^course-v1:ORG+*``."""

    ptype = models.CharField(max_length=255)
    v0 = models.CharField(max_length=255)
    v1 = models.CharField(max_length=255)
    v2 = models.CharField(max_length=255)

    class Meta:
        """As the adapter's."""

        app_label = "openedx_authz"
