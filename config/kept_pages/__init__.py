"""Pages as the bytes that were answered, kept by URL until the data or the release changes.

asked.py    what an answer depends on, read from a request
page.py     one page, compressed, with its headers; which of its answers a request gets
store.py    pages by what was asked, within a bound of memory
keeper.py   the pages of this process, and those that processes share
middleware.py, front.py    where Django and where the server asks for them
compressor.py, hot.py      best compression, and popular pages, made in the background
"""
