// The city's own map: districts, water and roads from the city's folder, no tiles from elsewhere. Loaded where one stands.
import type { Map as MapLibre, Marker, StyleSpecification } from "maplibre-gl";
import maplibre from "maplibre-gl/dist/maplibre-gl-csp";
import worker from "maplibre-gl/dist/maplibre-gl-csp-worker.js?url";
import "maplibre-gl/dist/maplibre-gl.css";

type Ring = [number, number][];
type Feature = { properties: Record<string, unknown>; geometry: { type: string; coordinates: unknown } };

maplibre.setWorkerUrl(worker);
export { maplibre };

export const colour = (name: string): string => getComputedStyle(document.documentElement).getPropertyValue(name).trim();

const style = (outlines: { features: Feature[] }): StyleSpecification => ({
  version: 8,
  sources: { city: { type: "geojson", data: outlines as never } },
  layers: [
    { id: "ground", type: "background", paint: { "background-color": "#eef2f4" } },
    { id: "districts", type: "fill", source: "city", filter: ["==", ["get", "kind"], "district"], paint: { "fill-color": "#ffffff" } },
    { id: "lake", type: "fill", source: "city", filter: ["all", ["==", ["get", "kind"], "water"], ["==", ["geometry-type"], "Polygon"]], paint: { "fill-color": "#bcd7e4" } },
    { id: "river", type: "line", source: "city", filter: ["in", ["get", "kind"], ["literal", ["river", "water"]]], layout: { "line-cap": "round", "line-join": "round" }, paint: { "line-color": "#bcd7e4", "line-width": ["interpolate", ["exponential", 2], ["zoom"], 9, 2, 15, 40] } },
    { id: "roads", type: "line", source: "city", filter: ["==", ["get", "kind"], "road"], layout: { "line-cap": "round", "line-join": "round" }, paint: { "line-color": "#d8c9a8", "line-width": ["interpolate", ["linear"], ["zoom"], 9, 1.2, 15, 6] } },
    { id: "borders", type: "line", source: "city", filter: ["==", ["get", "kind"], "district"], paint: { "line-color": "#8aa0ad", "line-width": 1, "line-dasharray": [3, 2] } },
  ],
});

function rings(feature: Feature): Ring[] {
  return feature.geometry.type === "Polygon" ? (feature.geometry.coordinates as Ring[]) : [];
}

function bounds(features: Feature[]): [number, number, number, number] {
  const points = features.flatMap((feature) => rings(feature).flat());
  const lons = points.map(([lon]) => lon), lats = points.map(([, lat]) => lat);
  return [Math.min(...lons), Math.min(...lats), Math.max(...lons), Math.max(...lats)];
}

function nameDistricts(map: MapLibre, features: Feature[]): void {
  const language = document.documentElement.lang.slice(0, 2);
  for (const feature of features.filter((each) => each.properties.kind === "district")) {
    const names = feature.properties.name as Record<string, string> | undefined;
    const [west, south, east, north] = bounds([feature]);
    const label = Object.assign(document.createElement("span"), { className: "map__name", textContent: names?.[language] ?? names?.en ?? "" });
    written(map, label, [(west + east) / 2, (south + north) / 2]);
  }
}

/** Words on the map: no button, though MapLibre takes every marker for one. */
export function written(map: MapLibre, element: HTMLElement, at: [number, number]): Marker {
  const marker = new maplibre.Marker({ element }).setLngLat(at).addTo(map);
  for (const name of ["role", "aria-label", "tabindex"]) element.removeAttribute(name);
  element.ariaHidden = "true";
  return marker;
}

const canDraw = (): boolean => document.createElement("canvas").getContext("webgl2") !== null;

/** The city's own map in a box; none for a city without outlines, or where the browser cannot draw it. */
export async function cityMap(box: HTMLElement): Promise<MapLibre | undefined> {
  if (!canDraw()) return undefined;
  const answer = await fetch("/city/outlines.json");
  if (!answer.ok) return undefined;
  const outlines = (await answer.json()) as { features: Feature[] };
  box.hidden = false;
  const districts = outlines.features.filter((feature) => feature.properties.kind === "district");
  const map: MapLibre = new maplibre.Map({ container: box, style: style(outlines), bounds: bounds(districts), fitBoundsOptions: { padding: 12 }, maxZoom: 16, attributionControl: false, cooperativeGestures: false });
  map.addControl(new maplibre.NavigationControl({ showCompass: false }));
  nameDistricts(map, outlines.features);
  return map;
}

async function draw(box: HTMLElement): Promise<void> {
  const map = await cityMap(box);
  if (!map) return;
  const pin: Marker = new maplibre.Marker({ color: colour("--warm") || "#a33b12" });
  const put = (lon: number, lat: number): void => void pin.setLngLat([lon, lat]).addTo(map);
  const { lon, lat } = box.dataset;
  if (lon && lat) {
    put(Number(lon), Number(lat));
    map.jumpTo({ center: [Number(lon), Number(lat)], zoom: 13 });
  }
  if (box.dataset.pick !== undefined) {
    map.on("click", ({ lngLat }) => {
      put(lngLat.lng, lngLat.lat);
      box.dispatchEvent(new CustomEvent("picked", { bubbles: true, detail: { lon: lngLat.lng, lat: lngLat.lat } }));
    });
  }
}

export function drawMaps(root: Document): void {
  for (const box of root.querySelectorAll<HTMLElement>("[data-map]")) void draw(box);
}
