"""The course store: authored blocks, bound to nobody."""

STORE = {}
"""The courses that exist, by course key; each is a ``platform_double.course.Course``."""


class _Store:
    def get_item(self, usage_key):
        """Return a block bound to nobody (``ModuleStoreDraftAndPublished.get_item``)."""
        from xmodule.modulestore.exceptions import ItemNotFoundError

        course = STORE.get(usage_key.context_key)
        if course is None or usage_key not in course.authored:
            raise ItemNotFoundError(usage_key)
        return course.unbound(usage_key)


def modulestore():
    """Return the store."""
    return _Store()
