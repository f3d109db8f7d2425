"""Reports: contact stops at once, the course team sees it with a copy, and the other side does not learn who or why."""

from playwright.sync_api import expect

from .plans import at
from .states import COMPOSER, open_learner
from .talk import box, by_hand, done, form_of_act, ids, message, more, say

UNKIND = "Nobody with a cathedral learns anything."
WHY = "He is rude to me."
OFF = "Messages are blocked for now"


def reported(learner):
    """Report what the mentor wrote, as the learner does."""
    form = more(learner, UNKIND).locator('[data-mn-act="report"]')
    form.locator("textarea").fill(WHY)
    done(learner, form)


def assert_nothing_told(page):
    """On this page nothing says that somebody reported, who, why or what: only that the course team looks into it."""
    assert WHY not in page.content()
    expect(page.get_by_role("log")).not_to_contain_text("reported")
    expect(page.get_by_role("log")).not_to_contain_text("Somebody who is not here")
    expect(page.get_by_role("log")).to_contain_text("Messages are blocked for now. The course team is looking into it.")


def test_a_report_stops_contact_at_once_and_only_the_course_team_learns_who_and_why(course, walk_in):
    learner, mentor, backup, staff = (walk_in(one) for one in ("jonas", "amara", "ben", "dana"))
    open_learner("jonas")(mentor)
    say(mentor, UNKIND)
    learner.reload()
    box(learner).fill("Half a sentence")
    reported(learner)

    # At once, for the learner and for the mentor, whose page was open and whose words are kept.
    expect(learner.locator(".mn-state")).to_contain_text(OFF)
    expect(learner.locator(".mn-state")).to_contain_text("Nobody but the course team is told.")
    expect(learner.locator(COMPOSER)).to_have_count(0)
    before = course.log("jonas")
    box(mentor).fill("And another thing.")
    mentor.locator(COMPOSER).locator("[data-mn-send]").click()
    expect(mentor.locator(COMPOSER).get_by_role("alert")).to_contain_text(OFF)
    expect(box(mentor)).to_have_value("And another thing.")
    for person, page in (("jonas", learner), ("amara", mentor), ("ben", backup)):
        for body in ({"learner": "jonas", "text": "Hello?"}, {"learner": "jonas", "text": "Hello?", "upto": 10**6}):
            assert by_hand(page, person, "send", key=f"{person}-tries-{len(body)}", **body)[0] in (403, 409)
    assert course.log("jonas") == before

    # The mentor and their backup are told that writing is off, and nothing else, not even by requests of their own.
    at(mentor, "jonas")
    expect(mentor.locator("[data-mn-of]")).to_contain_text("Messages are blocked for now. The course team is looking into it.")
    assert_nothing_told(mentor)
    for person, page in (("amara", mentor), ("ben", backup)):
        for handler, query in (("open", "&learner=jonas"), ("desk", ""), ("earlier", "&learner=jonas&before=100000")):
            answer = by_hand(page, person, handler, query)[1]
            assert WHY not in answer and "Jonas Weber reported" not in answer

    # The team has it among what needs a person, with a copy that its author cannot take away.
    done(mentor, more(mentor, UNKIND).locator('[data-mn-act="erase"]'))
    staff.reload()
    needs = staff.get_by_role("listitem").filter(has_text="A message between Jonas Weber and Amara Okafor was reported.")
    needs.get_by_role("button").click()
    report = staff.get_by_role("region", name="A report")
    for words in ("Jonas Weber reported Amara Okafor", UNKIND, WHY):
        expect(report).to_contain_text(words)

    # Once they have decided, both write again; what they decided is theirs.
    form = form_of_act(staff, "clear_report")
    form.locator("textarea").fill("Talked to both.")
    done(staff, form)
    learner.reload()
    at(mentor, "jonas")
    for page in (learner, mentor):
        expect(page.get_by_role("log")).to_contain_text("The course team has looked into it. You can write again.")
        assert "Talked to both." not in page.content()
    assert_nothing_told(mentor)
    say(learner, "Good morning again.")
    at(mentor, "jonas")
    say(mentor, "Good morning, Jonas.")


def test_a_mentor_reports_a_learner_and_the_learner_is_told_only_that_writing_is_off(course, walk_in):
    learner, mentor = walk_in("jonas"), walk_in("amara")
    open_learner("jonas")(mentor)
    mentor.get_by_text("Report a message").click()
    form = mentor.locator('details[id$="-report"] form[data-mn-act="report"]')
    form.locator("textarea").fill(WHY)
    done(mentor, form)
    expect(mentor.locator("[data-mn-of]")).to_contain_text("You made a report. Only the course team is told.")
    learner.reload()
    expect(learner.locator(".mn-state")).to_contain_text(OFF)
    assert_nothing_told(learner)
    for handler, query in (("panel", ""), ("earlier", "&before=100000")):
        answer = by_hand(learner, "jonas", handler, query)[1]
        assert WHY not in answer and "Amara Okafor reported" not in answer
    staff = walk_in("dana")
    open_learner("jonas")(staff)
    expect(staff.get_by_role("region", name="A report")).to_contain_text("Amara Okafor reported Jonas Weber")


def test_a_report_is_found_by_everybody_it_may_not_reach_to_be_no_act_of_theirs(course, walk_in):
    learner, mentor, other = walk_in("jonas"), walk_in("amara"), walk_in("sam")
    open_learner("jonas")(mentor)
    say(mentor, UNKIND)
    of = ids(course, "jonas", UNKIND)
    before = course.log("jonas")
    assert by_hand(other, "sam", "report", learner="jonas", of=of)[0] == 403
    assert by_hand(mentor, "amara", "report", learner="jonas", of=of)[0] == 409
    assert course.log("jonas") == before
    learner.reload()
    reported(learner)
    report, before = course.log("jonas")[-1]["i"], course.log("jonas")
    for person, page in (("jonas", learner), ("amara", mentor)):
        assert by_hand(page, person, "clear_report", learner="jonas", of=report)[0] == 403
    assert course.log("jonas") == before


def test_while_a_report_stands_nobody_is_late_and_the_wait_stands_on_nobodys_list(course, walk_in):
    learner, backup = walk_in("sam"), walk_in("amara")
    expect(backup.get_by_role("region", name="Waiting (you are covering)")).to_contain_text("Sam Kimani")
    learner.get_by_text("Report a message").click()
    form = learner.locator('details[id$="-wrong"] form[data-mn-act="report"]')
    done(learner, form)
    backup.reload()
    expect(backup.get_by_role("heading", level=2, name="waiting for you")).to_be_visible()
    expect(backup.get_by_role("region", name="Waiting (you are covering)")).to_have_count(0)
    mentor = walk_in("ben")
    expect(mentor.get_by_role("region", name="Paused")).to_contain_text("The course team is looking into it")


def test_the_seeded_report_is_told_to_the_team_and_to_who_made_it(walk_in):
    staff, mentor, learner = walk_in("dana"), walk_in("mei"), walk_in("noor")
    expect(staff.locator('[data-mn-region="head"]')).to_contain_text("A message between Noor Aziz and Mei Tanaka was reported.")
    open_learner("noor")(mentor)
    expect(mentor.locator("[data-mn-of]")).to_contain_text("You reported this.")
    expect(learner.locator(".mn-state")).to_contain_text(OFF)
    assert "Figures of an election that are not out yet" not in learner.content()
    assert message(learner, "It comes out on Sunday.").count() == 1
