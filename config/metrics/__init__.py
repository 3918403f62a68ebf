"""Metrics for Prometheus, at `/metrics` for who has the token.

counting.py   answers of this process, counted where they are given
process.py    what this process has in memory
shared.py     numbers of all web processes of a server, added up
site.py       what the database and the broker know: data, pulls, queue
view.py       the answer to Prometheus
"""
