// SPDX-License-Identifier: EUPL-1.2
// Turns #layer-map into a map whose layers are vector tiles, drawn by tile-worker.js.
(() => {
  "use strict";
  const place = document.getElementById("layer-map");
  if (!place || !window.L) return;
  const words = JSON.parse(place.dataset.words);
  if (!window.OffscreenCanvas || !HTMLCanvasElement.prototype.transferControlToOffscreen) {
    place.textContent = words.cannot;
    return;
  }
  const layers = JSON.parse(place.dataset.layers);
  const panel = document.getElementById("feature");
  const form = document.getElementById("layers");
  const language = document.documentElement.lang;
  const create = (tag, content, className) => {
    const element = document.createElement(tag);
    if (content !== undefined) element.textContent = content;
    if (className) element.className = className;
    return element;
  };

  // MARK: Signs

  const colour = (name) => getComputedStyle(document.documentElement).getPropertyValue(name).trim();
  const style = (layer) => ({ ...look(layer), time: layer.time });
  const look = (layer) => {
    const own = colour(`--sign-${layer.sign}`);
    const common = { halo: colour("--surface"), ink: colour("--ink"), form: layer.sign % 4, point: own, width: 2, live: layer.live, isLarge: layer.count > 2000 };
    if (layer.style) {
      const { colour: own, width, radius, opacity, label, property, categories, classes } = layer.style;
      return { ...common, form: 0, point: own, line: own, fill: own, outline: own, width, outlineWidth: width, radius, opacity, label, property, categories, classes };
    }
    if (layer.live) common.states = Object.fromEntries([["live", "--good"], ["late", "--caution"], ["silent", "--bad"], ["historical", "--past"]].map(([state, name]) => [state, colour(name)]));
    switch (layer.role) {
      case "water": return { ...common, fill: colour("--water"), opacity: 1, line: colour("--water"), point: colour("--water") };
      case "road": return { ...common, line: colour("--road"), width: 1.5, fill: colour("--road"), opacity: 0.6, point: colour("--road") };
      case "district": return { ...common, fill: colour("--surface"), opacity: 0.6, outline: colour("--border"), line: colour("--border"), point: colour("--border") };
      default: return { ...common, fill: own, opacity: 0.3, outline: own, line: own };
    }
  };
  const worker = new Worker(place.dataset.worker);
  const restyle = () => worker.postMessage({ styles: Object.fromEntries(layers.map((layer) => [layer.name, style(layer)])), language });
  restyle();
  matchMedia("(prefers-color-scheme: dark)").addEventListener("change", restyle);

  // MARK: Map

  const calm = matchMedia("(prefers-reduced-motion: reduce)").matches;
  const map = L.map(place, { zoomControl: false, attributionControl: false, zoomAnimation: !calm, fadeAnimation: false, maxZoom: 20, minZoom: 2 });
  L.control.zoom({ zoomInTitle: words.zoomIn, zoomOutTitle: words.zoomOut }).addTo(map);
  L.control.scale({ imperial: false, position: "bottomright" }).addTo(map);
  const waiting = new Map();
  let open = 0;
  const settle = (count) => {
    open += count;
    place.dataset.ready = String(open === 0);
  };

  const Tiles = L.GridLayer.extend({
    createTile(coords, done) {
      const canvas = document.createElement("canvas");
      const density = Math.min(2, window.devicePixelRatio || 1);
      canvas.width = canvas.height = this.getTileSize().x * density;
      const { layer } = this.options;
      const key = `${layer.name} ${coords.z}/${coords.y}/${coords.x}`;
      canvas.dataset.key = key;
      const off = canvas.transferControlToOffscreen();
      const address = L.Util.template(layer.tiles, { z: coords.z, y: coords.y, x: coords.x }) + layer.query;
      waiting.set(key, done);
      settle(1);
      worker.postMessage({ tile: { key, canvas: off, layer: layer.name, zoom: coords.z, density }, address }, [off]);
      return canvas;
    },
  });
  const drop = (key) => {
    if (waiting.delete(key)) settle(-1);
    worker.postMessage({ drop: key });
  };
  const ranks = { district: 0, water: 1, road: 2 };
  const drawn = new Map();
  layers.forEach((layer, index) => {
    const tiles = new Tiles({
      layer, zIndex: layer.role in ranks ? 10 + ranks[layer.role] : 20 + layers.length - index, maxNativeZoom: 18, maxZoom: 20,
      keepBuffer: 1, updateWhenZooming: false,
      bounds: [[-85.06, -180], [85.06, 180]], noWrap: true,
    });
    tiles.on("tileunload", (event) => drop(event.tile.dataset.key));
    drawn.set(layer.name, tiles);
  });
  if (place.dataset.background) {
    L.tileLayer(place.dataset.background, { maxZoom: 20, maxNativeZoom: 19, zIndex: 1 }).addTo(map);
  }
  const show = (layer, isShown) => {
    layer.shown = isShown;
    const tiles = drawn.get(layer.name);
    if (isShown) tiles.addTo(map);
    else tiles.remove();
  };

  // The address keeps where one looks: #zoom/latitude/longitude.
  const [zoom, latitude, longitude] = location.hash.slice(1).split("/").map(Number);
  const box = place.dataset.extent.split(",").map(Number);
  if (zoom && Number.isFinite(latitude) && Number.isFinite(longitude)) map.setView([latitude, longitude], zoom, { animate: false });
  else if (box.length === 4) map.fitBounds([[box[1], box[0]], [box[3], box[2]]], { animate: false, maxZoom: 16 });
  else map.setView([51, 10], 6);
  const where = () => {
    const { lat, lng } = map.getCenter();
    return `${map.getZoom()}/${lat.toFixed(5)}/${lng.toFixed(5)}`;
  };
  const embed = document.getElementById("embed");
  // The fields of the form that say the time of the layer in the table.
  const days = () => {
    const time = layers.find((layer) => layer.time)?.time;
    return time ? [[`min.${time.field}`, time.from], [`max.${time.field}`, time.to]] : [];
  };
  // What other sites put into their pages: a whole address with what is shown here.
  const writeEmbed = () => {
    if (!embed) return;
    const path = new URL(embed.dataset.path, location.href);
    path.searchParams.delete("layer");
    for (const layer of layers) if (layer.shown) path.searchParams.append("layer", layer.name);
    for (const [name, day] of days()) path.searchParams.set(name, day);
    embed.value = `<iframe src="${path.href}#${where()}" width="100%" height="500"></iframe>`;
  };
  const remember = () => {
    history.replaceState(null, "", `${location.pathname}${location.search}#${where()}`);
    writeEmbed();
  };
  layers.forEach((layer) => { if (layer.shown) show(layer, true); });
  writeEmbed();
  if (!open) settle(0);

  // MARK: Features

  const questions = new Map();
  let asked = 0;
  worker.onmessage = ({ data }) => {
    if (data.done) {
      const done = waiting.get(data.done);
      if (!done) return;
      waiting.delete(data.done);
      done(data.fault ? new Error(data.fault) : null);
      settle(-1);
    } else if (data.answer) {
      questions.get(data.answer)?.(data.found);
      questions.delete(data.answer);
    }
  };

  let mark = null;
  const forget = () => {
    mark?.remove();
    mark = null;
    for (const row of document.querySelectorAll("tr[aria-current]")) row.removeAttribute("aria-current");
  };

  const read = async (layer, id) => {
    forget();
    const address = `${layer.items}/${encodeURIComponent(id)}`;
    const answer = await fetch(address, { headers: { Accept: "application/geo+json" } });
    if (!answer.ok) return;
    const feature = await answer.json();
    if (feature.geometry) {
      mark = L.geoJSON(feature, {
        interactive: false, style: { color: colour("--focus"), weight: 4, fillOpacity: 0.15 },
        pointToLayer: (_, at) => L.circleMarker(at, { radius: 12, color: colour("--focus"), weight: 4, fill: false, interactive: false }),
      }).addTo(map);
    }
    for (const row of document.querySelectorAll("tr[data-feature]")) if (row.dataset.feature === id) row.setAttribute("aria-current", "true");
    if (!panel) return;
    const name = feature.properties[layer.titleField] ?? id;
    const facts = create("dl", undefined, "answers");
    for (const [key, value] of Object.entries(feature.properties)) {
      if (value === null || value === "") continue;
      const line = create("div");
      const shown = typeof value === "number" && !Number.isInteger(value) ? value.toLocaleString(language) : typeof value === "object" ? JSON.stringify(value) : String(value);
      line.append(create("dt", key), create("dd", shown));
      facts.append(line);
    }
    const links = create("p", undefined, "actions");
    const link = create("a", layer.live ? words.sensor : words.open);
    link.href = layer.live ? `/sensors/${encodeURIComponent(id)}` : `${address}?f=html`;
    links.append(link);
    panel.replaceChildren(create("h3", `${layer.title}: ${name}`), facts, links);
    panel.dataset.id = id;
  };

  // Asks the worker what lies at a place of the map.
  const identify = (place) => {
    const zoom = Math.min(18, Math.round(map.getZoom()));
    const point = map.project(place, zoom);
    const wanted = layers.filter((layer) => layer.shown && !layer.ground).map((layer) => {
      const size = 256;
      const column = Math.floor(point.x / size), row = Math.floor(point.y / size);
      return {
        key: `${layer.name} ${zoom}/${row}/${column}`, layer: layer.name,
        x: (point.x / size - column) * 4096, y: (point.y / size - row) * 4096, reach: (12 / size) * 4096,
      };
    });
    const question = ++asked;
    worker.postMessage({ at: wanted, question });
    return new Promise((resolve) => questions.set(question, resolve));
  };
  const choose = async (place) => {
    const found = await identify(place);
    if (found) return read(layers.find((layer) => layer.name === found.layer), found.id);
    forget();
    if (panel) {
      panel.replaceChildren(create("p", words.nothing));
      delete panel.dataset.id;
    }
  };
  // MARK: Measuring

  const measured = document.getElementById("measured");
  const buttons = Object.fromEntries(["line", "area", "back"].map((name) => [name, document.getElementById(`measure-${name}`)]));
  let measure = null;
  const number = (value) => value.toLocaleString(language, { maximumSignificantDigits: 4 });
  // Of a polygon on the sphere, in square metres.
  const area = (places) => {
    const radian = Math.PI / 180;
    let sum = 0;
    places.forEach((place, index) => {
      const next = places[(index + 1) % places.length];
      sum += (next.lng - place.lng) * radian * (2 + Math.sin(place.lat * radian) + Math.sin(next.lat * radian));
    });
    return Math.abs(sum) * 6371008.8 ** 2 / 2;
  };
  const tell = () => {
    measure.shape?.remove();
    const { places, kind } = measure;
    const drawing = { color: colour("--focus"), weight: 3, interactive: false };
    measure.shape = kind === "area" && places.length > 2 ? L.polygon(places, drawing) : L.polyline(places, drawing);
    measure.shape.addTo(map);
    const dots = places.map((place) => L.circleMarker(place, { ...drawing, radius: 4 }));
    measure.dots?.remove();
    measure.dots = L.layerGroup(dots).addTo(map);
    let text = words.measuring;
    if (kind === "line" && places.length > 1) {
      const metres = places.slice(1).reduce((sum, place, index) => sum + map.distance(places[index], place), 0);
      text = `${words.length}: ${metres < 1000 ? `${number(metres)} m` : `${number(metres / 1000)} km`}`;
    } else if (kind === "area" && places.length > 2) {
      const square = area(places);
      text = `${words.area}: ${square < 1e4 ? `${number(square)} m²` : square < 1e6 ? `${number(square / 1e4)} ha` : `${number(square / 1e6)} km²`}`;
    }
    measured.textContent = text;
    buttons.back.hidden = !places.length;
  };
  const end = () => {
    measure?.shape?.remove();
    measure?.dots?.remove();
    measure = null;
    measured.textContent = "";
    buttons.back.hidden = true;
    for (const name of ["line", "area"]) buttons[name].setAttribute("aria-pressed", "false");
  };
  const back = () => {
    measure.places.pop();
    tell();
  };
  if (measured) {
    for (const kind of ["line", "area"]) {
      buttons[kind].hidden = false;
      buttons[kind].addEventListener("click", () => {
        const isOn = measure?.kind === kind;
        end();
        if (isOn) return;
        measure = { kind, places: [] };
        buttons[kind].setAttribute("aria-pressed", "true");
        tell();
      });
    }
    buttons.back.addEventListener("click", () => {
      back();
      if (buttons.back.hidden) buttons[measure.kind].focus();
    });
  }
  const take = (where) => {
    if (!measure) return choose(where);
    measure.places.push(where);
    tell();
  };
  map.on("click", (event) => take(event.latlng));
  place.addEventListener("keydown", (event) => {
    if (event.target !== place) return;
    if (event.key === "Enter") take(map.getCenter());
    else if (event.key === "Backspace" && measure?.places.length) back();
    else if (event.key === "Escape" && measure) end();
    else return;
    event.preventDefault();
  });
  map.on("moveend", remember);
  remember();

  // MARK: Time

  const slider = document.getElementById("time");
  if (slider) {
    const layer = layers.find((layer) => layer.name === slider.dataset.layer);
    const knobs = ["from", "to"].map((name) => document.getElementById(`time-${name}`));
    const day = (index) => new Date(Date.parse(slider.dataset.first) + index * 864e5).toISOString().slice(0, 10);
    const show = () => {
      for (const knob of knobs) {
        const text = new Date(day(Number(knob.value))).toLocaleDateString(language, { timeZone: "UTC", dateStyle: "medium" });
        knob.setAttribute("aria-valuetext", text);
        document.getElementById(`${knob.id}-day`).textContent = text;
      }
    };
    const set = (event) => {
      const [from, to] = knobs;
      if (Number(from.value) > Number(to.value)) (event.target === from ? to : from).value = event.target.value;
      show();
      // at its end a slider asks for nothing
      layer.time.from = from.value === from.min ? "" : day(Number(from.value));
      layer.time.to = to.value === to.max ? "" : day(Number(to.value));
      restyle();
      const query = new URLSearchParams(location.search);
      query.set("table", layer.name);
      query.set("filtered", layer.name);
      for (const [name, day] of days()) {
        if (form?.elements[name]) form.elements[name].value = day;
        if (day) query.set(name, day);
        else query.delete(name);
      }
      history.replaceState(null, "", `${location.pathname}?${query}#${where()}`);
      remember();
    };
    for (const knob of knobs) knob.addEventListener("input", set);
    slider.hidden = false;
    show();
  }

  // MARK: Form and table

  form?.addEventListener("change", (event) => {
    if (event.target.name !== "layer") return;
    const layer = layers.find((layer) => layer.name === event.target.value);
    show(layer, event.target.checked);
    const query = new URLSearchParams(location.search);
    query.set("set", "1");
    query.delete("layer");
    for (const other of layers) if (other.shown) query.append("layer", other.name);
    history.replaceState(null, "", `${location.pathname}?${query}#${where()}`);
    remember();
  });
  // the place goes along where the page is asked anew
  form?.addEventListener("submit", () => { form.action = `${form.getAttribute("action").split("#")[0]}#${where()}`; });
  for (const button of document.querySelectorAll("button[data-show]")) {
    button.hidden = false;
    button.addEventListener("click", () => {
      const layer = layers.find((layer) => layer.name === button.dataset.layer);
      const tick = form?.querySelector(`input[name="layer"][value="${CSS.escape(layer.name)}"]`);
      if (tick && !tick.checked) tick.click();
      map.setView(button.dataset.at.split(",").map(Number), Math.max(map.getZoom(), 16), { animate: false });
      place.scrollIntoView({ block: "nearest" });
      read(layer, button.dataset.show);
    });
  }
  const only = document.getElementById("only-this");
  if (only) {
    only.hidden = false;
    only.addEventListener("click", () => {
      const bounds = map.getBounds();
      const corners = [bounds.getWest(), bounds.getSouth(), bounds.getEast(), bounds.getNorth()];
      form.elements.bbox.value = corners.map((number) => number.toFixed(6)).join(",");
      form.requestSubmit();
    });
  }
  const copy = document.getElementById("copy-address");
  if (copy && navigator.clipboard) {
    copy.hidden = false;
    copy.addEventListener("click", async () => {
      await navigator.clipboard.writeText(location.href);
      const before = copy.textContent;
      copy.textContent = words.copied;
      setTimeout(() => { copy.textContent = before; }, 2000);
    });
  }
  const print = document.getElementById("print");
  if (print) {
    print.hidden = false;
    print.addEventListener("click", () => window.print());
  }
})();
