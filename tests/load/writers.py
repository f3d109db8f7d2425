"""Processes, and threads, that work at the same time."""

import multiprocessing
import pickle
import sys
import threading
import traceback
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager

from django.db import connections, transaction

PROCESSES = 8
PATIENCE = 3600
"""Seconds until a process that says nothing is taken for stuck, on a machine that has much else to do."""
GRACE = 1
"""Seconds for a process to end once it has nothing more to say."""
CONTEXT = multiprocessing.get_context("fork")


def started(work, *args):
    """Start one process with database connections of its own."""

    def run():
        connections.close_all()
        try:
            work(*args)
        finally:
            connections.close_all()

    connections.close_all()
    process = CONTEXT.Process(target=run)
    process.start()
    return process


def together(work):
    """Do this work in eight processes at once, each knowing its number, and return what they brought back."""
    start, results = CONTEXT.Barrier(PROCESSES), CONTEXT.Queue()

    def one(number):
        try:
            start.wait(PATIENCE)
            results.put(pickle.dumps((work(number), "")))  # here, where it is heard if it cannot be sent
        except BaseException:
            results.put(pickle.dumps((None, traceback.format_exc())))
            raise

    processes = [started(one, number) for number in range(PROCESSES)]
    try:
        brought = [_whole(*pickle.loads(results.get(timeout=PATIENCE))) for _ in processes]
    finally:
        for process in processes:
            process.join(GRACE)
            process.kill()
    return brought


def in_threads(work):
    """Do this work in eight threads of this process, as a server does that has threads, each with a connection of its own.

    The interpreter goes from one to the next far more often than it would, so that what they share shows.
    """
    start, usual = threading.Barrier(PROCESSES), sys.getswitchinterval()

    def one(number):
        try:
            start.wait(PATIENCE)
            return work(number)
        finally:
            connections.close_all()

    sys.setswitchinterval(usual / 50)
    try:
        with ThreadPoolExecutor(PROCESSES) as pool:
            return list(pool.map(one, range(PROCESSES)))
    finally:
        sys.setswitchinterval(usual)


@contextmanager
def held(course, person):
    """Have another process keep a person's row locked meanwhile."""
    locked, enough = CONTEXT.Event(), CONTEXT.Event()

    def keep():
        with transaction.atomic():
            course.rows().select_for_update().get(**{course.person_column: person})
            locked.set()
            enough.wait(PATIENCE)

    process = started(keep)
    try:
        assert locked.wait(PATIENCE)
        yield
    finally:
        enough.set()
        process.join(PATIENCE)


def _whole(result, fault):
    """Return what one process brought back; its fault ends the load, for the others may wait for it."""
    assert fault == ""
    return result
