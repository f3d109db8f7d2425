"""The main job: a learner joins and asks, the mentor answers from the same block, the learner sees it."""

from playwright.sync_api import expect

QUESTION = "Can a table have two keys?"
ANSWER = "It can have several that would do. You choose one of them as primary."


def test_a_learner_joins_and_asks_and_reads_the_answer_of_the_mentor(course, walk_in):
    learner = walk_in("karim")
    learner.locator('[data-mn-act="join"] button').click()
    learner.locator('[data-mn-act="ask"] textarea').fill(QUESTION)
    learner.locator('[data-mn-act="ask"] textarea').press("Control+Enter")
    expect(learner.locator(".mn-thread")).to_contain_text(QUESTION)

    name = next(entry["m"] for entry in course.log("karim") if "m" in entry)
    mentor = walk_in(name)
    mentor.locator('[data-mn-read="open"][data-mn-learner="karim"]').click()
    expect(mentor.locator(".mn-thread")).to_contain_text(QUESTION)
    mentor.locator('[data-mn-act="answer"] textarea').fill(ANSWER)
    mentor.locator('[data-mn-act="answer"] [data-mn-send]').click()
    expect(mentor.locator(".mn-thread")).to_contain_text(ANSWER)

    learner.reload()
    expect(learner.locator(".mn-thread")).to_contain_text(ANSWER)
    mentor.reload()
    mentor.locator('[data-mn-read="open"][data-mn-learner="karim"]').click()
    expect(mentor.locator(".mn-thread")).to_contain_text(ANSWER)
    assert course.texts("karim") == [QUESTION, ANSWER]
