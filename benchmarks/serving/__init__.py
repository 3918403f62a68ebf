"""What pages cost the production stack: `python -m benchmarks.serving`, one table in some minutes.

client.py    sends requests on some connections and times the answers
servers.py   PostgreSQL, Redis, one web worker and nginx, in a temporary folder
app.py       what the worker serves: the site, and a view behind no middleware
"""
