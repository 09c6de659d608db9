// Where something is: told by the device, or pointed at on the map.
export function askWhere(root: Document): void {
  const box = root.querySelector<HTMLElement>("[data-where]");
  if (!box) return;
  const said = box.querySelector<HTMLElement>("[data-where-said]");
  const fill = (name: string, value: number): void => {
    const field = box.querySelector<HTMLInputElement>(`[name=${name}]`);
    if (field) field.value = value.toFixed(6);
  };
  const say = (words: string | undefined): void => {
    if (said) said.textContent = words ?? "";
  };
  const found = (lon: number, lat: number): void => {
    fill("lon", lon);
    fill("lat", lat);
    say(box.dataset.found);
  };
  box.hidden = false;
  box.addEventListener("picked", (event) => {
    const { lon, lat } = (event as CustomEvent<{ lon: number; lat: number }>).detail;
    found(lon, lat);
  });
  const ask = box.querySelector<HTMLElement>("[data-where-ask]");
  if (!("geolocation" in navigator)) ask?.remove();
  ask?.addEventListener("click", () => {
    say(box.dataset.asking);
    navigator.geolocation.getCurrentPosition(
      ({ coords }) => found(coords.longitude, coords.latitude),
      () => say(box.dataset.refused),
      { enableHighAccuracy: true, timeout: 10_000, maximumAge: 60_000 },
    );
  });
}
