"""The npm packages of package-lock.json, in node_modules/."""

from nodejs import npm
from places import NODE_MODULES, ROOT, digest, is_stamped, set_stamp
from progress import run, step

STAMP = NODE_MODULES / "onecity.stamp"


def ready() -> None:
    wanted = digest([ROOT / "package-lock.json", ROOT / ".npmrc"])
    if is_stamped(STAMP, wanted):
        return
    with step("Installing the npm packages of package-lock.json (110 MB to fetch, about a minute)"):
        run([*npm(), "ci", "--ignore-scripts", "--prefix", ROOT])
    set_stamp(STAMP, wanted)
