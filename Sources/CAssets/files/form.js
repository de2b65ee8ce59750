// SPDX-License-Identifier: EUPL-1.2
// Questions that another answer makes needless are hidden until they are needed. Without this file all are asked.
(() => {
  "use strict";
  document.querySelectorAll("[data-when]").forEach((box) => {
    const form = box.closest("form");
    const control = form && form.elements[box.dataset.when];
    if (!control) return;
    const answers = box.dataset.is.split(" ");
    const holds = () => [...box.querySelectorAll("input, select, textarea")].some((input) =>
      ["checkbox", "radio"].includes(input.type) ? input.checked
        : input.type !== "hidden" && (input.multiple ? input.selectedOptions.length > 0 : input.value !== ""));
    // what holds an answer or a fault is never hidden: nothing is stored unseen
    const look = () => { box.hidden = !answers.includes(control.value || "-") && !holds() && !box.querySelector(".error"); };
    control.addEventListener("change", look);
    look();
  });
})();
