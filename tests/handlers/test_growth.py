"""What grows with a mentorship is drawn when it is asked for, or is cut."""

import json

from openedx.core.djangoapps.site_configuration import helpers

from mentorship_xblock import signals
from mentorship_xblock.hosts import notification_signal
from mentorship_xblock.views import thread

from ..support.worlds import both_hosts


@both_hosts
def test_what_changed_words_said_before_is_fetched_when_the_course_team_asks(world):
    world.act("dana", "assign", learner="leila", mentor="amara")
    world.act("leila", "send", text="The first words.", key="message-key")
    world.clock.forward(minutes=20)
    world.act("leila", "edit", of="message-key", text="The second words.")
    opened = world.read("dana", "open", learner="leila")["regions"]["open"]
    assert "The second words." in opened and "The first words." not in opened
    assert "The first words." in world.read("dana", "message", learner="leila", of="message-key")["html"]
    assert "The first words." not in world.read("amara", "message", learner="leila", of="message-key")["html"]
    world.act("leila", "leave")
    world.clock.forward(days=8)
    assert "The first words." in world.read("dana", "message", learner="leila", of="message-key")["html"]


@both_hosts
def test_a_stretch_has_at_most_fifty_lines_of_what_happened(world):
    world.act("dana", "assign", learner="leila", mentor="amara")
    world.act("leila", "send", text="Hello.")
    record = world.record("leila")
    log = record["log"]
    log += [{**log[0], "k": kind, "i": f"made-{n}-{kind}"} for n in range(100) for kind in ("paused", "resumed")]
    log += [{**log[1], "i": f"message-{n}"} for n in range(3)]
    world.store("leila", json.dumps({"record": record}))
    drawn = world.view("leila")
    assert drawn.count("mn-sys") <= thread.LINES_SHOWN + 2
    assert "151 earlier lines are not shown." in drawn


@both_hosts
def test_a_cache_that_fails_means_told(world, monkeypatch):
    heard = []
    signals.notification_sent.connect(later := lambda **facts: heard.append(facts["kind"]), weak=False)
    world.act("dana", "assign", learner="leila", mentor="amara")
    heard.clear()
    monkeypatch.setattr(notification_signal.cache, "add", lambda *_how: 1 / 0)
    world.act("leila", "ask", text="Still there?")
    signals.notification_sent.disconnect(later)
    assert heard == ["question"]


def test_links_lead_to_the_site_of_the_request(world, monkeypatch):
    monkeypatch.setitem(helpers.SITE, "LMS_ROOT_URL", "https://another.example")
    assert world.host().home_address.startswith("https://another.example/courses/")
    monkeypatch.setitem(helpers.SITE, "LMS_ROOT_URL", None)
    assert world.host().home_address == ""
