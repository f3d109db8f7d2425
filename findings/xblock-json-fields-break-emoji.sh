#!/bin/sh
# XBlock 6.1.0, PyYAML 6.0.3: what a List or Dict field writes into OLX it does not read back the same.
#
# Field.to_string writes JSON, which puts every character beyond U+FFFF down as two escapes ("\ud83c\udf09").
# Field.from_string reads YAML ("YAML is a superset of JSON, this is the inverse of to_string", says its docstring), and
# PyYAML takes the two escapes for two characters. The value that an import sets is not the one that was exported, and nothing that
# encodes it as UTF-8 takes it any more: no file, no database.
#
# Seen: exported "🌉", imported two lone surrogates; encoding them raises UnicodeEncodeError. This script fails once that changes.
set -eu
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install --quiet "XBlock==6.1.0" "PyYAML==6.0.3"
"$folder/venv/bin/python" - <<'PYTHON'
from xblock.fields import List

field = List()
exported = field.to_string(["🌉"])
imported = field.from_string(exported)
print("exported:", exported.split())
print("imported:", [hex(ord(sign)) for sign in imported[0]])
assert imported == ["\ud83c\udf09"] != ["🌉"], "changed: the field reads back what it wrote"
try:
    imported[0].encode()
except UnicodeEncodeError as error:
    print("encoded: ", error.reason)
else:
    raise SystemExit("changed: what was read can be encoded")
PYTHON
