"""A reading of a whole record is done once for that record, and anew for the next."""

from datetime import UTC, datetime

from mentorship_xblock.domain.mentorship.thread import WhoseTurn, thread_of_record
from mentorship_xblock.domain.record.log import Kind, Role
from mentorship_xblock.domain.record.record import Record, projection

NOW = datetime(2026, 3, 2, tzinfo=UTC)


def test_many_parts_of_a_page_share_one_reading():
    read = []
    length = projection(lambda record: read.append(record) or len(record.log))
    record = Record()
    assert (length(record), length(record)) == (0, 0)
    assert read == [record]


def test_two_readings_of_one_record_are_kept_apart():
    record = Record()
    assert projection(lambda one: len(one.log))(record) == 0
    assert projection(lambda one: one.version)(record) == 1


def test_a_record_that_grew_is_read_anew():
    before = Record()
    assert thread_of_record(before).turn is WhoseTurn.QUIET
    after = before.with_entry("key-00000001", Kind.MESSAGE, "7", Role.LEARNER, NOW)
    assert thread_of_record(after).turn is WhoseTurn.MENTOR
    assert thread_of_record(before).turn is WhoseTurn.QUIET
