// SPDX-License-Identifier: EUPL-1.2
// A matrix of inputs as a sheet: keys, paste of a range, storing by itself. Without this file it is a form with a button.
(() => {
  "use strict";
  const form = document.querySelector("form[data-matrix]");
  if (!form) return;
  document.querySelectorAll(".scripted").forEach((one) => { one.hidden = false; });
  const words = form.dataset;
  const state = form.querySelector("[data-state]");
  const cells = new Map([...form.querySelectorAll("[data-cell]")].map((input) => [input.dataset.cell, input]));
  const place = (input) => { const [grid, row, column] = input.dataset.cell.split(" "); return [grid, Number(row), Number(column)]; };
  const at = (grid, row, column) => cells.get(`${grid} ${row} ${column}`);
  const go = (input) => { if (input) { input.focus(); input.select(); } return Boolean(input); };

  // Keys
  form.addEventListener("keydown", (event) => {
    const input = event.target;
    if (!input.dataset.cell) {
      const details = input.closest("details.because");
      const own = details && details.parentElement.querySelector("[data-cell]");
      if (event.key === "Escape" && own) { details.open = false; go(own); }
      return;
    }
    if (event.ctrlKey || event.altKey || event.metaKey) return;
    const [grid, row, column] = place(input);
    const isAll = input.selectionStart === 0 && input.selectionEnd === input.value.length;
    let done = false;
    switch (event.key) {
      case "ArrowDown": done = go(at(grid, row + 1, column)); break;
      case "ArrowUp": done = go(at(grid, row - 1, column)); break;
      case "ArrowLeft": if (isAll || input.selectionEnd === 0) done = go(at(grid, row, column - 1)); break;
      case "ArrowRight": if (isAll || input.selectionStart === input.value.length) done = go(at(grid, row, column + 1)); break;
      case "Enter": spread(input); go(at(grid, row + (event.shiftKey ? -1 : 1), column)); done = true; break;
      case "Tab": {
        if (!event.shiftKey) { done = go(at(grid, row, column + 1) || at(grid, row + 1, 0)); break; }
        let before = at(grid, row, column - 1);
        for (let last = 0; !before && at(grid, row - 1, last); last += 1) { if (!at(grid, row - 1, last + 1)) before = at(grid, row - 1, last); }
        done = go(before);
        break;
      }
      case "F2": {
        const details = input.parentElement.querySelector("details.because");
        if (details) { details.open = true; details.querySelector("select").focus(); done = true; }
        break;
      }
    }
    if (done) event.preventDefault();
  });

  // What is not stored yet, by the input's name
  const waiting = new Map();
  let isSending = false;
  let isLeaving = false;
  let timer = null;
  const tell = (text) => { if (state.textContent !== text) state.textContent = text; };
  const mark = (input, text) => {
    const id = `${input.id}-note`;
    document.getElementById(id)?.remove();
    if (!text) { input.removeAttribute("aria-invalid"); input.removeAttribute("aria-describedby"); return; }
    const note = document.createElement("p");
    note.className = "error";
    note.id = id;
    note.textContent = text;
    input.after(note);
    input.setAttribute("aria-invalid", "true");
    input.setAttribute("aria-describedby", id);
    const details = input.closest("details");
    if (details) details.open = true;
  };
  const later = (delay) => { clearTimeout(timer); timer = setTimeout(send, delay); };
  const changed = (input) => {
    if (!input.name) return;
    waiting.set(input.name, input.value);
    tell(words.unsaved);
    if ("autosave" in words) later(1200);
  };

  // A row typed into one cell, such as "70 55 40", goes along the row once the cell is left
  const isRating = (text) => /^(0|[1-9]\d{0,2})([.,]\d+)?$/.test(text) && Number(text.replace(",", ".")) <= 100;
  // The numbers and the cells they go into; nothing where they are too many or would cover what stands there
  const row = (input) => {
    if (!input.dataset.cell?.startsWith("r ")) return null;
    const texts = input.value.trim().split(/[\s;]+/);
    if (texts.length < 2 || !texts.slice(1).every(isRating)) return null;
    const [grid, line, column] = place(input);
    const behind = texts.slice(1).map((_, index) => at(grid, line, column + 1 + index));
    return behind.some((cell) => !cell || cell.value.trim() !== "") ? null : { texts, cells: [input, ...behind] };
  };
  const spread = (input) => {
    const found = row(input);
    if (!found) return;
    const before = new Map();
    found.cells.forEach((cell, index) => {
      before.set(cell, "");
      cell.value = found.texts[index];
      changed(cell);
    });
    entered(before, `${words.spread} ${before.size}`);
  };

  async function send() {
    if (isSending) return;
    // whoever is still typing a row is waited for
    const sent = new Map([...waiting].filter(([name]) => {
      const input = form.elements[name];
      return input !== document.activeElement || !row(input);
    }));
    if (sent.size === 0) return;
    isSending = true;
    const body = new URLSearchParams([...sent, ["base", form.elements.base.value]]);
    tell(words.saving);
    let retry = 0;
    try {
      const answer = await fetch(form.action, { method: "POST", body, headers: { Accept: "application/json" } });
      if (!answer.ok) {
        const problem = await answer.json().catch(() => ({}));
        tell(problem.detail || words.offline);
        retry = answer.status === 429 || answer.status >= 500 ? 20000 : 0;
      } else {
        const told = await answer.json();
        form.elements.base.value = JSON.stringify(told.base);
        for (const [name, value] of sent) {
          const input = form.elements[name];
          mark(input, told.notes[name]);
          if (input.value === value) waiting.delete(name);
        }
        const hints = form.querySelector("[data-hints]");
        if (hints) hints.replaceChildren(...told.hints.map((text) => { const item = document.createElement("li"); item.textContent = text; return item; }));
        const first = Object.values(told.notes)[0];
        tell(waiting.size > 0 ? words.unsaved : first || words.saved);
        retry = waiting.size > 0 ? 400 : 0;
      }
    } catch (error) {
      tell(words.offline);
      retry = 5000;
    }
    isSending = false;
    if (retry) later(retry);
  }

  form.addEventListener("input", (event) => changed(event.target));
  form.addEventListener("change", (event) => { if (event.target.dataset.cell) spread(event.target); });
  form.addEventListener("change", (event) => { if ("autosave" in words && waiting.size > 0 && event.target.name) later(200); });
  form.addEventListener("submit", () => {
    if (document.activeElement?.dataset?.cell) spread(document.activeElement);
    isLeaving = true;
  });
  document.addEventListener("visibilitychange", () => { if (document.hidden && "autosave" in words) send(); });
  window.addEventListener("beforeunload", (event) => { if (waiting.size > 0 && !isLeaving) event.preventDefault(); });

  // Paste of a range
  let undo = null;
  const takeBack = () => {
    for (const [input, value] of undo.before) { input.value = value; changed(input); }
    undo.line.remove();
    undo = null;
  };
  const entered = (before, text) => {
    if (undo) undo.line.remove();
    const line = document.createElement("p");
    line.setAttribute("role", "status");
    line.className = "actions";
    line.append(`${text} `);
    const button = document.createElement("button");
    button.type = "button";
    button.className = "quiet";
    button.textContent = words.undo;
    button.addEventListener("click", takeBack);
    line.append(button);
    state.before(line);
    undo = { before, line };
  };
  form.addEventListener("paste", (event) => {
    const input = event.target;
    if (!input.dataset.cell) return;
    const text = event.clipboardData.getData("text/plain").replace(/\r\n?/g, "\n").replace(/\n$/, "");
    if (!/[\t\n]/.test(text)) return;
    event.preventDefault();
    const [grid, row, column] = place(input);
    const before = new Map();
    let outside = 0;
    text.split("\n").forEach((line, down) => line.split("\t").forEach((value, right) => {
      const cell = at(grid, row + down, column + right);
      if (!cell) { outside += 1; return; }
      before.set(cell, cell.value);
      cell.value = value.trim();
      changed(cell);
    }));
    entered(before, `${words.pasted} ${before.size}${outside ? `; ${words.leftOut} ${outside}` : ""}`);
  });
})();
