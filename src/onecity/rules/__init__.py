"""Rules: eligibility, fees, what is asked and automatic steps, as CEL over facts. Pure: no database, no clock."""

from onecity.rules.facts import Facts, facts
from onecity.rules.faults import RuleFault
from onecity.rules.rule import Rule, compile_rule
from onecity.rules.source import References

compile = compile_rule  # noqa: A001

__all__ = ["Facts", "References", "Rule", "RuleFault", "compile", "facts"]
