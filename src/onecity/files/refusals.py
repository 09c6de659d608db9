"""Why a file is not taken."""

from onecity.common.errors import Invalid


class FileRefused(Invalid):
    """The file is of a kind, or holds something, that the city does not take in."""

    code = "file-refused"
    status = 415

    def __init__(self, message: str, next_step: str) -> None:
        super().__init__(message, next_step=next_step)
