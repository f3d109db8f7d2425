"""The block inside a real Open edX: run by whoever has one, with its own settings and its own factories.

``lms`` runs with ``--ds=lms.envs.test``, ``cms`` with ``--ds=cms.envs.test``; ``docs/developers.md`` has the commands.
"""
