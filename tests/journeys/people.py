"""Somebody at a browser: what she does on our pages, whatever the language."""

import re
from dataclasses import dataclass, field

from playwright.sync_api import Page, expect

from .looking import accessibility_faults, layout_faults

PASSWORD = "walk-along-the-river"
RESIDENT = "resident@huating.example"
OFFICER = "officer@huating.example"
DESIGNER = "designer@huating.example"
NOISE = re.compile(r"status of (4\d\d|503)")  # the browser reports every refused page as an error


@dataclass
class Visitor:
    """A page of a browser; ``errors`` are what the browser complained about, such as a breach of the policy."""

    page: Page
    language: str = "en"
    script: bool = True
    errors: list[str] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.page.on("console", self._hear)
        self.page.on("pageerror", lambda error: self.errors.append(str(error)))

    def opens(self, address: str) -> Page:
        self.page.goto(address)
        return self.page

    def signs_in(self, email: str = RESIDENT) -> Page:
        self.opens("/account/login/")
        self.page.locator("form.sign-in [name=login]").fill(email)
        self.page.locator("form.sign-in [name=password]").fill(PASSWORD)
        self.page.locator("form.sign-in .button").click()
        expect(self.page).not_to_have_url(re.compile("/account/login/"))
        return self.page

    def presses(self, name: str) -> Page:
        self.page.get_by_role("button", name=name, exact=True).click()
        return self.page

    def follows(self, name: str) -> Page:
        self.page.get_by_role("link", name=name).first.click()
        return self.page

    def sees(self, words: str) -> None:
        expect(self.page.locator("main")).to_contain_text(words)

    def finds_nothing_wrong(self) -> None:
        """No breach of WCAG 2.2 AA (axe is a script itself), no text cut or overlapping, no complaint of the browser."""
        accessible = accessibility_faults(self.page) if self.script else []
        found = [*accessible, *layout_faults(self.page), *self.errors]
        assert found == [], f"{self.page.url}\n" + "\n".join(found)

    def _hear(self, message: object) -> None:
        if message.type == "error" and not NOISE.search(message.text):  # type: ignore[attr-defined]
            self.errors.append(message.text)  # type: ignore[attr-defined]
