"""The daily pull: fetch, store, derive, publish.

    fetch -> snapshot, committed by itself -> one transaction: catalogue, changes, scores, version

Visitors see yesterday's catalogue or today's, never a mixture. A kill at any moment loses nothing:
the next pull first applies what was stored and not yet applied.

`pull` is read first: `origins` fetches for it, `derive` makes the tables of a day, `runs` records
how it ended, and `pending` applies what a killed one left. `rebuild` and `replay` derive many days.
"""
