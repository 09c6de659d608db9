"""Checks the types of the TypeScript under web/; nothing is written."""

import part_node
from nodejs import node
from places import NODE_MODULES, ROOT
from progress import run, say


def ready() -> None:
    part_node.ready()
    run([*node(), NODE_MODULES / "typescript" / "bin" / "tsc", "--noEmit", "--project", ROOT])
    say("TypeScript: no issues found")
