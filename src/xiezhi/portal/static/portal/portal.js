// Fields that only some answers need stay out of sight until then. Without scripts they are shown and say so.
"use strict";
for (const part of document.querySelectorAll("[data-when]")) {
  const form = part.closest("form");
  const values = part.dataset.is.split(" ");
  const show = () => {
    part.hidden = ![...form.querySelectorAll(`[name="${part.dataset.when}"]:checked`)].some((e) => values.includes(e.value));
  };
  form.addEventListener("change", show);
  show();
}
