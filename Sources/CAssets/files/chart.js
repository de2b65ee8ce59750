// SPDX-License-Identifier: EUPL-1.2
// Adds a readout to the server's drawing: by pointer, by touch and, through a slider, by keyboard.
(() => {
  "use strict";
  const svg = "http://www.w3.org/2000/svg";
  for (const chart of document.querySelectorAll("[data-chart]")) {
    const table = document.getElementById(chart.dataset.chart);
    if (!table) continue;
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
    if (!drawings.length || rows.length !== drawings[0].x.length) continue;

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
  }

  for (const button of document.querySelectorAll("[data-copy]")) {
    if (!navigator.clipboard) continue;
    button.hidden = false;
    button.addEventListener("click", async () => {
      await navigator.clipboard.writeText(document.getElementById(button.dataset.copy).textContent);
      const before = button.textContent;
      button.textContent = button.dataset.done;
      setTimeout(() => { button.textContent = before; }, 2000);
    });
  }
})();
