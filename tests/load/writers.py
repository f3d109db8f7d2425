"""Processes that work at the same time."""

import multiprocessing
import traceback

from django.db import connections

PROCESSES = 8
PATIENCE = 600
"""Seconds until a process that says nothing is taken for stuck."""
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
            results.put((work(number), ""))
        except BaseException:
            results.put((None, traceback.format_exc()))
            raise

    processes = [started(one, number) for number in range(PROCESSES)]
    try:
        brought = [_whole(*results.get(timeout=PATIENCE)) for _ in processes]
    finally:
        for process in processes:
            process.join(GRACE)
            process.kill()
    return brought


def _whole(result, fault):
    """Return what one process brought back; its fault ends the load, for the others may wait for it."""
    assert fault == ""
    return result
