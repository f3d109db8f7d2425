"""People of a course (``common/djangoapps/student/models``)."""

from django.conf import settings
from django.db import models
from opaque_keys.edx.django.models import CourseKeyField


class UserProfile(models.Model):
    """A person's profile. Not everybody has one."""

    user = models.OneToOneField(settings.AUTH_USER_MODEL, related_name="profile", on_delete=models.CASCADE)
    name = models.CharField(max_length=255, blank=True, db_index=True)

    class Meta:
        """As the platform's."""

        app_label = "student"


class CourseEnrollment(models.Model):
    """Who is in which course."""

    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE)
    course_id = CourseKeyField(max_length=255, db_index=True)
    is_active = models.BooleanField(default=True)

    class Meta:
        """As the platform's."""

        app_label = "student"
        unique_together = (("user", "course_id"),)


class CourseAccessRole(models.Model):
    """Who is on which course's team."""

    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE)
    org = models.CharField(max_length=64, db_index=True, blank=True)
    course_id = CourseKeyField(max_length=255, db_index=True, blank=True)
    role = models.CharField(max_length=64, db_index=True)

    class Meta:
        """As the platform's."""

        app_label = "student"
        unique_together = (("user", "org", "course_id", "role"),)
