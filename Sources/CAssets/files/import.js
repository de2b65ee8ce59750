// SPDX-License-Identifier: EUPL-1.2
// A correction changes the preview at once; the progress of an import shows by itself. Both work without this file.
(() => {
  "use strict";
  const read = async (answer) => new DOMParser().parseFromString(await answer.text(), "text/html");
  const replace = (page, selector) => {
    const [old, fresh] = [document.querySelector(selector), page.querySelector(selector)];
    if (old && fresh) old.replaceChildren(...fresh.childNodes);
  };

  const form = document.querySelector("form[data-corrections]");
  if (form) {
    let turn = 0;
    form.addEventListener("change", async (event) => {
      // a column's own fields come and go with its use: that needs the page anew
      if (event.target.name.startsWith("role.")) return;
      const mine = ++turn;
      const answer = await fetch(form.action, { method: "POST", body: new URLSearchParams(new FormData(form)) });
      if (!answer.ok || mine !== turn) return;
      replace(await read(answer), "#preview");
    });
  }

  const progress = document.querySelector("[data-progress]");
  if (progress) {
    const look = async () => {
      const answer = await fetch(location.href);
      if (answer.redirected) { location.assign(answer.url); return; }
      if (answer.ok) {
        const page = await read(answer);
        if (!page.querySelector("[data-progress]")) { location.reload(); return; }
        replace(page, "#progress");
      }
      setTimeout(look, 1500);
    };
    setTimeout(look, 1500);
  }
})();
