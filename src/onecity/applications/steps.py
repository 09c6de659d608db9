"""The graph of a service's steps: which step can be begun, and when all is done. Pure functions of codes."""

from collections.abc import Collection

from onecity.catalogue.definition import Service, Step


def can_begin(service: Service, *, passed: Collection[str], begun: Collection[str]) -> list[Step]:
    """The steps not yet begun whose needs are all passed, in the order of the service's file."""
    return [
        step for step in service.steps.values() if step.code not in begun and all(need in passed for need in step.needs)
    ]


def all_passed(service: Service, passed: Collection[str]) -> bool:
    return all(code in passed for code in service.steps)


def still_to_come(service: Service, *, begun: Collection[str]) -> list[Step]:
    """The steps that nobody can begin yet, in the order of the service's file."""
    return [step for step in service.steps.values() if step.code not in begun]
