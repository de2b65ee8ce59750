// SPDX-License-Identifier: EUPL-1.2
// Maps on planning pages: shows a place, or lets people point at one, draw a line or an area. Reads files into a field.
(() => {
  "use strict";
  const colour = (name) => getComputedStyle(document.documentElement).getPropertyValue(name).trim();
  const german = document.documentElement.lang === "de";

  const base = async (box) => {
    const map = L.map(box, {
      attributionControl: true, zoomControl: false, zoomSnap: 0.5, scrollWheelZoom: false,
    });
    L.control.zoom(german ? { zoomInTitle: "Vergrößern", zoomOutTitle: "Verkleinern" } : {}).addTo(map);
    map.attributionControl.setPrefix(false);
    map.setView([51.2, 10.4], 6);
    try {
      const answer = await fetch("/map/sensors.geojson");
      const data = await answer.json();
      for (const layer of data.layers || []) {
        if (!layer.base) continue;
        const items = await (await fetch(layer.items)).json();
        L.geoJSON(items, {
          interactive: false,
          style: { color: colour("--border") || "#888", weight: 1, fillOpacity: 0.15 },
          pointToLayer: () => null,
          filter: (feature) => feature.geometry && feature.geometry.type !== "Point",
        }).addTo(map);
      }
      const points = (data.features || []).map((f) => f.geometry && f.geometry.coordinates).filter(Boolean);
      if (points.length) map.fitBounds(L.latLngBounds(points.map((p) => [p[1], p[0]])).pad(0.1));
    } catch (error) { /* the map stays without the town's layers */ }
    return map;
  };

  const draw = (map, place) => {
    const layer = L.geoJSON(place, {
      style: { color: colour("--accent"), weight: 4, fillOpacity: 0.2 },
      pointToLayer: (_, at) => L.circleMarker(at, { radius: 9, weight: 3, color: colour("--accent"), fillOpacity: 0.4 }),
    }).addTo(map);
    return layer;
  };

  const show = async (box) => {
    const map = await base(box);
    const layer = draw(map, JSON.parse(box.dataset.place));
    map.fitBounds(layer.getBounds().pad(0.5), { maxZoom: 15 });
  };

  const read = (text) => {
    if (text.trim().startsWith("{")) { try { return JSON.parse(text); } catch (error) { return null; } }
    const separator = text.includes(".") ? /[ ,;]+/ : /[ ;]+/;
    const parts = text.trim().split(separator).map((part) => Number(part.replace(",", ".")));
    return parts.length === 2 && parts.every(Number.isFinite) ? { type: "Point", coordinates: [parts[1], parts[0]] } : null;
  };

  const edit = async (input) => {
    const words = german
      ? { point: "Punkt", line: "Linie", area: "Fläche", clear: "Ort löschen", map: "Ort auf der Karte wählen" }
      : { point: "Point", line: "Line", area: "Area", clear: "Clear", map: "Choose the place on the map" };
    const box = document.createElement("div");
    box.className = "map small";
    box.setAttribute("role", "application");
    box.setAttribute("aria-label", words.map);
    const bar = document.createElement("div");
    bar.className = "actions";
    let mode = "point";
    let corners = [];
    let shown = null;
    const buttons = ["point", "line", "area", "clear"].map((name) => {
      const button = document.createElement("button");
      button.type = "button";
      button.className = "quiet";
      button.textContent = words[name];
      button.addEventListener("click", () => {
        corners = [];
        if (name === "clear") { input.value = ""; paint(); return; }
        mode = name;
        mark();
      });
      button.dataset.mode = name;
      bar.append(button);
      return button;
    });
    const mark = () => buttons.forEach((b) => { if (b.dataset.mode !== "clear") b.setAttribute("aria-pressed", String(b.dataset.mode === mode)); });
    input.after(bar, box);
    const map = await base(box);
    const paint = () => {
      if (shown) { shown.remove(); shown = null; }
      const place = read(input.value);
      if (place) shown = draw(map, place);
      return shown;
    };
    map.on("click", (event) => {
      const at = [Number(event.latlng.lng.toFixed(6)), Number(event.latlng.lat.toFixed(6))];
      if (mode === "point") {
        input.value = german ? `${at[1]} ${at[0]}`.replaceAll(".", ",") : `${at[1]}, ${at[0]}`;
      } else {
        corners.push(at);
        const place = mode === "line"
          ? (corners.length > 1 ? { type: "LineString", coordinates: corners } : { type: "Point", coordinates: at })
          : (corners.length > 2 ? { type: "Polygon", coordinates: [[...corners, corners[0]]] }
            : corners.length > 1 ? { type: "LineString", coordinates: corners } : { type: "Point", coordinates: at });
        input.value = JSON.stringify(place);
      }
      input.removeAttribute("aria-invalid");
      document.getElementById(`${input.id}-error`)?.remove();
      paint();
    });
    input.addEventListener("change", paint);
    mark();
    const layer = paint();
    if (layer) map.fitBounds(layer.getBounds().pad(0.5), { maxZoom: 15 });
  };

  if (window.L) {
    document.querySelectorAll("[data-place]").forEach(show);
    document.querySelectorAll("[data-place-input]").forEach(edit);
  }

  document.querySelectorAll("input[type=range][data-output]").forEach((range) => {
    const output = document.getElementById(range.dataset.output);
    range.addEventListener("input", () => { output.textContent = `${range.value.replace(".", german ? "," : ".")} %`; });
    const button = range.dataset.button && document.getElementById(range.dataset.button);
    range.addEventListener("change", () => range.form.requestSubmit(button || undefined));
  });

  document.querySelectorAll("[data-file-into]").forEach((field) => {
    const target = document.getElementById(field.dataset.fileInto);
    field.hidden = false;
    field.querySelector("input").addEventListener("change", async (event) => {
      const file = event.target.files[0];
      if (file) target.value = await file.text();
    });
  });
})();
