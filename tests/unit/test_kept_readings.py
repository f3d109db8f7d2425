"""Texts that are as they were are not read again, and take a bounded room."""

from concurrent.futures import ThreadPoolExecutor

import pytest

from mentorship_xblock.hosts.kept_readings import KeptReadings


class Reader:
    """Reads a text, and remembers which it was asked to."""

    def __init__(self):
        self.asked = []

    def __call__(self, text):
        self.asked.append(text)
        if text == "broken":
            raise ValueError(text)
        return [text]


@pytest.fixture
def reader():
    return Reader()


def test_a_text_that_is_as_it_was_is_not_read_again(reader):
    kept = KeptReadings(reader, room=80)
    assert kept("one") == ["one"]
    assert kept("one") is kept("on" + "e")
    assert reader.asked == ["one"]


def test_another_text_is_read(reader):
    kept = KeptReadings(reader, room=80)
    assert [kept("one"), kept("two")] == [["one"], ["two"]]
    assert reader.asked == ["one", "two"]


def test_what_was_asked_for_longest_ago_makes_room(reader):
    kept = KeptReadings(reader, room=24)
    for text in ("aaa", "bbb", "ccc", "ddd", "eee", "fff", "ggg", "hhh", "aaa", "iii"):
        kept(text)
    assert reader.asked[-1] == "iii" and len(reader.asked) == 9
    kept("aaa")
    assert len(reader.asked) == 9
    kept("bbb")
    assert reader.asked[9:] == ["bbb"]


def test_one_long_text_pushes_nobody_out(reader):
    kept = KeptReadings(reader, room=80)
    kept("one")
    for _ in range(2):
        assert kept("x" * 11) == ["x" * 11]
    kept("one")
    assert reader.asked == ["one", "x" * 11, "x" * 11]


def test_what_cannot_be_read_says_so_each_time(reader):
    kept = KeptReadings(reader, room=80)
    for _ in range(2):
        with pytest.raises(ValueError, match="broken"):
            kept("broken")
    assert reader.asked == ["broken"] * 2


def test_threads_share_it_and_its_room_is_counted_right(reader):
    kept = KeptReadings(reader, room=400)
    texts = [f"text-{number:03}" for number in range(100)] * 20
    with ThreadPoolExecutor(8) as pool:
        assert list(pool.map(kept, texts)) == [[text] for text in texts]
    del reader.asked[:]
    for text in texts[50:100]:
        kept(text)
    del reader.asked[:]
    for text in texts[50:100]:
        kept(text)
    assert reader.asked == [] and kept._taken == 50 * len("text-000")


def test_what_is_forgotten_is_read_again(reader):
    kept = KeptReadings(reader, room=80)
    kept("one")
    kept.forget()
    kept("one")
    assert reader.asked == ["one", "one"]
