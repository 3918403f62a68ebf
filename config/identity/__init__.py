"""Editors' decisions of identity: preview, decide, undo, and the queue of doubtful matches."""
