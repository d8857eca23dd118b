"""Why there is no statement."""


class ChoiceNeeded(Exception):
    """What the law leaves open decides about this period, and the organisation has not chosen (R26).

    `names` are fields of Choices.
    """

    def __init__(self, names: tuple[str, ...]) -> None:
        super().__init__(", ".join(names))
        self.names = names
