"""Problems of a payload: English text for commands, and what its translation needs. Pure."""

from typing import Any


class Problem(Exception):
    """A message id with arguments; `str()` is the English text."""

    def __init__(self, msgid: str, **arguments: str | int | float) -> None:
        # A text without arguments may contain braces of its own.
        super().__init__(msgid.format(**arguments) if arguments else msgid)
        self.msgid, self.arguments = msgid, arguments

    @property
    def parts(self) -> dict[str, Any]:
        """The problem as JSON, for `catalog.models.translated`."""
        return {"msgid": self.msgid, "arguments": self.arguments}
