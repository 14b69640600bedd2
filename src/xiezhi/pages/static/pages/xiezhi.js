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

// A session ends when it is not used. One is warned before; what is typed is kept on the server either way.
const ending = document.querySelector(".session-end");
if (ending) {
  const said = ending.querySelector("p"), warning = said.textContent;
  const [goOn, again] = [ending.querySelector("button"), ending.querySelector("a")];
  let timers = [];
  // What stands in a form is kept as if its writer had left the field.
  const keep = () => document.querySelectorAll("form[hx-post]").forEach((form) => form.dispatchEvent(new Event("change")));
  const wait = (left) => {
    timers.forEach(clearTimeout);
    const at = (seconds, then) => setTimeout(then, Math.min(Math.max(seconds, 0) * 1000, 2 ** 31 - 1));
    timers = [
      at(left - ending.dataset.warned, () => { keep(); said.textContent = warning; ending.hidden = false; }),
      at(left - 3, keep),
      at(left, () => { keep(); said.textContent = said.dataset.said; goOn.hidden = true; again.hidden = false; ending.hidden = false; }),
    ];
  };
  wait(Number(ending.dataset.left));
  ending.addEventListener("submit", async (event) => {
    event.preventDefault();
    const answer = await fetch(ending.action, { method: "POST", body: new FormData(ending), redirect: "manual" });
    if (answer.ok) { ending.hidden = true; wait((await answer.json()).left); } else { wait(0); }
  });
}

// A passkey that could not be used: said on the page, not only to the console.
document.addEventListener("allauth.error", (event) => {
  event.preventDefault();
  const place = document.querySelector("main .card h1, main .card h2");
  const told = document.querySelector("#passkey-told") ?? Object.assign(document.createElement("p"), { id: "passkey-told", className: "notice error" });
  told.setAttribute("role", "alert");
  told.textContent = document.documentElement.lang === "en"
    ? "The passkey could not be used: it was cancelled, or there is none on this device. Try again, or choose another way."
    : "没有用成通行密钥：已经取消，或者这台设备上没有。请再试一次，或者换一种方式。";
  place?.after(told);
});
