// SPDX-License-Identifier: EUPL-1.2
// Turns #map into a Leaflet map of the town's own layers with sensors shaped by state.
(() => {
  "use strict";
  const place = document.getElementById("map");
  if (!place || !window.L) return;
  const words = Object.fromEntries(place.dataset.states.split(";").map((pair) => pair.split("=")));
  const shapes = {
    live: '<circle cx="8" cy="8" r="6"/>',
    late: '<path d="M8 0.5 15.5 8 8 15.5 0.5 8z"/>',
    silent: '<path d="M2 2h12v12H2z"/>',
    historical: '<circle class="hollow" cx="8" cy="8" r="5.5"/>',
    empty: '<path class="hollow" d="M3 3h10v10H3z"/>',
  };
  const order = { silent: 4, late: 3, live: 2, historical: 1, empty: 0 };
  const colour = (name) => getComputedStyle(document.documentElement).getPropertyValue(name).trim();
  const small = place.classList.contains("small");

  const text = (tag, content, className) => {
    const element = document.createElement(tag);
    element.textContent = content;
    if (className) element.className = className;
    return element;
  };

  const popup = (data) => {
    const box = document.createElement("div");
    box.append(text("strong", data.name));
    box.append(text("p", data.measured));
    if (data.value) box.append(text("p", `${data.value} · ${data.time}`));
    const state = text("p", "", "");
    state.innerHTML = `<span class="state state-${data.state}"><svg class="shape" viewBox="0 0 16 16" aria-hidden="true">${shapes[data.state]}</svg></span>`;
    state.firstChild.append(words[data.state] || data.state);
    box.append(state);
    if (data.approximate) box.append(text("p", place.dataset.approximate, "ring"));
    const link = text("a", place.dataset.open);
    link.href = data.link;
    box.append(link);
    return box;
  };

  const style = (role) => {
    if (role.startsWith("water")) return { stroke: false, fillColor: colour("--water"), fillOpacity: 1, color: colour("--water"), weight: 2 };
    if (role.startsWith("road")) return { color: colour("--road"), weight: 1.5, fill: false };
    if (role.startsWith("green")) return { stroke: false, fillColor: colour("--good"), fillOpacity: 0.15 };
    return { color: colour("--border"), weight: 1, fillColor: colour("--surface"), fillOpacity: 0.6 };
  };

  const items = async (address) => {
    const answer = await fetch(address);
    if (!answer.ok) throw new Error(String(answer.status));
    return answer.json();
  };

  const start = async () => {
    const answer = await fetch(place.dataset.sensors);
    if (!answer.ok) return;
    const data = await answer.json();
    const calm = matchMedia("(prefers-reduced-motion: reduce)").matches;
    const map = L.map(place, {
      zoomControl: false, scrollWheelZoom: !small, zoomAnimation: !calm, fadeAnimation: !calm, attributionControl: false,
    });
    L.control.zoom({ zoomInTitle: place.dataset.zoomIn, zoomOutTitle: place.dataset.zoomOut }).addTo(map);
    const credit = L.control.attribution({ prefix: false, position: "bottomleft" });
    if (!small) {
      credit.addTo(map);
      L.control.scale({ imperial: false, position: "bottomright" }).addTo(map);
    }
    // On a narrow map the sources would cover it: a button shows them.
    if (!small && place.clientWidth < 600) {
      const sources = credit.getContainer();
      sources.id = "map-sources";
      sources.hidden = true;
      const toggle = L.control({ position: "bottomleft" });
      toggle.onAdd = () => {
        const button = text("button", place.dataset.sources, "quiet sources");
        button.type = "button";
        button.setAttribute("aria-expanded", "false");
        button.setAttribute("aria-controls", sources.id);
        L.DomEvent.disableClickPropagation(button);
        button.addEventListener("click", () => {
          sources.hidden = !sources.hidden;
          button.setAttribute("aria-expanded", String(!sources.hidden));
        });
        return button;
      };
      toggle.addTo(map);
    }
    map.createPane("base").style.zIndex = 300;
    map.setView([51.96, 7.63], 11);

    const group = L.layerGroup();
    const bounds = L.latLngBounds([]);
    const pins = new Map();
    const features = [...data.features].sort((a, b) => order[a.properties.state] - order[b.properties.state]);
    for (const feature of features) {
      const [longitude, latitude] = feature.geometry.coordinates;
      const entry = feature.properties;
      const icon = L.divIcon({
        className: `pin state-${entry.state}${entry.approximate ? " approximate" : ""}`, iconSize: [28, 28],
        html: `<svg class="shape" viewBox="0 0 16 16" aria-hidden="true">${shapes[entry.state]}</svg>`,
      });
      const label = `${entry.name}: ${words[entry.state] || entry.state}`;
      const pin = L.marker([latitude, longitude], {
        icon, alt: label, title: label, keyboard: true, zIndexOffset: 1000 * order[entry.state],
      });
      pin.bindPopup(() => popup(entry));
      pin.on("add", () => {
        const element = pin.getElement();
        element.setAttribute("role", "button");
        element.setAttribute("aria-label", label);
      });
      pin.addTo(group);
      pins.set(String(feature.id), pin);
      bounds.extend([latitude, longitude]);
    }
    group.addTo(map);
    for (const attribution of data.attributions) credit.addAttribution(text("span", attribution).innerHTML);

    const overlays = { [place.dataset.sensorWord]: group };
    const fit = () => {
      if (bounds.isValid()) map.fitBounds(bounds.pad(0.04), { maxZoom: 15, animate: false });
    };
    fit();
    const wanted = pins.get(location.hash.slice(1));
    if (wanted) { map.setView(wanted.getLatLng(), 15); wanted.openPopup(); }

    const escaped = (value) => text("span", value).innerHTML;
    if (data.background) {
      L.tileLayer(data.background.tiles, { attribution: escaped(data.background.attribution), maxZoom: 19 }).addTo(map);
    }
    const ranks = { water: 0, green: 1, district: 2, boundary: 3, road: 4 };
    const rank = (role) => Object.entries(ranks).find(([name]) => role.startsWith(name))?.[1] ?? 9;
    const layers = [...data.layers].sort((a, b) => rank(a.role) - rank(b.role));
    // Without any ground the town's own layers are better than an empty area; large ones wait to be asked for.
    const hasGround = data.background || layers.some((layer) => layer.base);
    for (const layer of layers) {
      const isShown = !hasGround && !small && layer.count <= 5000;
      const options = {
        style: () => style(layer.role), pane: layer.base ? "base" : "overlayPane", interactive: !layer.base,
        attribution: escaped(layer.attribution),
        pointToLayer: (_, at) => L.circleMarker(at, { radius: 4, color: colour("--accent"), weight: 1, fillOpacity: 0.5 }),
        onEachFeature: (feature, shape) => {
          if (layer.base) return;
          const name = feature.properties?.title;
          shape.bindPopup(() => text("strong", name ? `${layer.title}: ${name}` : layer.title));
        },
      };
      const shapesOfLayer = L.geoJSON(null, options);
      const load = async () => {
        if (shapesOfLayer.loaded) return;
        shapesOfLayer.loaded = true;
        try {
          shapesOfLayer.addData(await items(layer.items));
        } catch { shapesOfLayer.loaded = false; }
      };
      // On a configured background the town's own ground would hide it: it can be switched on.
      if (layer.base && !data.background) {
        await load();
        shapesOfLayer.addTo(map);
        if (!wanted && layer.role.startsWith("district") && small && !bounds.isValid()) map.fitBounds(shapesOfLayer.getBounds());
        if (!bounds.isValid() && shapesOfLayer.getLayers().length) map.fitBounds(shapesOfLayer.getBounds());
      } else {
        shapesOfLayer.on("add", load);
        if (isShown) {
          await load();
          shapesOfLayer.addTo(map);
          if (!bounds.isValid() && shapesOfLayer.getLayers().length) map.fitBounds(shapesOfLayer.getBounds());
        }
      }
      if (!small) overlays[escaped(layer.title)] = shapesOfLayer;
    }
    if (!small && Object.keys(overlays).length > 1) L.control.layers(null, overlays, { collapsed: innerWidth < 700 }).addTo(map);
    place.dataset.ready = "true";
  };
  start();
})();
