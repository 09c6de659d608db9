// Contacts as points on the city's map: near ones are drawn as one with their count; a click opens or comes nearer.
import type { GeoJSONSource, Map as MapLibre, MapGeoJSONFeature, Marker, Popup } from "maplibre-gl";
import { cityMap, colour, maplibre, written } from "./map";

const MANY = ["has", "point_count"] as const;
type Counted = { number: string; topic: string; state_in_words: string; url: string };

function layers(map: MapLibre, url: string): void {
  map.addSource("contacts", { type: "geojson", data: url, cluster: true, clusterRadius: 44, clusterMaxZoom: 15 });
  map.addLayer({ id: "many", type: "circle", source: "contacts", filter: [...MANY], paint: { "circle-color": colour("--brand") || "#0b4f6c", "circle-radius": ["step", ["get", "point_count"], 14, 10, 18, 100, 24], "circle-stroke-color": "#ffffff", "circle-stroke-width": 2 } });
  map.addLayer({ id: "one", type: "circle", source: "contacts", filter: ["!", [...MANY]], paint: { "circle-color": ["match", ["get", "state"], "received", "#d55e00", "working", "#0072b2", "#ffffff"], "circle-radius": 7, "circle-stroke-color": ["match", ["get", "state"], "answered", "#0b6e4f", "#ffffff"], "circle-stroke-width": ["match", ["get", "state"], "answered", 3, 2] } });
}

/** Counts are drawn as elements: text in the map itself would need fonts from a server. */
function counts(map: MapLibre): () => void {
  const shown = new Map<number, Marker>();
  return () => {
    const found = new Map(map.querySourceFeatures("contacts", { filter: [...MANY] }).map((feature) => [feature.properties.cluster_id as number, feature]));
    for (const [id, marker] of shown) if (!found.has(id)) (marker.remove(), shown.delete(id));
    for (const [id, feature] of found) {
      if (shown.has(id)) continue;
      const element = Object.assign(document.createElement("span"), { className: "map__count", textContent: String(feature.properties.point_count) });
      shown.set(id, written(map, element, place(feature)));
    }
  };
}

const place = (feature: { geometry: MapGeoJSONFeature["geometry"] }): [number, number] =>
  (feature.geometry as unknown as { coordinates: [number, number] }).coordinates;

function pointing(map: MapLibre): void {
  const name: Popup = new maplibre.Popup({ closeButton: false, closeOnClick: false, offset: 12 });
  for (const layer of ["one", "many"]) {
    map.on("mouseenter", layer, () => void (map.getCanvas().style.cursor = "pointer"));
    map.on("mouseleave", layer, () => void ((map.getCanvas().style.cursor = ""), name.remove()));
  }
  map.on("mouseenter", "one", ({ features }) => {
    const feature = features?.[0];
    if (!feature) return;
    const { number, topic, state_in_words } = feature.properties as Counted;
    name.setLngLat(place(feature)).setText(`${number} · ${topic} · ${state_in_words}`).addTo(map);
  });
  map.on("click", "one", ({ features }) => location.assign((features?.[0]?.properties as Counted).url));
  map.on("click", "many", async ({ features }) => {
    const feature = features?.[0];
    if (!feature) return;
    const zoom = await map.getSource<GeoJSONSource>("contacts")!.getClusterExpansionZoom(feature.properties.cluster_id as number);
    map.easeTo({ center: place(feature), zoom });
  });
}

export async function drawPoints(box: HTMLElement): Promise<void> {
  const map = await cityMap(box);
  const url = box.dataset.points;
  if (!map || !url) return;
  map.on("load", () => {
    layers(map, new URL(url, location.href).href);
    pointing(map);
    map.on("render", counts(map));
  });
}
