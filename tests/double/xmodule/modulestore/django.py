"""The course store: authored blocks, bound to nobody."""

from contextlib import nullcontext

STORE = {}
"""The courses that exist, by course key; each is a ``platform_double.course.Course``."""


class _Store:
    def get_course(self, course_key, depth=0):
        """Return the course's root with what is below it, or None (``ModuleStoreRead.get_course``)."""
        course = STORE.get(course_key)
        return course.unbound(course.root) if course is not None else None

    def get_items(self, course_key, qualifiers=None):
        """Return all blocks of a kind (``SplitMongoModuleStore.get_items``)."""
        course = STORE[course_key]
        return [course.unbound(usage) for usage in course.authored if usage.block_type == qualifiers["category"]]

    def bulk_operations(self, course_key):
        """Read the course's structure once (``BulkOperationsMixin.bulk_operations``)."""
        return nullcontext()

    def get_item(self, usage_key):
        """Return a block (``ModuleStoreDraftAndPublished.get_item``): bound to nobody, unless the request has bound it already."""
        from xmodule.modulestore.exceptions import ItemNotFoundError

        course = STORE.get(usage_key.context_key)
        if course is None:
            raise ItemNotFoundError(usage_key)
        return course.unbound(usage_key)


def modulestore():
    """Return the store."""
    return _Store()
