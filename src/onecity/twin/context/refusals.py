"""Why an @context cannot be used."""

from onecity.twin.errors import BadRequestData, LdContextNotAvailable

__all__ = ["BadContext", "LdContextNotAvailable"]


class BadContext(BadRequestData):
    """What was given is no @context: wrong shape, too large, nested too deeply, or a definition in a circle."""
