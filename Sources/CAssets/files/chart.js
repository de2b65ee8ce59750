// SPDX-License-Identifier: EUPL-1.2
// Adds a readout to the server's drawing: by pointer, by touch and, through a slider, by keyboard. Zoom and moving through
// time follow the server's own links; the part of the page that shows them is put in place of the old one.
(() => {
  "use strict";
  const svg = "http://www.w3.org/2000/svg";
  const readable = (chart) => {
    const table = document.getElementById(chart.dataset.chart);
    if (!table) return;
    const rows = [...table.tBodies[0].rows];
    const heads = [...table.tHead.rows[0].cells].map((cell) => cell.textContent.trim());
    const sentence = (index) => {
      const cells = [...rows[index].cells].map((cell) => cell.textContent.trim());
      if (rows[index].classList.contains("gap")) return cells.join(": ");
      const rest = cells.slice(2, -1).map((cell, at) => `${heads[at + 2]} ${cell}`);
      return [`${cells[0]}: ${cells[1]}`, ...rest].join(" · ");
    };
    const drawings = [...chart.querySelectorAll("svg.drawing")].map((drawing) => {
      const line = document.createElementNS(svg, "line");
      line.setAttribute("class", "cursor");
      line.setAttribute("y1", drawing.dataset.top);
      line.setAttribute("y2", drawing.dataset.bottom);
      const dot = document.createElementNS(svg, "circle");
      dot.setAttribute("class", "cursor-dot");
      dot.setAttribute("r", "5");
      for (const part of [line, dot]) { part.style.display = "none"; drawing.append(part); }
      return { drawing, line, dot, x: drawing.dataset.x.split(" ").map(Number), y: drawing.dataset.y.split(",") };
    });
    if (!drawings.length || rows.length !== drawings[0].x.length) return;

    const german = document.documentElement.lang === "de";
    const readout = document.createElement("div");
    readout.className = "readout";
    const label = document.createElement("label");
    label.textContent = german ? "Wert ablesen (Pfeiltasten oder Zeigen)" : "Read a value (arrow keys or pointing)";
    const slider = document.createElement("input");
    slider.type = "range";
    slider.min = "0";
    slider.max = String(rows.length - 1);
    slider.id = `${chart.dataset.chart}-reader`;
    label.htmlFor = slider.id;
    label.append(document.createElement("br"), slider);
    const output = document.createElement("output");
    output.htmlFor = slider.id;
    readout.append(label, output);
    chart.append(readout);

    const show = (index) => {
      slider.value = String(index);
      const words = sentence(index);
      slider.setAttribute("aria-valuetext", words);
      output.textContent = words;
      for (const { line, dot, x, y } of drawings) {
        line.setAttribute("x1", x[index]);
        line.setAttribute("x2", x[index]);
        line.style.display = "";
        dot.style.display = y[index] ? "" : "none";
        if (y[index]) { dot.setAttribute("cx", x[index]); dot.setAttribute("cy", y[index]); }
      }
    };
    slider.addEventListener("input", () => show(Number(slider.value)));
    for (const { drawing, x } of drawings) {
      const point = (event) => {
        const frame = drawing.getBoundingClientRect();
        const at = (event.clientX - frame.left) / frame.width * drawing.viewBox.baseVal.width;
        let best = 0;
        for (let index = 1; index < x.length; index++) if (Math.abs(x[index] - at) < Math.abs(x[best] - at)) best = index;
        show(best);
      };
      drawing.addEventListener("pointermove", point);
      drawing.addEventListener("pointerdown", point);
    }
    let last = rows.length - 1;
    while (last > 0 && rows[last].classList.contains("gap")) last--;
    show(last);
  };

  // Another stretch of time: its page is fetched, and its chart and files take the place of these.
  let loading;
  // leaps within the page change the address too, and nothing of the chart
  const place = (url) => { const { pathname, search } = new URL(url, location.href); return pathname + search; };
  let shown = place(location.href);
  const go = async (url, isNew = true) => {
    const asked = loading = new AbortController();
    try {
      const answer = await fetch(url, { signal: asked.signal, headers: { Accept: "text/html" } });
      if (!answer.ok) throw new Error(answer.status);
      const page = new DOMParser().parseFromString(await answer.text(), "text/html");
      if (asked !== loading) return;
      const [main, fresh] = [document.querySelector("main"), page.querySelector("main")];
      const focused = document.activeElement?.matches?.("input[type=range]") ? "slider" : document.activeElement?.dataset?.move;
      main.replaceChildren(...fresh.childNodes);
      if (isNew) history.pushState({}, "", url);
      shown = place(url);
      start();
      const wanted = focused === "slider" ? main.querySelector(".readout input") : main.querySelector(`[data-move="${focused}"]`);
      (wanted ?? (focused ? main.querySelector(".readout input") : null))?.focus({ preventScroll: true });
    } catch (fault) {
      if (fault.name !== "AbortError") location.assign(url);
    }
  };
  addEventListener("popstate", () => {
    if (document.querySelector("[data-stretch]") && place(location.href) !== shown) go(location.href, false);
  });

  const day = (number) => new Date(number * 86400000).toISOString().slice(0, 10);

  const movable = (stretch) => {
    const { first, last } = stretch.dataset;
    const days = last - first + 1;
    const to = (from, until) => {
      const query = new URLSearchParams({ from: day(from), to: day(until) });
      if (stretch.dataset.with) query.set("with", stretch.dataset.with);
      go(`${stretch.dataset.stretch}?${query}`);
    };
    const follow = (name) => { const link = stretch.querySelector(`[data-move="${name}"]`); if (link) go(link.href); };
    for (const link of stretch.querySelectorAll("[data-move]")) {
      link.addEventListener("click", (event) => {
        if (event.button || event.ctrlKey || event.metaKey || event.shiftKey) return;
        event.preventDefault();
        go(link.href);
      });
    }
    for (const hint of stretch.querySelectorAll("[data-hint]")) hint.hidden = false;
    stretch.addEventListener("keydown", (event) => {
      if (!event.target.matches(".readout input") || event.ctrlKey || event.metaKey || event.altKey) return;
      const name = { "+": "closer", "-": "wider", "−": "wider" }[event.key]
        ?? (event.shiftKey ? { ArrowLeft: "earlier", ArrowRight: "later" }[event.key] : undefined);
      if (!name) return;
      event.preventDefault();
      follow(name);
    });
    for (const drawing of stretch.querySelectorAll("svg.drawing")) {
      const [left, right] = [Number(drawing.dataset.left), Number(drawing.dataset.right)];
      const place = (event) => {
        const frame = drawing.getBoundingClientRect();
        const at = (event.clientX - frame.left) / frame.width * drawing.viewBox.baseVal.width;
        return Math.min(Math.max(at, left), right);
      };
      const at = (x) => Number(first) + Math.min(days - 1, Math.floor((x - left) / (right - left) * days));
      let begun, box;
      const end = () => { box?.remove(); begun = box = undefined; };
      drawing.addEventListener("pointerdown", (event) => {
        if (event.pointerType === "touch" || event.button) return;
        begun = { x: place(event), moves: event.shiftKey };
        drawing.setPointerCapture(event.pointerId);
      });
      drawing.addEventListener("pointermove", (event) => {
        if (!begun || begun.moves) return;
        if (!box) {
          box = document.createElementNS(svg, "rect");
          box.setAttribute("class", "picked");
          box.setAttribute("y", drawing.dataset.top);
          box.setAttribute("height", drawing.dataset.bottom - drawing.dataset.top);
          drawing.append(box);
        }
        const x = place(event);
        box.setAttribute("x", Math.min(x, begun.x));
        box.setAttribute("width", Math.abs(x - begun.x));
      });
      drawing.addEventListener("pointerup", (event) => {
        if (!begun) return;
        const [from, until, moves] = [begun.x, place(event), begun.moves];
        end();
        if (Math.abs(until - from) < 8) return;
        if (moves) {
          const shift = Math.round((from - until) / (right - left) * days);
          if (shift) to(Number(first) + shift, Number(last) + shift);
        } else {
          to(at(Math.min(from, until)), at(Math.max(from, until)));
        }
      });
      drawing.addEventListener("pointercancel", end);
    }
  };

  // The picture in pixels is drawn here from the server's drawing.
  const paintable = (button) => {
    button.hidden = false;
    button.addEventListener("click", async () => {
      const text = await (await fetch(button.dataset.picture)).text();
      const picture = new Image();
      picture.src = "data:image/svg+xml;charset=utf-8," + encodeURIComponent(text);
      await picture.decode();
      const canvas = document.createElement("canvas");
      [canvas.width, canvas.height] = [2 * picture.width, 2 * picture.height];
      canvas.getContext("2d").drawImage(picture, 0, 0, canvas.width, canvas.height);
      const link = document.createElement("a");
      link.href = canvas.toDataURL("image/png");
      link.download = new URL(button.dataset.picture, location.href).pathname.split("/").pop().replace(/svg$/, "png");
      link.click();
    });
  };

  const copyable = (button) => {
    if (!navigator.clipboard) return;
    button.hidden = false;
    button.addEventListener("click", async () => {
      await navigator.clipboard.writeText(document.getElementById(button.dataset.copy).textContent);
      const before = button.innerHTML;
      button.textContent = button.dataset.done;
      setTimeout(() => { button.innerHTML = before; }, 2000);
    });
  };

  const start = () => {
    document.querySelectorAll("[data-chart]").forEach(readable);
    document.querySelectorAll("[data-stretch]").forEach(movable);
    document.querySelectorAll("[data-picture]").forEach(paintable);
    document.querySelectorAll("[data-copy]").forEach(copyable);
  };
  start();
})();
