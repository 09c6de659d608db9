"""Why an @context cannot be used."""


class ContextRefusal(Exception):
    """An @context was refused; ``title`` is short, ``detail`` says what to mend (NGSI-LD ProblemDetails)."""

    error = "BadRequestData"
    status = 400

    def __init__(self, title: str, detail: str = "") -> None:
        super().__init__(title)
        self.title = title
        self.detail = detail


class LdContextNotAvailable(ContextRefusal):
    """A remote @context is not at hand: not preloaded, not on the allow-list, or its server does not answer."""

    error = "LdContextNotAvailable"
    status = 503


class BadContext(ContextRefusal):
    """What was given is no @context: wrong shape, too large, nested too deeply, or a definition in a circle."""
