"""The demonstration city's spoken sentences, made by espeak-ng, a separate program that is neither linked nor shipped.

    apt-get install espeak-ng sox && .venv/bin/python -m onecity.cli manage shell < scripts/prompts/speak.py

A robot's voice, so that the menu can be tried. A city records a person: WAV, one channel, 8,000 samples a second,
16 bit or G.711, in ``prompts/<language>/<name>.wav`` of its folder.
"""

import subprocess
from pathlib import Path

from onecity.city import queries as city
from onecity.telephone.words import SENTENCES, sentence

VOICES = {
    "en": ("en-us+f3", "125"),
    "zh": ("cmn", "150"),
}  # words a minute; of seven English voices the clearest to hearing
for language in city.current().languages:
    folder = Path("cities", city.current().code, "prompts", language)
    folder.mkdir(parents=True, exist_ok=True)
    for code in SENTENCES:
        voice, speed = VOICES[language]
        spoken = subprocess.run(
            ["espeak-ng", "-v", voice, "-s", speed, "--stdout", sentence(code, language)],
            check=True,
            stdout=subprocess.PIPE,
        ).stdout
        target = ["-t", "wav", "-r", "8000", "-c", "1", "-e", "mu-law", str(folder / f"{code}.wav"), "norm", "-3"]
        subprocess.run(["sox", "-q", "-t", "wav", "-", *target], input=spoken, check=True)
