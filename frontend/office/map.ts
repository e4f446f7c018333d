// <c-map>: points and boundaries the office itself has; no outside tile server, so it also works without a network.
import * as L from "leaflet";
import "leaflet/dist/leaflet.css";

interface Point {
  name: string;
  lat: number;
  lon: number;
  state?: "good" | "warn" | "bad" | "idle" | "accent";
  word?: string;
  url?: string;
}
interface MapData {
  points?: Point[];
  boundaries?: GeoJSON.GeoJsonObject;
}

const FILLS = { good: "#17663a", warn: "#b87800", bad: "#a3211f", idle: "#76868d", accent: "#0a5a6b" };

/** Draw the data of the json_script named by `data-map`; the list beside the map says the same in words. */
export function drawMap(box: HTMLElement): void {
  const source = document.getElementById(box.dataset["map"] ?? "");
  if (!source?.textContent) return;
  const data = JSON.parse(source.textContent) as MapData;
  const map = L.map(box, { attributionControl: false, scrollWheelZoom: false, zoomControl: true });
  L.control.scale({ imperial: false }).addTo(map);
  const everything = L.featureGroup().addTo(map);
  if (data.boundaries) addBoundaries(data.boundaries, everything);
  for (const point of data.points ?? []) addPoint(point, everything);
  const bounds = everything.getBounds();
  if (bounds.isValid()) map.fitBounds(bounds, { padding: [24, 24], maxZoom: 15 });
  else map.setView([-2.33, 115.46], 11);
}

function addBoundaries(boundaries: GeoJSON.GeoJsonObject, group: L.FeatureGroup): void {
  L.geoJSON(boundaries, {
    style: { color: "#4a5a63", weight: 1.5, fillColor: "#0a5a6b", fillOpacity: 0.06 },
    onEachFeature: (feature, layer) => {
      const { name } = (feature.properties ?? {}) as { name?: string };
      if (name) layer.bindTooltip(text(name));
    },
  }).addTo(group);
}

function addPoint(point: Point, group: L.FeatureGroup): void {
  const marker = L.circleMarker([point.lat, point.lon], {
    radius: 9,
    color: "#ffffff",
    weight: 2,
    fillColor: FILLS[point.state ?? "accent"],
    fillOpacity: 1,
  });
  marker.bindTooltip(text(point.word ? `${point.name}: ${point.word}` : point.name), { direction: "top" });
  if (point.url) {
    const url = point.url;
    marker.on("click", () => window.location.assign(url));
  }
  marker.addTo(group);
}

/** Names are text, never markup. */
function text(words: string): HTMLElement {
  const span = document.createElement("span");
  span.textContent = words;
  return span;
}
