"""The front end: web/ compiled to src/onecity/static/built/, and the fonts of printed documents to build/fonts/."""

import shutil
from pathlib import Path

import part_node
from nodejs import node
from places import BUILT, NODE_MODULES, ROOT, digest, is_stamped, set_stamp
from progress import run, step

STAMP = BUILT / "onecity.stamp"
INPUTS = [ROOT / name for name in ("web", "package-lock.json", "vite.config.ts", "tsconfig.json")]
PRINT_FONTS = ROOT / "build" / "fonts"
PRINTED = ("noto-sans/400Regular", "noto-sans/700Bold", "noto-sans-sc/400Regular", "noto-sans-sc/700Bold")


def ready() -> None:
    """npm's packages are needed only when there is something to build."""
    wanted = digest(INPUTS)
    if is_stamped(STAMP, wanted) and PRINT_FONTS.is_dir():
        return
    part_node.ready()
    with step("Building the web pages' scripts, styles and fonts"):
        run([*node(), NODE_MODULES / "vite" / "bin" / "vite.js", "build", "--logLevel", "warn", ROOT])
        _copy_print_fonts()
    set_stamp(STAMP, wanted)


def _copy_print_fonts() -> None:
    """TrueType files of the two weights that documents are set in."""
    PRINT_FONTS.mkdir(parents=True, exist_ok=True)
    for folder in PRINTED:
        for font in Path(NODE_MODULES / "@expo-google-fonts" / folder).glob("*.ttf"):
            shutil.copyfile(font, PRINT_FONTS / font.name)
