"""The production stack on one machine, without Docker: `make stack`.

nginx, the web workers, a Celery worker, beat, PostgreSQL and two Redis, supervised by one process.
No Django here: the site's own processes get their settings as environment variables.
"""
