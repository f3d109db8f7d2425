"""Who may call which handler on whose mentorship.

Each cell of the tables below is what became of one call, by one person, of one handler:

    y  answered
    o  answered, about oneself: the mentorship that was named is as it was
    .  refused (403, or 401 where nobody is signed in), and nothing of anybody has changed
    -  not possible as things stand (409), and nothing of anybody has changed
"""

from mentorship_xblock.actions.permissions import READ_HANDLERS
from mentorship_xblock.authoring.program import read_authored_program
from mentorship_xblock.domain.plan.course_changes import course_plan_fingerprint

from .handler_fields import REQUEST_FIELDS
from .world import taken_back

ACTORS = {
    # leila is with amara, whom ben backs up; before, she was with sam. jonas is with mei.
    "learner": ("leila", {}),
    "other": ("jonas", {}),
    "mentor": ("amara", {}),
    "former": ("sam", {}),
    "mentor2": ("mei", {}),
    "backup": ("ben", {}),
    "staff": ("dana", {}),
    "global": ("root", {}),
    "nobody": ("nobody", {}),
    "outside": ("visitor", {}),
    "noauth": ("leila", {"route": "unauthenticated"}),
    "bare": ("leila", {"headers": {}}),
    "crawler": ("leila", {"crawler": True}),
    "generic": ("dana", {"masquerade": "generic"}),
    "as_her": ("dana", {"masquerade": "leila"}),
    "preview": ("dana", {"studio": "preview_call"}),
    "editor": ("dana", {"studio": "studio_call"}),
}
ANYWHERE = [actor for actor, (_, how) in ACTORS.items() if set(how) <= {"route", "headers"}]

PLAN = [
    {"id": goal, "title": goal, "milestones": [{"id": step, "title": step} for step in steps]}
    for goal, steps in (("g1", ("m1", "m2")), ("g2", ("m3", "m4")))
]
GOAL = {"title": "Read", "milestones.0.title": "One page"}
BODY = {
    # What each handler is sent; the learner is added. She agrees to nothing of her own, and her mentor to nothing of theirs.
    "join": {}, "leave": {}, "assign": {"mentor": "mei"}, "send": {"text": "Hello"}, "ask": {"text": "Why?"},
    "answer": {"question": "question-0", "text": "Because."}, "pass_back": {}, "seen": {"upto": 2}, "rebuild": {}, "panel": {},
    "open": {}, "earlier": {"before": 9}, "desk": {}, "grid": {}, "overview": {}, "pause": {"until": "2026-03-20"}, "resume": {},
    "draft_goal": GOAL, "propose_goal": GOAL, "propose": {}, "agree": {"of": "propose-1"}, "suggest": {"of": "propose-2", "text": "Later."},
    "achieve": {"goal": "g2"}, "drop_goal": {"goal": "g2", "text": "Known."}, "set_week": {"hours": 5}, "contest": {"text": "No."},
    "move_days": {"move": "yes"}, "renew": {"of": course_plan_fingerprint(read_authored_program({"plan": PLAN})[0].plan)}, "begin": {"milestone": "m2"},
    "submit": {"milestone": "m2", "text": "Done."}, "take_back": {"milestone": "m1"}, "approve": {"milestone": "m1", "version": 1},
    "ask_changes": {"milestone": "m1", "version": 1, "text": "One thing."}, "reopen": {"milestone": "m3", "text": "Look."},
    "skip_milestone": {"milestone": "m2", "text": "Known."}, "ask_time": {"milestone": "m2", "day": "2026-04-01", "text": "Shifts."},
    "ask_out": {"milestone": "m2", "text": "Known."}, "withdraw_wish": {"milestone": "m4", "of": "wish-001"}, "grant": {"milestone": "m4", "of": "wish-001"},
    "decline": {"milestone": "m4", "of": "wish-001", "text": "Try."}, "redate": {"milestone": "m2", "day": "2026-04-01"},
    "recall": {"milestone": "m3"}, "settle": {}, "make_room": {}, "deliver": {"of": "question-1"},
    "remark": {"milestone": "m1", "version": 1, "text": "Name the key."}, "note": {"text": "Calm today."}, "undo": {"of": "question-1"},
    "edit": {"of": "question-0", "text": "Is it a good key?"}, "erase": {"of": "question-0"}, "hide": {"of": "question-0", "text": "Unkind."},
    "unhide": {"of": "hidden-01"}, "resolve": {"of": "answered-1"}, "ask_again": {"of": "settled-1"}, "retract": {"of": "question-1"},
    "hand_over": {}, "make_step": {"of": "remark-01"}, "report": {}, "clear_report": {"of": "report-01"}, "mark_unread": {"of": "remark-01"},
    "set_card": {}, "keep_reply": {"text": "Well asked."}, "drop_reply": {"of": "reply-001"}, "preview": {"text": "So *it* is."},
    "message": {"of": "remark-01"}, "snooze": {"until": "2026-03-20"},
}  # fmt: skip
FIRST = {
    # What happens first, because nothing else could be called after it.
    "clear_report": ("leila", "report", {"key": "report-01"}),
}

NAMING_HER = """
                learner other mentor former mentor2 backup staff global nobody outside noauth bare crawler generic as_her preview editor
achieve         .       .     -      .      .       .      -     -      .      .       .      .    .       .       .      .       .
agree           -       .     y      .      .       .      y     y      .      .       .      .    .       .       .      .       .
answer          .       .     y      .      .       y      y     y      .      .       .      .    .       .       .      .       .
approve         .       .     y      .      .       y      y     y      .      .       .      .    .       .       .      .       .
ask             y       o     -      -      -       -      -     -      .      .       .      .    .       .       .      .       .
ask_again       y       .     y      .      .       .      y     y      .      .       .      .    .       .       .      .       .
ask_changes     .       .     y      .      .       y      y     y      .      .       .      .    .       .       .      .       .
ask_out         y       o     -      -      -       -      -     -      .      .       .      .    .       .       .      .       .
ask_time        y       o     -      -      -       -      -     -      .      .       .      .    .       .       .      .       .
assign          .       .     .      .      .       .      y     y      .      .       .      .    .       .       .      .       .
begin           y       o     -      -      -       -      -     -      .      .       .      .    .       .       .      .       .
clear_report    .       .     .      .      .       .      y     y      .      .       .      .    .       .       .      .       .
contest         y       o     -      -      -       -      -     -      .      .       .      .    .       .       .      .       .
decline         .       .     y      .      .       .      y     y      .      .       .      .    .       .       .      .       .
deliver         y       .     y      .      .       y      y     y      .      .       .      .    .       .       .      .       .
desk            .       .     o      o      o       o      .     .      .      .       .      .    .       .       .      .       .
draft_goal      y       o     -      -      -       -      -     -      .      .       .      .    .       .       .      .       .
drop_goal       y       .     y      .      .       .      y     y      .      .       .      .    .       .       .      .       .
drop_reply      .       .     y      .      .       y      .     .      .      .       .      .    .       .       .      .       .
earlier         y       .     y      .      .       y      y     y      .      .       .      .    .       .       y      .       .
edit            y       .     .      .      .       .      .     .      .      .       .      .    .       .       .      .       .
erase           y       .     .      .      .       .      .     .      .      .       .      .    .       .       .      .       .
grant           .       .     y      .      .       .      y     y      .      .       .      .    .       .       .      .       .
grid            .       .     o      o      o       o      .     .      .      .       .      .    .       .       .      .       .
hand_over       .       .     y      .      .       -      y     y      .      .       .      .    .       .       .      .       .
hide            .       .     .      .      .       .      y     y      .      .       .      .    .       .       .      .       .
join            y       o     o      o      o       o      o     o      .      .       .      .    .       .       .      .       .
keep_reply      .       .     y      .      .       y      .     .      .      .       .      .    .       .       .      .       .
leave           y       o     -      -      -       -      -     -      .      .       .      .    .       .       .      .       .
make_room       .       .     .      .      .       .      -     -      .      .       .      .    .       .       .      .       .
make_step       y       -     -      -      -       -      -     -      .      .       .      .    .       .       .      .       .
mark_unread     y       .     y      .      .       y      y     y      .      .       .      .    .       .       .      .       .
message         y       .     y      .      .       y      y     y      .      .       .      .    .       .       y      .       .
move_days       -       -     -      -      -       -      -     -      .      .       .      .    .       .       .      .       .
note            .       .     y      .      .       y      y     y      .      .       .      .    .       .       .      .       .
open            .       .     y      .      .       y      y     y      .      .       .      .    .       .       .      .       .
overview        .       .     .      .      .       .      o     o      .      .       .      .    .       .       .      .       .
panel           y       o     o      o      o       o      o     o      .      .       .      .    .       o       o      .       .
pass_back       .       .     y      .      .       .      y     y      .      .       .      .    .       .       .      .       .
pause           y       .     y      .      .       .      y     y      .      .       .      .    .       .       .      .       .
preview         y       o     o      o      o       o      o     o      .      .       .      .    .       .       .      .       .
propose         y       o     -      -      -       -      -     -      .      .       .      .    .       .       .      .       .
propose_goal    y       .     y      .      .       .      y     y      .      .       .      .    .       .       .      .       .
rebuild         .       .     .      .      .       .      o     o      .      .       .      .    .       .       .      .       .
recall          y       -     -      -      -       -      -     -      .      .       .      .    .       .       .      .       .
redate          .       .     y      .      .       .      y     y      .      .       .      .    .       .       .      .       .
remark          .       .     y      .      .       y      y     y      .      .       .      .    .       .       .      .       .
renew           y       o     -      -      -       -      -     -      .      .       .      .    .       .       .      .       .
reopen          .       .     y      .      .       .      y     y      .      .       .      .    .       .       .      .       .
report          y       .     y      .      .       y      .     .      .      .       .      .    .       .       .      .       .
resolve         y       .     y      .      .       .      y     y      .      .       .      .    .       .       .      .       .
resume          y       .     y      .      .       .      y     y      .      .       .      .    .       .       .      .       .
retract         y       .     .      .      .       .      .     .      .      .       .      .    .       .       .      .       .
seen            y       .     y      .      .       y      y     y      .      .       .      .    .       .       .      .       .
send            y       .     y      .      .       y      y     y      .      .       .      .    .       .       .      .       .
set_card        .       .     o      o      o       o      .     .      .      .       .      .    .       .       .      .       .
set_week        y       o     -      -      -       -      -     -      .      .       .      .    .       .       .      .       .
settle          y       o     -      -      -       -      -     -      .      .       .      .    .       .       .      .       .
skip_milestone  .       .     y      .      .       .      y     y      .      .       .      .    .       .       .      .       .
snooze          .       .     y      .      .       .      .     .      .      .       .      .    .       .       .      .       .
submit          y       o     -      -      -       -      -     -      .      .       .      .    .       .       .      .       .
suggest         y       .     -      .      .       .      -     -      .      .       .      .    .       .       .      .       .
take_back       y       -     -      -      -       -      -     -      .      .       .      .    .       .       .      .       .
undo            y       .     -      .      .       -      -     -      .      .       .      .    .       .       .      .       .
unhide          .       .     .      .      .       .      y     y      .      .       .      .    .       .       .      .       .
withdraw_wish   y       -     -      -      -       -      -     -      .      .       .      .    .       .       .      .       .
"""

NAMING_ONESELF = """
                learner other mentor former mentor2 backup staff global nobody outside noauth bare crawler generic as_her preview editor
achieve         .       .     .      .      .       .      .     .      .      .       .      .    .       .       .      .       .
agree           -       -     -      -      -       -      -     -      .      .       .      .    .       .       .      .       .
answer          .       .     .      .      .       .      .     .      .      .       .      .    .       .       .      .       .
approve         .       .     .      .      .       .      .     .      .      .       .      .    .       .       .      .       .
ask             y       y     -      -      -       -      -     -      .      .       .      .    .       .       .      .       .
ask_again       y       -     -      -      -       -      -     -      .      .       .      .    .       .       .      .       .
ask_changes     .       .     .      .      .       .      .     .      .      .       .      .    .       .       .      .       .
ask_out         y       y     -      -      -       -      -     -      .      .       .      .    .       .       .      .       .
ask_time        y       y     -      -      -       -      -     -      .      .       .      .    .       .       .      .       .
assign          .       .     .      .      .       .      .     .      .      .       .      .    .       .       .      .       .
begin           y       y     -      -      -       -      -     -      .      .       .      .    .       .       .      .       .
clear_report    .       .     .      .      .       .      .     .      .      .       .      .    .       .       .      .       .
contest         y       y     -      -      -       -      -     -      .      .       .      .    .       .       .      .       .
decline         .       .     .      .      .       .      .     .      .      .       .      .    .       .       .      .       .
deliver         y       y     -      -      -       -      -     -      .      .       .      .    .       .       .      .       .
desk            .       .     y      y      y       y      .     .      .      .       .      .    .       .       .      .       .
draft_goal      y       y     -      -      -       -      -     -      .      .       .      .    .       .       .      .       .
drop_goal       y       y     -      -      -       -      -     -      .      .       .      .    .       .       .      .       .
drop_reply      .       .     .      .      .       .      .     .      .      .       .      .    .       .       .      .       .
earlier         y       y     y      y      y       y      y     y      .      .       .      .    .       y       .      .       .
edit            y       -     -      -      -       -      -     -      .      .       .      .    .       .       .      .       .
erase           y       -     -      -      -       -      -     -      .      .       .      .    .       .       .      .       .
grant           .       .     .      .      .       .      .     .      .      .       .      .    .       .       .      .       .
grid            .       .     y      y      y       y      .     .      .      .       .      .    .       .       .      .       .
hand_over       .       .     .      .      .       .      .     .      .      .       .      .    .       .       .      .       .
hide            .       .     .      .      .       .      .     .      .      .       .      .    .       .       .      .       .
join            y       y     y      y      y       y      y     y      .      .       .      .    .       .       .      .       .
keep_reply      .       .     .      .      .       .      .     .      .      .       .      .    .       .       .      .       .
leave           y       y     -      -      -       -      -     -      .      .       .      .    .       .       .      .       .
make_room       .       .     .      .      .       .      .     .      .      .       .      .    .       .       .      .       .
make_step       y       -     -      -      -       -      -     -      .      .       .      .    .       .       .      .       .
mark_unread     y       -     -      -      -       -      -     -      .      .       .      .    .       .       .      .       .
message         y       -     -      -      -       -      -     -      .      .       .      .    .       -       .      .       .
move_days       -       -     -      -      -       -      -     -      .      .       .      .    .       .       .      .       .
note            .       .     .      .      .       .      .     .      .      .       .      .    .       .       .      .       .
open            .       .     .      .      .       .      .     .      .      .       .      .    .       .       .      .       .
overview        .       .     .      .      .       .      y     y      .      .       .      .    .       .       .      .       .
panel           y       y     y      y      y       y      y     y      .      .       .      .    .       y       y      .       .
pass_back       .       .     .      .      .       .      .     .      .      .       .      .    .       .       .      .       .
pause           y       y     -      -      -       -      -     -      .      .       .      .    .       .       .      .       .
preview         y       y     y      y      y       y      y     y      .      .       .      .    .       .       .      .       .
propose         y       y     -      -      -       -      -     -      .      .       .      .    .       .       .      .       .
propose_goal    y       y     -      -      -       -      -     -      .      .       .      .    .       .       .      .       .
rebuild         .       .     .      .      .       .      y     y      .      .       .      .    .       .       .      .       .
recall          y       -     -      -      -       -      -     -      .      .       .      .    .       .       .      .       .
redate          .       .     .      .      .       .      .     .      .      .       .      .    .       .       .      .       .
remark          .       .     .      .      .       .      .     .      .      .       .      .    .       .       .      .       .
renew           y       y     -      -      -       -      -     -      .      .       .      .    .       .       .      .       .
reopen          .       .     .      .      .       .      .     .      .      .       .      .    .       .       .      .       .
report          y       y     -      -      -       -      -     -      .      .       .      .    .       .       .      .       .
resolve         y       -     -      -      -       -      -     -      .      .       .      .    .       .       .      .       .
resume          y       y     -      -      -       -      -     -      .      .       .      .    .       .       .      .       .
retract         y       -     -      -      -       -      -     -      .      .       .      .    .       .       .      .       .
seen            y       y     y      y      y       y      y     y      .      .       .      .    .       .       .      .       .
send            y       y     -      -      -       -      -     -      .      .       .      .    .       .       .      .       .
set_card        .       .     y      y      y       y      .     .      .      .       .      .    .       .       .      .       .
set_week        y       y     -      -      -       -      -     -      .      .       .      .    .       .       .      .       .
settle          y       y     -      -      -       -      -     -      .      .       .      .    .       .       .      .       .
skip_milestone  .       .     .      .      .       .      .     .      .      .       .      .    .       .       .      .       .
snooze          .       .     .      .      .       .      .     .      .      .       .      .    .       .       .      .       .
submit          y       y     -      -      -       -      -     -      .      .       .      .    .       .       .      .       .
suggest         y       -     -      -      -       -      -     -      .      .       .      .    .       .       .      .       .
take_back       y       -     -      -      -       -      -     -      .      .       .      .    .       .       .      .       .
undo            y       y     -      -      -       -      -     -      .      .       .      .    .       .       .      .       .
unhide          .       .     .      .      .       .      .     .      .      .       .      .    .       .       .      .       .
withdraw_wish   y       -     -      -      -       -      -     -      .      .       .      .    .       .       .      .       .
"""


def peopled(world, settings):
    """Everybody in their place; leila has asked a question, handed in evidence and asked for something, both have proposed a goal.

    One question of hers is answered, one is settled, and one message is hidden. What is sent now can still be undone.
    """
    roster = [{"username": name, "capacity": 5} for name in ("amara", "ben", "mei", "sam")]
    world.edit(roster=[{**roster[0], "backup": "ben"}, *roster[1:]], plan=PLAN)
    for learner, mentor in (("leila", "sam"), ("leila", "amara"), ("jonas", "mei")):
        world.act("dana", "assign", learner=learner, mentor=mentor)
    world.act("leila", "send", key="hidden-01", text="You are of no use.")
    world.act("dana", "hide", learner="leila", of="hidden-01", text="Unkind.")
    for question in ("settled-1", "answered-1"):
        world.act("leila", "ask", key=question, text="What is a key?")
        world.act("amara", "answer", learner="leila", question=question, text="What tells two rows apart.")
    world.act("leila", "resolve", of="settled-1")
    world.act("amara", "send", key="remark-01", learner="leila", text="Write down what tells two visits apart.")
    world.act("leila", "ask", key="question-0", text="And if there are two?")
    world.act("leila", "propose", key="propose-1", goal="g1")
    world.act("amara", "propose_goal", key="propose-2", learner="leila", **GOAL)
    for step in ("m1", "m3"):
        world.act("leila", "submit", milestone=step, text="Here it is.")
    world.clock.forward(seconds=10)
    settings.XBLOCK_SETTINGS = {"mentorship": {"undo_seconds": 10}}
    world.act("leila", "ask", key="question-1", text="Is this a good key?")
    world.act("amara", "approve", learner="leila", milestone="m3", version=1)
    world.act("leila", "ask_out", key="wish-001", milestone="m4", text="Known.")
    world.act("jonas", "send", text="Good morning.")
    return world


def cell(world, actor, handler, place, learner, before):
    """Return what becomes of this call, as a cell of the table, and undo it. ``before`` is all that is stored."""
    who, how = ACTORS[actor]
    body = world.named({"key": world.key(), "learner": who if learner is None else learner, **BODY[handler]})
    method = "GET" if handler in READ_HANDLERS else "POST"
    how = {**how, **({"masquerade": world.people["leila"]} if how.get("masquerade") == "leila" else {})}
    block = getattr(world, place)
    with taken_back():
        if handler in FIRST:
            who_first, act, sent = FIRST[handler]
            world.act(who_first, act, **sent)
            before = world.everything()
        if "studio" in how:
            response = getattr(world.course, how["studio"])(world.user(who), block, handler, body, method=method)
        else:
            response = world.request(who, handler, block, method, body, **how)
        after = world.everything()
    if response.status_code != 200:
        assert after == before, f"{actor} was refused {handler}, and something was stored"
        return {401: ".", 403: ".", 409: "-"}[response.status_code]
    own = "learner" not in REQUEST_FIELDS[handler] and learner is not None and who != learner
    hers = (world.home, world.id("leila"))
    assert not own or after[hers] == before[hers], f"{actor} was answered {handler} about somebody else"
    return "o" if own else "y"


def table(rows, actors):
    """Write a table the way it stands above."""
    width = max(len(handler) for handler in BODY) + 2
    lines = ["".ljust(width) + " ".join(actors)]
    for handler in sorted(rows):
        lines.append(
            handler.ljust(width)
            + " ".join(cell.ljust(len(actor)) for actor, cell in zip(actors, rows[handler], strict=True)).rstrip()
        )
    return "\n" + "\n".join(lines) + "\n"


def columns(told, actors):
    """Return a table with some of its columns only."""
    head, *rows = (line.split() for line in told.strip().splitlines())
    places = [head.index(actor) for actor in actors]
    return table({handler: [cells[place] for place in places] for handler, *cells in rows}, actors)
