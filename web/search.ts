// What is found while typing disappears with Escape, or when the focus goes elsewhere.
export function closeLiveSearch(root: Document): void {
  const search = root.querySelector<HTMLElement>("[data-search]");
  const live = search?.querySelector<HTMLElement>("[data-live]");
  if (!search || !live) return;
  search.addEventListener("keydown", (event) => {
    if (event.key !== "Escape" || !live.firstChild) return;
    live.replaceChildren();
    search.querySelector("input")?.focus();
  });
  search.addEventListener("focusout", (event) => {
    if (!search.contains(event.relatedTarget as Node | null)) window.setTimeout(() => live.replaceChildren(), 150);
  });
}
