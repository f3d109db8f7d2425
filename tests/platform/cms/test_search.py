"""What the platform's searches learn of the block: its title, and nothing of anybody."""

import json

from cms.djangoapps.contentstore.courseware_index import CoursewareSearchIndexer
from openedx.core.djangoapps.content.search.documents import searchable_doc_for_course_block
from search.search_engine_base import SearchEngine
from xmodule.modulestore.django import modulestore


def test_a_search_finds_the_block_by_its_title_and_by_nobodys_name(studio, settings, tmp_path):
    settings.SEARCH_ENGINE = "search.tests.mock_search_engine.MockSearchEngine"
    index = tmp_path / "index.json"
    index.write_text("{}")
    settings.MOCK_SEARCH_BACKING_FILE = str(index)
    settings.FEATURES = {**settings.FEATURES, "ENABLE_COURSEWARE_INDEX": True}
    CoursewareSearchIndexer.do_course_reindex(modulestore(), studio.key)
    engine = SearchEngine.get_search_engine(CoursewareSearchIndexer.INDEX_NAME)
    found = [one["data"]["id"] for one in engine.search_string("Your mentor")["results"]]
    assert {str(studio.home), str(studio.panel)} <= set(found)
    assert not engine.search_string("amara")["results"]


def test_the_search_of_studio_holds_the_title_and_nobodys_name(studio):
    told = searchable_doc_for_course_block(studio.read(studio.home))
    assert told["display_name"] == "Your mentor"
    assert "amara" not in json.dumps(told, default=str)
