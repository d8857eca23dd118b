"""Why a text message is not settled yet."""


class NotSettled(Exception):
    """The message is not sent and not given up: ask again after `after_s` seconds."""

    def __init__(self, reason: str, *, after_s: int) -> None:
        super().__init__(reason)
        self.after_s = after_s
