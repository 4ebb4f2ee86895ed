// What all pages share: filters that apply themselves, choosing a period on a picture, pictures as PNG.
"use strict";

document.documentElement.classList.add("js");

// On a phone the pages' names are a strip that is moved sideways.
document.querySelector(".top [aria-current]")?.scrollIntoView({ block: "nearest", inline: "center" });

// A filter that is changed is applied; typed text when the field is left. Without script there is the button.
document.addEventListener("change", (event) => {
  const form = event.target.closest("form[data-auto]");
  if (form) {
    for (const field of form.elements) field.disabled = !field.value && field.name !== "";
    form.submit();
  }
});
document.addEventListener("submit", (event) => {
  if (event.target.matches("form[data-auto]")) {
    for (const field of event.target.elements) field.disabled = !field.value && field.name !== "";
  }
});
// Fields that were left out are there again when a browser goes back to the page.
addEventListener("pageshow", () => {
  for (const field of document.querySelectorAll("form[data-auto] :disabled")) field.disabled = false;
});

// On a narrow screen what was found comes first, and what narrows it down is opened when it is wanted.
function fold() {
  for (const one of document.querySelectorAll("[data-fold]")) one.open = innerWidth > 960;
}
fold();
document.addEventListener("htmx:afterSwap", fold);

// Dragging over a time line chooses a period.
for (const area of document.querySelectorAll("[data-brush]")) {
  for (const svg of area.querySelectorAll("svg")) brush(svg, area.dataset.brush);
}

function brush(svg, address) {
  const first = Date.parse(svg.dataset.first), last = Date.parse(svg.dataset.last) + 864e5;
  const left = Number(svg.dataset.left), right = Number(svg.dataset.right);
  const box = document.createElementNS("http://www.w3.org/2000/svg", "rect");
  box.setAttribute("class", "chosen");
  box.setAttribute("height", svg.viewBox.baseVal.height - 24);
  let start = null;
  const place = (event) => {
    const at = (event.clientX - svg.getBoundingClientRect().left) / svg.getBoundingClientRect().width;
    return Math.min(Math.max(at * svg.viewBox.baseVal.width, left), right);
  };
  const day = (x) => new Date(first + ((x - left) / (right - left)) * (last - first - 1)).toISOString().slice(0, 10);
  const show = (x) => {
    box.setAttribute("x", Math.min(start, x));
    box.setAttribute("width", Math.abs(x - start));
  };
  svg.addEventListener("pointerdown", (event) => {
    if (event.button) return;
    start = place(event);
    svg.setPointerCapture(event.pointerId);
    svg.append(box);
    show(start);
  });
  svg.addEventListener("pointermove", (event) => { if (start !== null) show(place(event)); });
  svg.addEventListener("pointercancel", () => { start = null; box.remove(); });
  svg.addEventListener("pointerup", (event) => {
    if (start === null) return;
    const days = [day(start), day(place(event))].sort(), wide = Math.abs(place(event) - start) > 4;
    start = null;
    if (!wide) { box.remove(); return; }
    const target = new URL(address, location.href);
    target.searchParams.set("since", days[0]);
    target.searchParams.set("until", days[1]);
    location.assign(target);
  });
}

// A picture as PNG, drawn by the browser from the same SVG that is kept as such.
for (const button of document.querySelectorAll("[data-png]")) {
  button.hidden = false;
  button.addEventListener("click", async () => {
    const text = await (await fetch(button.dataset.png)).text();
    const box = new DOMParser().parseFromString(text, "image/svg+xml").documentElement.getAttribute("viewBox");
    const [, , width, height] = box.split(" ").map(Number);
    const image = new Image(), source = URL.createObjectURL(new Blob([text], { type: "image/svg+xml" }));
    image.src = source;
    await image.decode();
    const canvas = Object.assign(document.createElement("canvas"), { width: 2 * width, height: 2 * height });
    canvas.getContext("2d").drawImage(image, 0, 0, 2 * width, 2 * height);
    URL.revokeObjectURL(source);
    canvas.toBlob((blob) => {
      const link = Object.assign(document.createElement("a"), { href: URL.createObjectURL(blob), download: "timeline.png" });
      link.click();
      URL.revokeObjectURL(link.href);
    });
  });
}
