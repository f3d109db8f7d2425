"""What the rest of the site hears of an act: the signal on every host, the platform's notification in the LMS."""

import logging

import pytest
from openedx.core.djangoapps.notifications import handlers as notifications
from openedx.core.djangoapps.user_api.models import UserPreference
from openedx_events.learning.signals import USER_NOTIFICATION_REQUESTED

from mentorship_xblock import signals
from mentorship_xblock.actions import after_commit
from mentorship_xblock.block import MentorshipXBlock
from mentorship_xblock.domain.notifications import Notification, NotificationKind
from mentorship_xblock.hosts import notification_signal
from mentorship_xblock.hosts.port import LearnerNotification, Person
from mentorship_xblock.hosts.unsupported import UnsupportedHost
from mentorship_xblock.settings import NotificationMeans, OperatorSettings, read_operator_settings
from mentorship_xblock.views import notification_texts
from mentorship_xblock.views.text.i18n import Language

from ..support.action_table import ACTS, after, done
from ..support.conversation_action_table import ASKED
from ..support.plan_action_table import JOINED
from ..support.worlds import LmsWorld, WorkbenchWorld, both_hosts, home_and_panel

MARK = "Zanzibar"
PLATFORM = {"mentorship": {"notifications": "platform"}}

WHOM = {
    # Who hears of an act, when everybody had read all there was; of the other acts nobody does.
    "join": [("amara", "new-learner")],
    "assign": [("ben", "new-learner"), ("leila", "handed-over")],
    "assign another": [("ben", "new-learner"), ("leila", "handed-over")],
    "send": [("amara", "message")],
    "send, mentor": [("leila", "message")],
    "send, backup": [("leila", "message")],
    "send, staff": [("leila", "message")],
    "ask": [("amara", "question")],
    "answer": [("leila", "answer")],
    "answer, backup": [("leila", "answer")],
    "answer, staff": [("leila", "answer")],
    "send, with what goes along": [("amara", "message")],
    "send, from the learner, who weighs nothing": [("amara", "message")],
    "send, from the mentor, where nothing goes along": [("leila", "message")],
    "send, with a weight": [("leila", "message")],
    "ask, with what goes along": [("amara", "question")],
    "ask, without the step": [("amara", "question")],
    "ask, without the day": [("amara", "question")],
    "ask, about a step that is not there": [("amara", "question")],
    "answer, with a weight": [("leila", "answer")],
    "remark": [("leila", "message")],
    "remark, backup": [("leila", "message")],
    "remark, staff": [("leila", "message")],
    "ask_again": [("amara", "question")],
    "hand_over": [("ben", "taken-over")],
    "hand_over, staff": [("ben", "taken-over")],
    "make_step": [("amara", "proposed")],
    "make_step, into an agreed goal": [("amara", "proposed")],
    "propose_goal": [("amara", "proposed")],
    "propose_goal, mentor": [("leila", "proposed")],
    "propose_goal, staff": [("leila", "proposed")],
    "propose": [("amara", "proposed")],
    "agree": [("leila", "decided")],
    "agree, staff": [("leila", "decided")],
    "suggest": [("leila", "proposed")],
    "suggest, learner": [("amara", "proposed")],
    "achieve": [("leila", "decided")],
    "drop_goal, mentor": [("leila", "decided")],
    "submit": [("amara", "review")],
    "approve": [("leila", "approved")],
    "approve, with a note": [("leila", "approved")],
    "ask_changes": [("leila", "changes")],
    "reopen": [("leila", "decided")],
    "skip_milestone": [("leila", "decided")],
    "ask_time": [("amara", "wish")],
    "ask_out": [("amara", "wish")],
    "grant": [("leila", "decided")],
    "grant, another day": [("leila", "decided")],
    "grant, leaving out": [("leila", "decided")],
    "decline": [("leila", "decided")],
    "redate": [("leila", "decided")],
}


DELIVERED = {"send", "ask", "answer", "remark", "submit", "propose", "propose_goal", "make_step"}
"""What can be undone for a while, and is told only afterwards."""


@pytest.fixture(autouse=True)
def undo(settings, world):
    """Here what is sent can be undone for ten seconds, as where the operator has set nothing."""
    settings.XBLOCK_SETTINGS = {}


@pytest.fixture
def heard():
    """What a listener to the signal has heard."""
    calls = []

    def listener(signal, sender, **facts):
        calls.append({"sender": sender, **facts})

    signals.notification_sent.connect(listener)
    yield calls
    signals.notification_sent.disconnect(listener)


@pytest.fixture
def sent(monkeypatch):
    """The notifications of the platform, on a site that has them on."""
    monkeypatch.setattr(notifications.ENABLE_NOTIFICATIONS, "on", True)
    notifications.SENT.clear()
    return notifications.SENT


def everybody_has_read(world):
    """Let the mentor, the backup and the learner read to the end."""
    end = len(world.record("leila").get("log", []))
    for who, learner in (("leila", {}), ("amara", {"learner": "leila"}), ("ben", {"learner": "leila"})):
        world.call(who, "seen", upto=end, **learner)


def deliver(world, who, of, block=None, status=200):
    """Tell that a message can no longer be undone."""
    learner = {} if who == "leila" else {"learner": "leila"}
    return world.act(who, "deliver", block=block, status=status, of=of, **learner)


def whom(world, heard):
    """Return who was told of what, by name."""
    names = {world.id(name): name for name in world.people}
    return [(names[one["recipient"]], one["kind"]) for one in heard]


@both_hosts
@home_and_panel
@pytest.mark.parametrize("act", ACTS)
def test_an_act_is_told_to_whom_it_concerns_once_and_without_a_word_of_it(world, act, place, heard, sent, settings):
    settings.XBLOCK_SETTINGS = PLATFORM
    before, who, body, _ = ACTS[act]
    marked = {field: f"{MARK} {value}" if field in ("text", "note") else value for field, value in body.items()}
    for who_first, handler, sent_first in before:
        if act != "undo":  # what can be undone yet, nobody else can do anything with
            world.clock.forward(seconds=10)
        after(world, [(who_first, handler, {**sent_first, **({"text": MARK} if "text" in sent_first else {})})], place)
    if act != "undo":
        world.clock.forward(seconds=10)
    if act != "take_back":  # once somebody has read it, that is refused
        everybody_has_read(world)
    heard.clear()
    sent.clear()
    key, handler = world.key(), act.partition(",")[0].split()[0]
    for _ in range(2):
        done(world, who, act, place, {"key": key, **marked})
        if handler in DELIVERED:
            assert heard == sent == []
    for _ in range(2 if handler in DELIVERED else 0):
        deliver(world, who, marked.get("key", key), getattr(world, place))
    assert whom(world, heard) == WHOM.get(act, [])
    for one in heard:
        assert (one["sender"], one["home"], one["block"]) == (MentorshipXBlock, str(world.home), str(getattr(world, place)))
        assert (one["learner"], one["actor"]) == (world.id("leila"), world.id(who))
        assert one.keys() == {"sender", "course", "home", "block", "recipient", "kind", "learner", "actor", "url"}
    assert MARK not in repr(heard) + repr(sent)
    in_the_lms = isinstance(world, LmsWorld)
    assert [str(one["user_id"]) for one in sent] == [one["recipient"] for one in heard if in_the_lms]
    assert {one["course"] for one in heard} <= {str(world.course.key) if in_the_lms else ""}


def test_every_act_that_is_told_is_an_act():
    assert WHOM.keys() <= ACTS.keys()


def broken(*_args, **_how):
    raise RuntimeError("the listener is broken")


BREAKS = {
    "the rule": (after_commit, "notifications_of_entries"),
    "the cache": (notification_signal.cache, "add"),
    "the words": (notification_texts, "PeopleNames"),
    "the event": (USER_NOTIFICATION_REQUESTED, "send_event"),
    "the platform": (notifications, "send_notifications"),
}


@both_hosts
@pytest.mark.parametrize("what", [*BREAKS, "a listener"])
def test_what_fails_after_the_commit_changes_neither_what_is_stored_nor_the_answer(
    world, what, monkeypatch, settings, caplog, sent
):
    settings.XBLOCK_SETTINGS = PLATFORM
    after(world, JOINED, "home")
    world.clock.forward(seconds=1)
    send = {"key": "broken-001", "text": "All well."}
    submit = {"key": "broken-002", "milestone": "m1", "text": "Done."}
    usual = {}
    for fails in (False, True):
        world.delete_state("leila")
        notification_signal.cache.clear()
        after(world, JOINED, "home")
        everybody_has_read(world)
        if fails and what == "a listener":
            signals.notification_sent.connect(broken)
        elif fails:
            monkeypatch.setattr(*BREAKS[what], broken)
        try:
            answers = [world.act("leila", "send", **send), deliver(world, "leila", "broken-001")]
            everybody_has_read(world)
            answers.append(world.act("leila", "submit", **submit))
        finally:
            signals.notification_sent.disconnect(broken)
        stored = [entry for entry in world.record("leila")["log"] if entry["i"].startswith("broken")]
        usual.setdefault("answers", answers)
        usual.setdefault("stored", stored)
    assert (answers, stored) == (usual["answers"], usual["stored"])
    if what in ("a listener", "the rule", "the cache"):
        assert "mentorship: " in caplog.text and "the listener is broken" in caplog.text


@both_hosts
def test_a_listener_that_fails_keeps_no_other_from_hearing(world, heard):
    signals.notification_sent.connect(broken)
    signals.notification_sent.connect(later := lambda **facts: heard.append("another"), weak=False)
    try:
        world.act("leila", "join")
    finally:
        signals.notification_sent.disconnect(broken)
        signals.notification_sent.disconnect(later)
    assert len(heard) == 2


@both_hosts
def test_a_message_is_told_when_its_sender_says_so_and_by_nobody_else(world, heard):
    after(world, ASKED, "home")
    heard.clear()
    before = world.everything()
    for who, of in (
        ("amara", "question-1"),
        ("ben", "question-1"),
        ("dana", "question-1"),
        ("leila", "never-sent"),
        ("leila", "undone-01"),
    ):
        assert deliver(world, who, of) == {"delivered": True}
    deliver(world, "jonas", "question-1", status=403)
    assert heard == []
    assert deliver(world, "leila", "question-1") == {"delivered": True}
    assert whom(world, heard) == [("amara", "question")]
    assert world.everything() == before


@both_hosts
def test_what_cannot_be_undone_is_not_delivered(world, heard):
    after(
        world,
        [*JOINED, ("leila", "ask_time", {"key": "wish-0001", "milestone": "m1", "day": "2026-06-01", "text": "Exams."})],
        "home",
    )
    heard.clear()
    deliver(world, "leila", "wish-0001")
    assert heard == []


@both_hosts
@pytest.mark.parametrize("seconds", [0, 10])
def test_where_nothing_can_be_undone_a_message_is_told_at_once_for_no_page_will_deliver_it(world, heard, settings, seconds):
    settings.XBLOCK_SETTINGS = {"mentorship": {"undo_seconds": seconds}}
    after(world, JOINED, "home")
    heard.clear()
    everybody_has_read(world)
    world.act("leila", "ask", text="Two keys?", key="question-1")
    assert whom(world, heard) == ([] if seconds else [("amara", "question")])
    deliver(world, "leila", "question-1")
    assert whom(world, heard) == [("amara", "question")]


@both_hosts
@pytest.mark.parametrize("act", ["undo", "erase", "report"])
def test_what_was_undone_or_taken_away_or_stopped_by_a_report_is_not_delivered(world, act, heard):
    after(world, ASKED, "home")
    world.clock.forward(seconds=10)
    after(world, [("amara", "send", {"key": "spoken-01", "text": "Hello."})], "home")
    heard.clear()
    of = {"of": "spoken-01"} if act != "report" else {"of": "question-1", "text": "Look."}
    world.act("amara", act, learner="leila", **of)
    deliver(world, "amara", "spoken-01")
    assert heard == []


@both_hosts
def test_a_report_is_told_to_nobody(world, heard):
    after(world, [*JOINED, ("amara", "send", {"key": "spoken-01", "text": "Hello."})], "home")
    heard.clear()
    world.clock.forward(minutes=1)
    world.act("leila", "report", of="spoken-01", text="Rude.")
    assert heard == []


@both_hosts
def test_who_is_handed_a_wait_is_told_of_it(world, heard):
    after(world, ASKED, "home")
    heard.clear()
    world.act("amara", "hand_over", learner="leila")
    assert whom(world, heard) == [("ben", "taken-over")]


@both_hosts
def test_a_message_is_told_for_a_day_and_once(world, heard):
    after(world, ASKED, "home")
    heard.clear()
    deliver(world, "leila", "question-1")
    world.clock.forward(hours=23)
    deliver(world, "leila", "question-1")
    notification_signal.cache.clear()  # what remembers it may forget
    world.clock.forward(hours=2)
    deliver(world, "leila", "question-1")
    assert whom(world, heard) == [("amara", "question")]


@both_hosts
def test_of_several_messages_the_first_is_told_whichever_is_delivered_first(world, heard):
    after(world, [*ASKED, ("leila", "send", {"key": "second-01", "text": "And?"})], "home")
    heard.clear()
    deliver(world, "leila", "second-01")
    assert heard == []
    deliver(world, "leila", "question-1")
    assert whom(world, heard) == [("amara", "question")]


@both_hosts
def test_somebody_who_has_left_the_course_is_not_told_and_their_backup_is(world, heard):
    after(world, ASKED, "home")
    world.unenroll("amara")
    heard.clear()
    deliver(world, "leila", "question-1")
    assert whom(world, heard) == [("ben", "question")]
    world.unenroll("leila")
    done(world, "dana", "send", "home", {"key": "staff-001", "text": "Goodbye."})
    deliver(world, "dana", "staff-001")
    assert len(heard) == 1


@pytest.mark.parametrize(
    "bucket", [{}, {"mentorship": {"notifications": "none"}}, {"mentorship": {"notifications": "carrier pigeon"}}]
)
def test_without_the_operators_word_the_platform_is_asked_for_nothing(world, bucket, heard, sent, settings):
    settings.XBLOCK_SETTINGS = bucket
    world.act("leila", "join")
    assert len(heard) == 1 and sent == []


def test_a_notification_takes_its_reader_to_home_from_wherever_it_was_said(world, sent, heard, settings):
    settings.XBLOCK_SETTINGS = PLATFORM
    world.act("leila", "join", block=world.panel)
    address = f"https://lms.example/courses/{world.course.key}/jump_to/{world.home}"
    assert [one["content_url"] for one in sent] == [one["url"] for one in heard] == [address]
    assert sent[0]["content"] == "<p><strong>leila is now your learner.</strong></p>"


def test_an_address_too_long_for_the_platforms_table_is_said_shorter(world, sent, settings):
    settings.XBLOCK_SETTINGS = PLATFORM
    settings.LMS_ROOT_URL = f"https://{'campus.' * 14}example"
    world.act("leila", "join")
    assert sent[0]["content_url"] == f"{settings.LMS_ROOT_URL}/courses/{world.course.key}/jump_to_id/{world.home.block_id}"


@pytest.mark.parametrize(
    ("full_names", "chosen", "sentence"),
    [
        (False, "", "leila asked you a question."),
        (True, "", "Leila asked you a question."),
        (False, "es-419", "leila te hizo una pregunta."),
    ],
)
def test_a_notification_is_in_its_readers_language_with_names_as_the_operator_wants(
    world, full_names, chosen, sentence, sent, settings
):
    settings.XBLOCK_SETTINGS = {"mentorship": {"notifications": "platform", "full_names": full_names}}
    if chosen:
        UserPreference.objects.create(user=world.people["amara"], key="pref-lang", value=chosen)
    after(world, ASKED, "home")
    sent.clear()
    deliver(world, "leila", "question-1")
    assert sent[0]["context"]["course_update_content"] == sentence


def test_a_handing_over_names_the_new_mentor_who_was_not_looked_up_before(world, sent, settings):
    settings.XBLOCK_SETTINGS = PLATFORM
    world.act("dana", "assign", learner="leila", mentor="ben")
    assert [one["context"]["course_update_content"] for one in sent] == ["leila is now your learner.", "ben is now your mentor."]


@pytest.mark.parametrize(
    "name", ["<b>Bob</b>", "A & B &lt;", "</strong><script>alert(1)</script>", 'O\'Hara "X"', "{p}", "\u202eBob\x00"]
)
def test_no_name_is_markup_in_a_release_that_escapes_nor_in_one_that_does_not(name):
    words = notification_texts.make_notification_wording(Language, full_names=True)
    sentence = words(Notification("2", NotificationKind.MESSAGE, "1", "1", "key-0001"), {"1": Person("1", "bob", name)}, "")
    assert not set("<>&\x00") & set(sentence)
    content = notifications.get_notification_content("course_updates", {"course_update_content": sentence}, escaping=False)
    assert content == f"<p><strong>{sentence}</strong></p>"


def test_telling_costs_an_act_no_query_and_a_notification_one(world, settings, django_assert_num_queries):
    world.act("leila", "join")
    host = world.host("leila")
    notice = LearnerNotification(
        Notification(world.id("amara"), NotificationKind.MESSAGE, world.id("leila"), world.id("leila"), "key-0001"),
        world.id("leila"),
    )
    with django_assert_num_queries(0):
        host.notify_recipient(notice, None)
    notification_signal.cache.clear()
    with django_assert_num_queries(1):
        host.notify_recipient(notice, lambda language: "Words.")


def test_a_recipient_who_has_no_account_is_told_by_the_signal_alone(world, heard, sent):
    notice = LearnerNotification(Notification("somebody", NotificationKind.MESSAGE, "1", "1", "key-0001"), "1")
    world.host().notify_recipient(notice, lambda language: "Words.")
    assert len(heard) == 1 and sent == []


def test_elsewhere_nobody_is_told(heard):
    UnsupportedHost().notify_recipient(
        LearnerNotification(Notification("2", NotificationKind.MESSAGE, "1", "1", "key-0001"), "1"), None
    )
    assert heard == []


@pytest.mark.parametrize(
    ("bucket", "read"),
    [
        (None, OperatorSettings()),
        ("platform", OperatorSettings()),
        ({}, OperatorSettings(full_names=False, notifications=NotificationMeans.NONE, polling=True)),
        ({"full_names": True}, OperatorSettings(full_names=True)),
        ({"notifications": "platform"}, OperatorSettings(notifications=NotificationMeans.PLATFORM)),
        ({"notifications": None}, OperatorSettings()),
        ({"notifications": ["platform"]}, OperatorSettings()),
        ({"polling": False}, OperatorSettings(polling=False)),
    ],
)
def test_the_operators_settings_are_read_as_what_they_mean(bucket, read):
    assert read_operator_settings(bucket) == read


def test_a_setting_that_is_none_is_logged_once(caplog):
    with caplog.at_level(logging.WARNING):
        for _ in range(3):
            assert read_operator_settings({"notifications": "smoke signals"}) == OperatorSettings()
    assert caplog.text.count("smoke signals") == 1


def test_a_setting_that_is_no_word_is_one_line_of_the_log(caplog):
    with caplog.at_level(logging.WARNING):
        read_operator_settings({"notifications": "smoke\nERROR forged \x1b[31m\u202e\ud800" * 100})
    (line,) = (record.getMessage() for record in caplog.records)
    assert line.isascii() and line.isprintable() and len(line) < 200


def test_the_settings_are_read_once_a_request(world, monkeypatch, settings):
    asked = []
    monkeypatch.setattr("mentorship_xblock.block.read_operator_settings", lambda bucket: asked.append(bucket) or OperatorSettings())
    world.view("leila")
    assert len(asked) == 1


@pytest.mark.parametrize("world", [LmsWorld, WorkbenchWorld], indirect=True, ids=["lms", "workbench"])
def test_a_page_asks_for_news_unless_the_operator_has_turned_it_off(world, settings):
    settings.WORKBENCH = {
        **settings.WORKBENCH,
        "services": {**settings.WORKBENCH["services"], "settings": "workbench.services.SettingsService"},
    }
    assert "data-mn-quiet" not in world.view("leila")
    settings.XBLOCK_SETTINGS = {"mentorship": {"polling": False}}
    assert "data-mn-quiet" in world.view("leila")


@both_hosts
def test_where_the_cache_fails_what_is_delivered_again_and_again_is_told_once(world, heard, monkeypatch):
    notification_signal._HERE.clear()
    world.act("leila", "join")
    everybody_has_read(world)
    world.act("leila", "send", key="again-0001", text="All well.")
    heard.clear()
    monkeypatch.setattr(*BREAKS["the cache"], broken)
    for _ in range(5):
        deliver(world, "leila", "again-0001")
    assert len(heard) == 1
