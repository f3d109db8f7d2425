"""A row that somebody else keeps locked for longer than the database waits."""

from django.db import connection

from .writers import held


def test_a_lock_that_stays_taken_is_answered_with_busy_and_the_act_can_be_sent_again(site):
    course = site(mentors=1, capacity=20, learners=1)
    (learner,) = course.learners
    assert course.act(learner, "join", {"key": "join-00001"})[0] == 200
    keys = [f"ask-{number:06d}" for number, _ in enumerate(course.impatient)]
    for key, statement in zip(keys, course.impatient, strict=True):
        asked = {"key": key, "text": "Is anybody there?"}
        with held(course, learner):
            with connection.cursor() as cursor:
                cursor.execute(statement)
            status, answer = course.act(learner, "ask", asked)
            assert (status, answer["error"]) == (503, "busy"), statement
        connection.close()  # and with it the impatience
        assert course.act(learner, "ask", asked)[0] == 200
    assert [entry.id for entry in course.document(learner).record.log if entry.kind == "question"] == keys
