// The desk by keyboard: j and k walk the queue, Enter opens, letters press the button that carries them.
import "htmx.org";

const rows = (): HTMLAnchorElement[] => [...document.querySelectorAll<HTMLAnchorElement>(".desk-row__link")];

function walk(by: number): void {
  const links = rows();
  const here = links.findIndex((link) => link === document.activeElement || link.ariaCurrent === "true");
  links[Math.min(Math.max(here + by, 0), links.length - 1)]?.focus();
}

function press(key: string): void {
  const target = document.querySelector<HTMLElement>(`[data-key="${key}"]`);
  if (target instanceof HTMLDetailsElement) {
    target.open = true;
    target.querySelector<HTMLElement>("textarea")?.focus();
  } else target?.click();
}

const keys: Record<string, () => void> = {
  j: () => walk(1),
  k: () => walk(-1),
  t: () => press("t"),
  d: () => press("d"),
  a: () => press("a"),
  "/": () => document.querySelector<HTMLInputElement>("#number")?.focus(),
  "?": () => document.querySelector<HTMLDialogElement>("#keys")?.showModal(),
};

const typing = (target: EventTarget | null): boolean =>
  target instanceof HTMLElement && target.matches("input:not([type=radio]):not([type=checkbox]), textarea, select");

document.addEventListener("keydown", (event) => {
  if (typing(event.target) || event.ctrlKey || event.metaKey || event.altKey) return;
  const act = keys[event.key];
  if (!act) return;
  event.preventDefault();
  act();
});

// After a case was loaded beside the queue, mark its row and bring the case into view on a narrow screen.
document.body.addEventListener("htmx:afterSettle", (event) => {
  if ((event.target as HTMLElement).id !== "case") return;
  for (const link of rows()) link.ariaCurrent = link.pathname === location.pathname ? "true" : null;
  document.querySelector(".desk-work")?.classList.add("desk-work--case");
});

if (document.querySelector("[data-map]")) void import("./map").then(({ drawMaps }) => drawMaps(document));
