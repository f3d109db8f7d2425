"""Processes that work at the same time."""

import multiprocessing
import traceback

from django.db import connections

PROCESSES = 8
PATIENCE = 600
"""Seconds until a process that says nothing is taken for stuck."""
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
    brought = [results.get(timeout=PATIENCE) for _ in processes]
    for process in processes:
        process.join(PATIENCE)
    assert [fault for _, fault in brought if fault] == []
    return [result for result, _ in brought]
