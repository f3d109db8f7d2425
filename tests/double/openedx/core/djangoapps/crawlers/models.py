"""Crawlers, recognised by their user agent (``openedx/core/djangoapps/crawlers/models.py``)."""


class CrawlersConfig:
    """Which user agents are crawlers."""

    known = ("edX-downloader",)

    @classmethod
    def is_crawler(cls, request):
        """Tell whether this request comes from a crawler."""
        return request.META.get("HTTP_USER_AGENT", "") in cls.known
