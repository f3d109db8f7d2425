"""The platform's "i18n" service (``xmodule.modulestore.django.XBlockI18nService``)."""

import gettext
from contextlib import suppress
from importlib import resources
from pathlib import Path

from django.conf import settings
from django.utils import translation

PULLED = Path("/nowhere/conf/plugins-locale/xblock.v1")
"""Where a build of the platform puts the translations it has pulled, a folder for each package (``get_python_locale_root``)."""


class I18nService:
    """What it finds of the block's own catalogue, made anew whenever it is asked for.

    A folder that was pulled shuts out what the package brings, even if it is empty. Where there is no catalogue of this
    language, Django answers: with its own words and the platform's, all in one catalogue.
    """

    def __init__(self, block):
        self.translator = translation
        package = block.unmixed_class.__module__.partition(".")[0]
        pulled, bundled = PULLED / package, resources.files(package) / "translations"
        domain, folder = ("django", pulled) if pulled.is_dir() else ("text", bundled)
        locale = translation.to_locale(translation.get_language() or settings.LANGUAGE_CODE)
        with suppress(OSError):
            self.translator = gettext.translation(domain, folder, [locale])

    def __getattr__(self, name):
        return getattr(self.translator, "gettext" if name == "ugettext" else name)
