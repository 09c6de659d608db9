"""Which registers a service's rules need, so that nothing else is read."""

from collections.abc import Iterable

from onecity import rules
from onecity.catalogue.definition import Service


def registers_to_start(service: Service) -> list[str]:
    """The registers that tell whether somebody may apply."""
    return _named_in(condition.test for condition in service.eligible)


def registers_to_file(service: Service) -> list[str]:
    """The registers read when an application is filed: for its rules, and to compare what they had filled in."""
    tests = [*(c.test for c in service.eligible), *(e.needed for e in service.evidence.values()), service.fee]
    sources = {field.source.register for field in service.fields.values() if field.source}
    return sorted({*_named_in(tests), *sources})


def registers_to_charge(service: Service) -> list[str]:
    """The registers that the fee depends on."""
    return _named_in([service.fee])


def registers_to_check(service: Service, step: str) -> list[str]:
    """The registers that an automatic step reads."""
    return _named_in([service.steps[step].auto])


def _named_in(sources: Iterable[str]) -> list[str]:
    return sorted({register for source in sources if source for register in rules.compile(source).names.registers})
