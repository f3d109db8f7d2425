"""``openedx.core.djangoapps.site_configuration.helpers``: what the site of the present request sets for itself."""

SITE = {}
"""What it sets; a test puts it here."""


def get_value(val_name, default=None, **kwargs):
    """Return the site's own value, or the default."""
    return SITE.get(val_name, default)
