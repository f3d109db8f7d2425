"""Crawlers, recognised by their user agent (``openedx/core/djangoapps/crawlers/models.py``)."""


class CrawlersConfig:
    """Which user agents are crawlers, by how they begin; none until the operator has turned it on (``ConfigurationModel``)."""

    enabled = False
    known = ("edX-downloader",)

    @classmethod
    def is_crawler(cls, request):
        """Tell whether this request comes from a crawler."""
        return cls.enabled and request.META.get("HTTP_USER_AGENT", "").startswith(cls.known)
