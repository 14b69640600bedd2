// Turning pages by the keyboard. The links do the same without scripts.
"use strict";
document.addEventListener("keydown", (event) => {
  if (event.isComposing || event.altKey || event.ctrlKey || event.metaKey || event.target.closest("input, textarea, select")) return;
  const way = { ArrowLeft: "prev", PageUp: "prev", ArrowRight: "next", PageDown: "next" }[event.key];
  const link = way && document.querySelector(`[data-turn=${way}]`);
  if (link && !(event.key.startsWith("Page") && document.documentElement.scrollHeight > innerHeight + 4)) { event.preventDefault(); link.click(); }
});
// On a phone the contents stay folded, so that the page comes first.
if (matchMedia("(max-width: 60em)").matches) document.querySelector("[data-leaves]")?.removeAttribute("open");
document.querySelector(".numbers [aria-current]")?.scrollIntoView({ block: "nearest" });
