// The console by keyboard: digits choose a guess of the first contact, n begins a new one, / finds by number.
import { listJustMoved, watchLists } from "./live";
import "htmx.org";

const typing = (target: EventTarget | null): boolean =>
  target instanceof HTMLElement && target.matches("input:not([type=checkbox]), textarea, select");

document.addEventListener("keydown", (event) => {
  if (typing(event.target) || event.ctrlKey || event.metaKey || event.altKey) return;
  const target = event.key === "/" ? document.querySelector<HTMLElement>("#number") : document.querySelector<HTMLElement>(`[data-key="${CSS.escape(event.key)}"]`);
  if (!target || (/^\d$/.test(event.key) && listJustMoved())) return;
  event.preventDefault();
  if (target instanceof HTMLInputElement) target.focus();
  else target.click();
});

watchLists(document);
if (document.querySelector("[data-map]")) void import("./map").then(({ drawMaps }) => drawMaps(document));
const points = document.querySelector<HTMLElement>("[data-points]");
if (points) void import("./points").then(({ drawPoints }) => drawPoints(points));
