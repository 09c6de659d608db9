"""The one way in which a command says that it cannot go on."""


class Failure(Exception):
    """The message is for the person at the keyboard: what is wrong, and what to do."""
