"""Run by test_wheel in a clean environment: load the installed block and open everything it brings.

Prints, as JSON, the files it could open. It knows nothing of pytest or of the source tree.
"""

import gettext
import importlib.resources
import json
import sys
from importlib.metadata import entry_points

from xblock.exceptions import DisallowedFileError
from xblock.utils.resources import ResourceLoader


def walked(folder, path=""):
    """Yield the path of every file under a folder of the package, as importlib.resources sees it."""
    for entry in folder.iterdir():
        name = f"{path}/{entry.name}" if path else entry.name
        if entry.is_dir():
            yield from walked(entry, name)
        else:
            yield name


def refused(block, uri):
    """Tell whether the block refuses to publish this."""
    try:
        block.open_local_resource(uri).close()
    except (DisallowedFileError, FileNotFoundError):
        return True
    return False


(entry,) = entry_points(group="xblock.v1", name="mentorship")
block = entry.load()
package = importlib.resources.files("mentorship_xblock")
assert str(package).startswith(sys.prefix), f"{package} is not the installed one"

# The platform publishes one folder of the package, which it finds from the class's module.
assert block.resources_dir == "static"
assert block.__module__.count(".") == 1, "collectstatic would look for the assets one level too high"

loader = ResourceLoader(block.__module__)
opened = {"templates": [], "static": [], "translations": []}
for name in walked(package / "templates"):
    assert loader.load_unicode(f"templates/{name}"), name
    opened["templates"].append(name)
for name in walked(package / "static"):
    assert name.startswith("public/"), f"static/{name} is collected by the platform but cannot be asked for"
    with block.open_local_resource(name) as asset:
        assert asset.read(), name
    opened["static"].append(name)
for name in walked(package / "translations"):
    with (package / "translations" / name).open("rb") as catalogue:
        if name.endswith(".mo"):
            gettext.GNUTranslations(catalogue)
        else:
            assert catalogue.read(), name
    opened["translations"].append(name)

for name in opened["templates"]:
    for uri in (f"templates/{name}", f"../templates/{name}", f"public/../../templates/{name}", name):
        assert refused(block, uri), uri
for uri in ("block.py", "../block.py", "public/../../block.py", "public/.hidden"):
    assert refused(block, uri), uri

print(json.dumps(opened))
