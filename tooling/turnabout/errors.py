"""What a bad world raises: one sentence, one hint, one exit code; bad data is a diagnostic instead."""


class TurnaboutError(Exception):
    """The command cannot go on. `hint` says what the user can do; `exit_code` is documented in the reference."""

    exit_code = 4

    def __init__(self, message: str, hint: str = "") -> None:
        super().__init__(message)
        self.message = message
        self.hint = hint


class UsageError(TurnaboutError):
    """What was asked for does not exist or does not go together (exit code 2)."""

    exit_code = 2


class NotProvenError(TurnaboutError):
    """No feasible pairing, none proven, or somebody else's commit is in the way (exit code 3)."""

    exit_code = 3


class EnvironmentFaultError(TurnaboutError):
    """The machine, git, the disk or the network failed (exit code 4)."""

    exit_code = 4
