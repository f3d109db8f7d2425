"""What Studio does with blocks beside their own editor: ``cms/djangoapps/contentstore``, ``xmodule/modulestore/xml_*``."""

import copy
import json
from uuid import uuid4

from django.core.serializers.json import DjangoJSONEncoder
from django.test import override_settings
from lxml import etree
from opaque_keys.edx.keys import UsageKey
from xblock.exceptions import InvalidScopeError
from xblock.fields import Reference, ReferenceList, ReferenceValueDict, Scope, ScopeIds, UserScope
from xblock.runtime import DictKeyValueStore, KvsFieldData, NullI18nService

from .course import Course, CourseRuntime
from .field_data import AuthoredFieldData
from .services import SettingsService
from .split import TREE, converted, encoded, serialized

KEPT = (Scope.settings, Scope.content)


class ContentStore:
    """The operations of Studio on one course. Each that writes encodes the whole course, as the store does."""

    def __init__(self, course):
        self.course, self.public = course, {}

    def item(self, usage):
        """``modulestore().get_item``: its fields are a deep copy of what was converted (``SplitMongoKVS``)."""
        course = self.course
        fields = copy.deepcopy(converted(course.key, course.classes[usage], course.authored[usage]))
        services = {"i18n": NullI18nService(), "settings": SettingsService()}
        return course.construct(usage, CourseRuntime(course, services, None), AuthoredFieldData(fields), None)

    def update(self, block):
        """``modulestore().update_item``."""
        block.save()
        usage = block.scope_ids.usage_id
        set_on = {
            name: field.read_from(block) for name, field in block.fields.items() if field.scope in KEPT and field.is_set_on(block)
        }
        tree = {name: self.course.authored[usage][name] for name in TREE if name in self.course.authored[usage]}
        self.course.authored[usage] = {**serialized(type(block), set_on), **tree}
        self._write()

    def _write(self):
        encoded(self.course.authored)

    # --- what Studio's pages ask for

    def json(self, usage):
        """``xblock_handler`` GET and its REST twin: ``get_block_info``, through a JSON encoder that knows no keys."""
        info = {"id": str(usage), "metadata": own(self.item(usage), Scope.settings)}
        return json.loads(json.dumps(info, cls=DjangoJSONEncoder))

    def post(self, usage, metadata=None, nullout=()):
        """``_save_xblock``: rename, Manage access, and whatever else a client sends."""
        block = self.item(usage)
        own(block, Scope.settings), own(block, Scope.content)
        for name in nullout:
            setattr(block, name, None)
        for name, value in (metadata or {}).items():
            field = block.fields[name]
            if value is None:
                field.delete_from(block)
            else:
                field.write_to(block, field.from_json(value))
        self.update(block)
        return json.loads(json.dumps(own(self.item(usage), Scope.settings), cls=DjangoJSONEncoder))

    def duplicate(self, usage, into=None, title=None):
        """``duplicate_block``: new random ids for the block and all that is below, everything else as it was."""
        course, source = self.course, self.item(usage)
        dupe = usage.replace(block_id=uuid4().hex)
        metadata = {
            name: field.read_from(source)
            for name, field in source.fields.items()
            if field.scope == Scope.settings and field.is_set_on(source)
        }
        metadata["display_name"] = title or f"Duplicate of '{source.display_name}'"
        fields = {**metadata, **own(source, Scope.content)}
        course.authored[dupe] = serialized(type(source), fields)
        course.classes[dupe], course.units[dupe] = course.classes[usage], course.units[usage]
        course.move(dupe, into or course.authored[usage].get("parent"))
        self._write()
        for child in course.authored[usage].get("children", ()):
            self.duplicate(child, dupe, self.item(child).display_name)
        return dupe

    def move(self, usage, into):
        """``_move_item``: only the parents are written."""
        self.item(usage), self.item(into)
        self.course.authored[self.course.authored[usage]["parent"]]["children"].remove(usage)
        self.course.move(usage, into)
        self._write()

    def publish(self):
        """``DraftVersioningModuleStore.publish``: what is kept is copied from branch to branch."""
        self._write()
        self.public = copy.deepcopy(self.course.authored)

    def discard(self):
        """``revert_to_published``."""
        self.course.authored = copy.deepcopy(self.public)
        self._write()

    # --- OLX

    def copied(self, usage):
        """``XBlockSerializer``: the clipboard's OLX."""
        node = etree.Element("root")
        self.item(usage).add_xml_to_node(node)
        node.set("url_name", usage.block_id)
        return etree.tostring(node, encoding="unicode", pretty_print=True)

    def paste(self, olx, into):
        """``_import_xml_node_to_parent``: references are not looked at, and the block gets a new random id."""
        node, course = etree.fromstring(olx), self.course
        usage = course.usage(node.tag, uuid4().hex)
        course.classes[usage], course.units[usage], course.authored[usage] = self.classes(node.tag), str(into), {}
        block = self._parsed(node, usage)
        block.save()
        self.update(block)
        course.move(usage, into)
        self._write()
        return usage

    def classes(self, kind):
        """The class of a kind of block; the course has some of each kind that its tests use."""
        return next(found for usage, found in self.course.classes.items() if usage.block_type == kind)

    def _parsed(self, node, usage):
        runtime = CourseRuntime(self.course, {"field-data": _Imported(DictKeyValueStore()), "i18n": NullI18nService()}, None)
        return self.course.classes[usage].parse_xml(node, runtime, ScopeIds(None, usage.block_type, usage, usage))

    def exported(self, into=None):
        """``CourseExportManager``: ``adapt_references`` first, then an element for each block, by its id."""
        into = into or self.course.key
        return {usage: self._exported(usage, into) for usage in self.course.authored}

    def _exported(self, usage, into):
        block, node = self.item(usage), etree.Element("unknown_root")
        for field in block.fields.values():
            if field.name in TREE or not field.is_set_on(block):
                continue
            value = field.read_from(block)
            if isinstance(field, Reference) and value is not None:
                field.write_to(block, value.map_into_course(into))
            elif isinstance(field, ReferenceValueDict):
                field.write_to(block, {word: one.map_into_course(into) for word, one in value.items()})
        if usage.block_type == "mentorship":
            block.add_xml_to_node(node)
        node.tag = usage.block_type
        node.set("url_name", usage.block_id)
        return etree.tostring(node, encoding="unicode")

    def imported(self, key):
        """``CourseImportManager``: another course from this one's export. The ids of blocks stay. Raises what an import hides."""
        other = Course(key)
        store = ContentStore(other)
        for usage, olx in self.exported().items():
            here = usage.map_into_course(other.key)
            other.classes[here], other.units[here] = self.course.classes[usage], self.course.units[usage]
            other.authored[here] = copied_tree(self.course.authored[usage], other.key)
            if usage.block_type != "mentorship":
                other.authored[here] |= {n: v for n, v in self.course.authored[usage].items() if n not in TREE}
                continue
            node = etree.fromstring(olx)
            block = store._parsed(node, here)
            convert_reference_fields_to_keys(block)
            block.save()
            fields = update_block_references(block, self.course.key, other.key)
            other.authored[here] |= serialized(type(block), fields)
        store._write()
        return store

    def rerun(self, key):
        """``split.clone_course``: what is kept is copied as it is, and means the blocks of the new course."""
        other = Course(key)
        for usage, fields in copy.deepcopy(self.course.authored).items():
            here = usage.map_into_course(other.key)
            other.classes[here], other.units[here] = self.course.classes[usage], self.course.units[usage]
            other.authored[here] = {**fields, **copied_tree(fields, other.key)}
        encoded(other.authored)
        return ContentStore(other)

    def told(self, usage, view="author_view"):
        """The block as its author sees it on the unit's page."""
        with override_settings(SERVICE_VARIANT="cms"):
            return getattr(self.item(usage), view)()


class _Imported(KvsFieldData):
    """Only authored fields can be set while OLX is read (``SplitMongoKVS.VALID_SCOPES``)."""

    def set_many(self, block, update_dict):
        for name in update_dict:
            if block.fields[name].scope.user != UserScope.NONE:
                raise InvalidScopeError(name)
        super().set_many(block, update_dict)


def own(block, scope):
    """``get_explicitly_set_fields_by_scope``."""
    return {
        field.name: field.read_json(block)
        for field in block.fields.values()
        if field.scope == scope and field.is_set_on(block) and field.name not in TREE
    }


def copied_tree(fields, key):
    """Return where a block stands, and what stands below it, in another course."""
    tree = {}
    if "parent" in fields:
        tree["parent"] = fields["parent"].map_into_course(key)
    if "children" in fields:
        tree["children"] = [child.map_into_course(key) for child in fields["children"]]
    return tree


def convert_reference_fields_to_keys(block):
    """``XMLParsingModuleStoreRuntime._convert_reference_fields_to_keys``. Raises InvalidKeyError, AssertionError."""
    course_key = block.scope_ids.usage_id.course_key

    def key_of(value):
        return value if isinstance(value, UsageKey) else UsageKey.from_string(value).map_into_course(course_key)

    for field in block.fields.values():
        if not field.is_set_on(block) or (value := getattr(block, field.name)) is None:
            continue
        if isinstance(field, Reference):
            setattr(block, field.name, key_of(value))
        elif isinstance(field, ReferenceList):
            setattr(block, field.name, [key_of(one) for one in value])
        elif isinstance(field, ReferenceValueDict):
            for word, one in value.items():
                assert isinstance(one, str)
                value[word] = key_of(one)
            setattr(block, field.name, value)


def update_block_references(block, source, target):
    """``_update_block_references``: references of the exported course become those of the importing one."""

    def moved(reference):
        assert isinstance(reference, UsageKey)
        return reference.map_into_course(target) if reference.course_key == source else reference

    fields = {}
    for name, field in block.fields.items():
        if field.scope not in KEPT or not field.is_set_on(block):
            continue
        value = field.read_from(block)
        if isinstance(field, Reference):
            value = None if value is None else moved(value)
        elif isinstance(field, ReferenceList):
            value = [moved(one) for one in value]
        elif isinstance(field, ReferenceValueDict):
            value = {word: moved(one) for word, one in value.items()}
        fields[name] = value
    return fields
