"""Many people writing at once, from processes or threads, to the host's own tables: nothing is lost, doubled or overfilled.

The suite is written once and runs on three sites: the LMS's adapter on MariaDB and on PostgreSQL, and the workbench's on
SQLite. Which one is chosen by the database, ``MENTORSHIP_TEST_DATABASE``. ``MENTORSHIP_LOAD_ACTS`` changes how much is done.
"""
