// Lists that look again by themselves (data-live): what came and went is told, and nobody loses her place in them.
const STILL = 1500; // milliseconds after a change in which a digit chooses nothing: the first may be another one now
let movedAt = -STILL;

type Swap = CustomEvent<{ xhr: XMLHttpRequest; shouldSwap: boolean; requestConfig?: { elt: Element } }>;

export const listJustMoved = (): boolean => performance.now() - movedAt < STILL;

const items = (box: HTMLElement): Set<string> =>
  new Set([...box.querySelectorAll<HTMLElement>("[data-item]")].map((item) => item.dataset.item ?? ""));

const live = (event: Event): HTMLElement | null => {
  const box = (event as Swap).detail.requestConfig?.elt;
  return box instanceof HTMLElement && box.dataset.live !== undefined ? box : null;
};

function tell(before: Set<string>, after: Set<string>): void {
  const region = document.querySelector<HTMLElement>("#told");
  if (!region) return;
  const came = [...after].filter((item) => !before.has(item)).length;
  const left = [...before].filter((item) => !after.has(item)).length;
  const words = [came ? `${region.dataset.came} ${came}` : "", left ? `${region.dataset.left} ${left}` : ""].filter(Boolean);
  region.textContent = words.join(" · ") || (region.dataset.changed ?? "");
}

export function watchLists(root: Document): void {
  let before = new Set<string>();
  let held = false; // whether the focus was inside
  let swapping = false; // htmx tells of every new element that has settled, and it is said once
  root.body.addEventListener("htmx:beforeRequest", (event) => {
    if (live(event) && root.hidden) event.preventDefault(); // nobody looks
  });
  root.body.addEventListener("htmx:beforeSwap", (event) => {
    const box = live(event);
    if (!box) return;
    const { xhr, shouldSwap } = (event as Swap).detail;
    if (new URL(xhr.responseURL, location.href).pathname !== new URL(box.getAttribute("hx-get") ?? "", location.href).pathname) {
      (event as Swap).detail.shouldSwap = false; // the session is over: the whole page asks to sign in
      location.reload();
      return;
    }
    swapping = shouldSwap;
    before = items(box);
    held = box.contains(root.activeElement);
  });
  root.body.addEventListener("htmx:afterSettle", (event) => {
    const box = live(event);
    if (!box || !swapping) return;
    swapping = false;
    movedAt = performance.now();
    tell(before, items(box));
    if (held && !box.contains(root.activeElement)) box.focus({ preventScroll: true });
  });
}
