// The record of the words under the pointer, the focus or the finger, and layers that can be left out.
"use strict";

const text = document.querySelector(".text"), tip = document.getElementById("tip");
let shown = "", held = false;

function cards(keys) {
  return keys.split(" ").map((key) => document.getElementById(`r-${key}`)).filter(Boolean);
}

function open(mark, hold) {
  const keys = mark.dataset.on;
  held = hold;
  if (keys !== shown) {
    shown = keys;
    tip.replaceChildren(...cards(keys).reverse().slice(0, 4).map((card) => {
      const box = document.createElement("div");
      box.className = "entry";
      box.append(...card.cloneNode(true).childNodes);
      return box;
    }));
    const wanted = new Set(keys.split(" "));
    for (const one of text.querySelectorAll("[data-on]")) {
      one.classList.toggle("lit", one.dataset.on.split(" ").some((key) => wanted.has(key)));
    }
  }
  tip.classList.toggle("held", hold);
  if (!tip.matches(":popover-open")) tip.showPopover();
  const at = mark.getClientRects()[0], size = tip.getBoundingClientRect();
  if (innerWidth > 700) {
    const below = at.bottom + 8 + size.height < innerHeight;
    tip.style.left = `${Math.max(8, Math.min(at.left, innerWidth - size.width - 8))}px`;
    tip.style.top = `${below ? at.bottom + 8 : Math.max(8, at.top - size.height - 8)}px`;
  } else {
    tip.style.left = tip.style.top = "";
  }
}

function close() {
  shown = "";
  held = false;
  if (tip.matches(":popover-open")) tip.hidePopover();
  for (const one of text.querySelectorAll(".lit")) one.classList.remove("lit");
}

text.addEventListener("pointerover", (event) => {
  const mark = event.target.closest("[data-on]");
  if (event.pointerType === "mouse" && !held) mark ? open(mark, false) : close();
});
text.addEventListener("pointerleave", () => { if (!held) close(); });
text.addEventListener("click", (event) => {
  const mark = event.target.closest("span[data-on]");
  if (mark && getSelection().isCollapsed) open(mark, true);
});
text.addEventListener("focusin", (event) => {
  const mark = event.target.closest("[data-on]");
  if (mark) open(mark, false);
});
text.addEventListener("focusout", () => { if (!held) close(); });
document.addEventListener("keydown", (event) => { if (event.key === "Escape") close(); });
document.addEventListener("pointerdown", (event) => {
  if (held && !tip.contains(event.target) && !event.target.closest(".text [data-on]")) close();
});
addEventListener("scroll", () => { if (innerWidth > 700) close(); }, { passive: true });

for (const box of document.querySelectorAll("[data-layer]")) {
  box.addEventListener("change", () => document.querySelector(".article").classList.toggle(`no-${box.dataset.layer}`, !box.checked));
}
