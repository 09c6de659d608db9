// "I am there now": the device tells where it is, if its owner lets it.
export function askWhere(root: Document): void {
  const box = root.querySelector<HTMLElement>("[data-where]");
  if (!box || !("geolocation" in navigator)) return;
  const said = box.querySelector<HTMLElement>("[data-where-said]");
  const fill = (name: string, value: number): void => {
    const field = box.querySelector<HTMLInputElement>(`[name=${name}]`);
    if (field) field.value = value.toFixed(6);
  };
  const say = (words: string | undefined): void => {
    if (said) said.textContent = words ?? "";
  };
  box.hidden = false;
  box.querySelector("[data-where-ask]")?.addEventListener("click", () => {
    say(box.dataset.asking);
    navigator.geolocation.getCurrentPosition(
      ({ coords }) => {
        fill("lon", coords.longitude);
        fill("lat", coords.latitude);
        say(box.dataset.found);
      },
      () => say(box.dataset.refused),
      { enableHighAccuracy: true, timeout: 10_000, maximumAge: 60_000 },
    );
  });
}
