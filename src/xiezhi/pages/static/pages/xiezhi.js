// Small comforts; every page works without them.
"use strict";

const typing = (target) => target.closest("input, textarea, select, [contenteditable]");

// After a refusal the summary has the focus, so that a screen reader says it first.
document.querySelector("[data-error-summary]")?.focus();

document.addEventListener("keydown", (event) => {
  if (event.isComposing || event.altKey || event.metaKey) return;
  const form = document.querySelector("form[data-main]");
  const submit = () => form?.querySelector("button.primary")?.click();
  if (event.key === "F9" || (event.key === "Enter" && event.ctrlKey && typing(event.target))) {
    if (form) { event.preventDefault(); submit(); }
  } else if (event.key === "/" && !event.ctrlKey && !typing(event.target)) {
    const find = document.querySelector("[data-find]");
    if (find) { event.preventDefault(); find.focus(); }
  }
});

for (const button of document.querySelectorAll("[data-print]")) {
  button.hidden = false;
  button.addEventListener("click", () => window.print());
}

// One press sends once; the server refuses a second of the same key anyway. What opens beside the form leaves it as it is.
for (const form of document.querySelectorAll("form[data-main]")) {
  form.addEventListener("submit", (event) => {
    if (event.submitter?.formTarget === "_blank") return;
    if (form.dataset.sent) event.preventDefault();
    form.dataset.sent = "yes";
  });
}
window.addEventListener("pageshow", () => {
  for (const form of document.querySelectorAll("form[data-sent]")) delete form.dataset.sent;
});
