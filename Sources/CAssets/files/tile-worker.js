// SPDX-License-Identifier: EUPL-1.2
// Fetches, reads and draws vector tiles away from the page, and says what lies at a place.
"use strict";
const EXTENT = 4096;
const tiles = new Map();
let styles = {};

// MARK: Reading (Mapbox Vector Tile 2.1)

const reader = (bytes, start, end) => {
  let at = start;
  const number = () => {
    let value = 0, factor = 1, byte;
    do {
      byte = bytes[at++];
      value += (byte & 0x7f) * factor;
      factor *= 128;
    } while (byte & 0x80);
    return value;
  };
  return {
    number,
    more: () => at < end,
    span: () => {
      const size = number(), from = at;
      at += size;
      return [from, at];
    },
    skip: (wire) => {
      if (wire === 0) number();
      else if (wire === 1) at += 8;
      else if (wire === 2) {
        const size = number();
        at += size;
      }
      else at += 4;
    },
    at: () => at,
  };
};

const text = new TextDecoder();

const value = (bytes, [start, end]) => {
  const read = reader(bytes, start, end);
  const key = read.number();
  switch (key >> 3) {
    case 1: { const [from, to] = read.span(); return text.decode(bytes.subarray(from, to)); }
    case 3: return new DataView(bytes.buffer, bytes.byteOffset + read.at(), 8).getFloat64(0, true);
    case 6: { const raw = read.number(); return raw % 2 ? -(raw + 1) / 2 : raw / 2; }
    case 7: return read.number() !== 0;
    default: return read.number();
  }
};

// Points and paths as one list of numbers a feature: x, y, x, y …; `parts` says where each path ends.
const shape = (bytes, [start, end], kind) => {
  const read = reader(bytes, start, end);
  const places = [], parts = [];
  let x = 0, y = 0;
  while (read.more()) {
    const command = read.number();
    const id = command & 7;
    if (id === 7) continue;
    if (id === 1 && kind > 1 && places.length) parts.push(places.length);
    for (let count = command >> 3; count > 0; count--) {
      const dx = read.number(), dy = read.number();
      x += (dx >> 1) ^ -(dx & 1);
      y += (dy >> 1) ^ -(dy & 1);
      places.push(x, y);
    }
  }
  parts.push(places.length);
  return { places, parts };
};

const decode = (bytes) => {
  const tile = reader(bytes, 0, bytes.length);
  const features = [];
  const keys = [], values = [];
  while (tile.more()) {
    const key = tile.number();
    if (key >> 3 !== 3) { tile.skip(key & 7); continue; }
    const [start, end] = tile.span();
    const layer = reader(bytes, start, end);
    while (layer.more()) {
      const key = layer.number();
      switch (key >> 3) {
        case 2: features.push(layer.span()); break;
        case 3: { const [from, to] = layer.span(); keys.push(text.decode(bytes.subarray(from, to))); break; }
        case 4: values.push(value(bytes, layer.span())); break;
        default: layer.skip(key & 7);
      }
    }
  }
  return features.map(([start, end]) => {
    const read = reader(bytes, start, end);
    const feature = { kind: 0, tags: null };
    let geometry;
    while (read.more()) {
      const key = read.number();
      switch (key >> 3) {
        case 2: feature.tags = read.span(); break;
        case 3: feature.kind = read.number(); break;
        case 4: geometry = read.span(); break;
        default: read.skip(key & 7);
      }
    }
    Object.assign(feature, shape(bytes, geometry, feature.kind));
    feature.attributes = () => {
      const found = {};
      if (!feature.tags) return found;
      const tags = reader(bytes, ...feature.tags);
      while (tags.more()) found[keys[tags.number()]] = values[tags.number()];
      return found;
    };
    return feature;
  });
};

// MARK: Drawing

const mark = (context, form, x, y, r) => {
  context.beginPath();
  switch (form) {
    case 0: context.arc(x, y, r, 0, 2 * Math.PI); break;
    case 1: context.rect(x - 0.9 * r, y - 0.9 * r, 1.8 * r, 1.8 * r); break;
    case 2:
      context.moveTo(x, y - 1.25 * r); context.lineTo(x + 1.25 * r, y); context.lineTo(x, y + 1.25 * r); context.lineTo(x - 1.25 * r, y);
      context.closePath();
      break;
    default:
      context.moveTo(x, y - 1.2 * r); context.lineTo(x + 1.1 * r, y + r); context.lineTo(x - 1.1 * r, y + r);
      context.closePath();
  }
};

const trace = (context, feature, scale, isArea) => {
  let start = 0;
  for (const end of feature.parts) {
    const { places } = feature;
    context.moveTo(places[start] * scale, places[start + 1] * scale);
    for (let at = start + 2; at < end; at += 2) context.lineTo(places[at] * scale, places[at + 1] * scale);
    if (isArea) context.closePath();
    start = end;
  }
};

const stateForms = { live: 0, late: 2, silent: 1 };

// What colour a value has; nothing where none of its own.
const painter = ({ property, categories, classes }) => {
  if (!property) return null;
  if (categories) {
    const colours = new Map(categories.map(({ value, colour }) => [value, colour]));
    return (attributes) => colours.get(String(attributes[property]));
  }
  // a class takes its upper bound, the first one its lower bound, too
  return (attributes) => {
    const value = attributes[property];
    if (typeof value !== "number") return undefined;
    return classes.find(({ from, to }, index) => (index ? value > from : value >= from) && value <= to)?.colour;
  };
};

// Features by their colour; undefined is that of the layer.
const byColour = (features, style) => {
  const paint = painter(style);
  if (!paint) return new Map([[undefined, features]]);
  const groups = new Map();
  for (const feature of features) {
    const colour = paint(feature.attributes());
    if (!groups.has(colour)) groups.set(colour, []);
    groups.get(colour).push(feature);
  }
  return groups;
};

// Whether a feature lies in the period that is looked at; without a time it lies in the whole one only.
const isInTime = (feature, { time }) => {
  if (!time?.from && !time?.to) return true;
  const value = feature.attributes()[time.field];
  if (typeof value !== "string") return false;
  const day = value.slice(0, 10);
  return (!time.from || day >= time.from) && (!time.to || day <= time.to);
};

const written = (value, style) => typeof value === "number" && !Number.isInteger(value) ? style.number.format(value) : String(value).slice(0, 60);

const draw = (tile) => {
  const style = styles[tile.layer];
  const context = tile.canvas.getContext("2d");
  const size = tile.canvas.width;
  const scale = size / EXTENT, dense = tile.density;
  context.clearRect(0, 0, size, size);
  const features = tile.features.filter((feature) => isInTime(feature, style));
  const groups = byColour(features, style);
  const named = [];
  context.lineJoin = "round";
  // areas below lines below points
  for (const [colour, features] of groups) {
    context.beginPath();
    for (const feature of features) if (feature.kind === 3) trace(context, feature, scale, true);
    if (style.fill) {
      context.globalAlpha = style.opacity;
      context.fillStyle = colour ?? style.fill;
      // outer rings turn one way, holes the other: areas that overlap stay filled
      context.fill("nonzero");
      context.globalAlpha = 1;
    }
    if (style.outline) {
      context.strokeStyle = colour ?? style.outline;
      context.lineWidth = (style.outlineWidth ?? 1) * dense;
      context.stroke();
    }
  }
  for (const [colour, features] of groups) {
    context.beginPath();
    for (const feature of features) if (feature.kind === 2) trace(context, feature, scale, false);
    context.strokeStyle = colour ?? style.line;
    context.lineWidth = style.width * dense;
    context.stroke();
  }

  // points of a large layer are drawn small from afar, so that each still shows, and alike on all tiles
  const radius = !style.isLarge ? (tile.zoom < 12 ? 3.5 : 5) : tile.zoom < 13 ? 1.5 : tile.zoom < 15 ? 2.5 : 5;
  const isCrowded = radius < 3;
  const r = radius * ((style.radius ?? 5) / 5) * dense;
  context.strokeStyle = style.halo;
  context.lineWidth = dense;
  for (const [colour, features] of groups) {
    context.fillStyle = colour ?? style.point;
    for (const feature of features) {
      if (feature.kind !== 1) continue;
      const state = style.live ? feature.attributes() : null;
      for (let at = 0; at < feature.places.length; at += 2) {
        const x = feature.places[at] * scale, y = feature.places[at + 1] * scale;
        if (isCrowded) {
          context.fillRect(x - r, y - r, 2 * r, 2 * r);
          continue;
        }
        if (state) context.fillStyle = style.states[state.state] || style.point;
        const isHollow = state && !(state.state in stateForms);
        mark(context, state ? stateForms[state.state] ?? 0 : style.form, x, y, state ? r * 1.3 : r);
        if (isHollow) {
          context.strokeStyle = context.fillStyle;
          context.lineWidth = 2 * dense;
          context.stroke();
          context.strokeStyle = style.halo;
          context.lineWidth = dense;
        } else {
          context.fill();
          context.stroke();
        }
        if (state && tile.zoom >= 13 && typeof state.value === "number") {
          // "1" stands for a number without a unit
          const unit = state.unit && state.unit !== "1" ? " " + state.unit : "";
          named.push({ text: style.number.format(state.value) + unit, x, y, below: 20 * dense });
        }
      }
    }
  }
  if (style.label && tile.zoom >= 14) named.push(...labels(features, style, scale, r, dense));
  label(context, named, style, size, dense);
};

// What features are called: below points, in the middle of what lies here of lines and areas.
const labels = (features, style, scale, r, dense) => {
  const named = [];
  for (const feature of features) {
    const value = feature.attributes()[style.label];
    if (value === undefined) continue;
    const { places } = feature;
    if (!places.length) continue;
    const text = written(value, style);
    if (feature.kind === 1) {
      named.push({ text, x: places[0] * scale, y: places[1] * scale, below: r + 13 * dense });
      continue;
    }
    let [west, north, east, south] = [Infinity, Infinity, -Infinity, -Infinity];
    for (let at = 0; at < places.length; at += 2) {
      west = Math.min(west, places[at]); east = Math.max(east, places[at]);
      north = Math.min(north, places[at + 1]); south = Math.max(south, places[at + 1]);
    }
    named.push({ text, x: (west + east) / 2 * scale, y: (north + south) / 2 * scale, below: 4 * dense });
  }
  return named;
};

// Texts whole within the tile, and none over another.
const label = (context, named, style, size, dense) => {
  context.font = `600 ${12 * dense}px sans-serif`;
  context.textAlign = "center";
  context.strokeStyle = style.halo;
  context.lineWidth = 3 * dense;
  context.fillStyle = style.ink;
  const height = 14 * dense, taken = [];
  for (const { text, x, y, below } of named) {
    if (x < 0 || y < 0 || x >= size || y >= size) continue;
    const half = context.measureText(text).width / 2 + 2 * dense;
    const middle = Math.min(Math.max(x, half), size - half);
    const base = y + below + 4 * dense > size ? y - 10 * dense : y + below;
    const isTaken = taken.some((other) =>
      Math.abs(other.middle - middle) < other.half + half && Math.abs(other.base - base) < height);
    if (isTaken) continue;
    taken.push({ middle, half, base });
    context.strokeText(text, middle, base);
    context.fillText(text, middle, base);
  }
};

// MARK: What lies at a place

const distanceToSide = (x, y, ax, ay, bx, by) => {
  const dx = bx - ax, dy = by - ay;
  const length = dx * dx + dy * dy;
  const share = length ? Math.min(1, Math.max(0, ((x - ax) * dx + (y - ay) * dy) / length)) : 0;
  return Math.hypot(x - ax - share * dx, y - ay - share * dy);
};

// How far a feature is, in units of its tile: 0 for an area around the place.
const distance = ({ kind, places, parts }, x, y) => {
  let best = Infinity;
  if (kind === 1) {
    for (let at = 0; at < places.length; at += 2) best = Math.min(best, Math.hypot(places[at] - x, places[at + 1] - y));
    return best;
  }
  let start = 0, isInside = false;
  for (const end of parts) {
    for (let at = start + 2; at < end; at += 2) best = Math.min(best, distanceToSide(x, y, places[at - 2], places[at - 1], places[at], places[at + 1]));
    if (kind === 3) {
      for (let at = start, last = end - 2; at < end; last = at, at += 2) {
        const [ax, ay, bx, by] = [places[last], places[last + 1], places[at], places[at + 1]];
        if (ay > y !== by > y && x < ax + ((y - ay) / (by - ay)) * (bx - ax)) isInside = !isInside;
      }
    }
    start = end;
  }
  return isInside ? 0 : best;
};

// Points first, then lines, then areas; of each the nearest, on the layer that lies on top.
const at = (wanted) => {
  let found = null;
  for (const { key, layer, x, y, reach } of wanted) {
    for (const feature of tiles.get(key)?.features ?? []) {
      const far = distance(feature, x, y);
      if (far > (feature.kind === 3 ? 0 : reach) || !isInTime(feature, styles[layer])) continue;
      const rank = feature.kind * 1e6 + far;
      if (!found || rank < found.rank) found = { rank, layer, feature };
    }
  }
  if (!found) return null;
  return { layer: found.layer, id: String(found.feature.attributes().feature_id ?? "") };
};

// MARK: Messages

const load = async (tile, address) => {
  try {
    const answer = await fetch(address, { signal: tile.stop.signal });
    if (!answer.ok && answer.status !== 204) throw new Error(String(answer.status));
    const bytes = answer.status === 204 ? new Uint8Array() : new Uint8Array(await answer.arrayBuffer());
    tile.features = decode(bytes);
    draw(tile);
    postMessage({ done: tile.key, count: tile.features.length });
  } catch (fault) {
    if (fault.name !== "AbortError") postMessage({ done: tile.key, fault: String(fault.message) });
  }
};

onmessage = ({ data }) => {
  if (data.styles) {
    styles = data.styles;
    for (const style of Object.values(styles)) style.number = new Intl.NumberFormat(data.language, { maximumFractionDigits: 1 });
    for (const tile of tiles.values()) if (tile.features) draw(tile);
  } else if (data.tile) {
    const tile = { ...data.tile, stop: new AbortController(), features: null };
    tiles.set(tile.key, tile);
    load(tile, data.address);
  } else if (data.drop) {
    tiles.get(data.drop)?.stop.abort();
    tiles.delete(data.drop);
  } else if (data.at) {
    postMessage({ answer: data.question, found: at(data.at) });
  }
};
