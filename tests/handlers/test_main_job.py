"""The main job: a learner joins and asks, the mentor answers from the same block, the learner sees it."""

from mentorship_xblock.block import MentorshipXBlock


def test_a_learner_joins_asks_and_reads_the_answer(world):
    joined = world.act("leila", "join")
    assert "amara" in joined["regions"]["head"]
    world.act("leila", "ask", key="question-1", text="Is visit_date a good key?")
    desk = world.read("amara", "desk")
    assert "leila" in desk["regions"]["list"]
    opened = world.read("amara", "open", learner="leila")
    assert "Is visit_date a good key?" in opened["regions"]["open"]
    world.act("amara", "answer", learner="leila", question="question-1", text="Not if somebody comes twice.")
    panel = world.course.view(world.people["leila"], world.home).content
    assert "Not if somebody comes twice." in panel
    assert "has written to you" in panel


def test_the_telephone_apps_are_told_that_the_block_works_there(world):
    assert MentorshipXBlock.has_support(None, MentorshipXBlock.student_view, "multi_device")
