// Reviewing with the keyboard, and words that are marked by dragging over them.
"use strict";

const form = document.querySelector("[data-review]");
const undo = document.getElementById("undo");

function typing(target) {
  return target.closest("input:not([type=radio]), select, textarea");
}

document.addEventListener("keydown", (event) => {
  if (event.ctrlKey || event.metaKey || event.altKey) return;
  if (event.key === "Escape" && typing(event.target)) { event.target.blur(); return; }
  if (typing(event.target)) return;
  if (event.key === "u" && undo) { event.preventDefault(); undo.click(); return; }
  if (!form) return;
  if (event.key === "e") { event.preventDefault(); form.querySelector(".fields input, .fields select").focus(); return; }
  const pens = form.querySelectorAll("input[name=pen]"), pen = pens[Number(event.key) - 1];
  if (pen) { event.preventDefault(); pen.checked = true; paint(); form.querySelector("[data-text]").focus(); return; }
  const wanted = form.querySelector(`[data-key="${CSS.escape(event.key)}"]`);
  if (wanted) { event.preventDefault(); wanted.click(); }
});

if (form) {
  const area = form.querySelector("[data-text]"), words = [...area.querySelectorAll(".w")];
  const first = snapshot();
  let from = null;

  const pen = () => form.querySelector("input[name=pen]:checked").value;
  const field = (part) => form.querySelector(`[data-part="${part}"]`);
  const solid = (word) => !word.classList.contains("gap");

  function snapshot() {
    return [...form.elements].filter((one) => one.name && one.name !== "pen" && one.name !== "reason" && one.name !== "action")
      .map((one) => one.value).join("\u0000");
  }

  window.paint = function paint() {
    for (const part of form.querySelectorAll("[data-part]")) {
      const spans = JSON.parse(part.value);
      for (const word of words) {
        const start = Number(word.dataset.s), end = Number(word.dataset.e);
        word.classList.toggle(`w-${part.dataset.part}`, spans.some(([low, high]) => low < end && start < high));
      }
    }
    area.dataset.pen = pen();
    form.querySelector("[data-label]").textContent = snapshot() === first ? "Accept" : "Save and accept";
  };

  function mark(a, b, more) {
    let [low, high] = a <= b ? [a, b] : [b, a];
    while (low < high && !solid(words[low])) low += 1;
    while (high > low && !solid(words[high])) high -= 1;
    const span = [Number(words[low].dataset.s), Number(words[high].dataset.e)];
    const held = more ? JSON.parse(field(pen()).value).filter(([s, e]) => e <= span[0] || s >= span[1]) : [];
    field(pen()).value = JSON.stringify([...held, span].sort((x, y) => x[0] - y[0]));
    window.paint();
  }

  const under = (event) => {
    const word = document.elementFromPoint(event.clientX, event.clientY)?.closest(".w");
    return word && area.contains(word) ? words.indexOf(word) : -1;
  };
  let before = "";
  area.addEventListener("pointerdown", (event) => {
    if (event.button || under(event) < 0) return;
    from = under(event);
    before = field(pen()).value;
    area.setPointerCapture(event.pointerId);
    event.preventDefault();
    area.focus({ preventScroll: true });
  });
  area.addEventListener("pointermove", (event) => {
    const at = under(event);
    if (from === null || at < 0) return;
    field(pen()).value = before;
    mark(from, at, event.ctrlKey || event.metaKey);
  });
  area.addEventListener("pointerup", () => { from = null; });
  area.addEventListener("pointercancel", () => { from = null; });

  // The last stretch grows and shrinks by a word.
  area.addEventListener("keydown", (event) => {
    const step = { ArrowRight: 1, ArrowLeft: -1 }[event.key];
    if (!step) return;
    event.preventDefault();
    const spans = JSON.parse(field(pen()).value), last = spans[spans.length - 1];
    const inside = words.map((word, i) => i).filter((i) => last && solid(words[i]) && Number(words[i].dataset.s) < last[1] && Number(words[i].dataset.e) > last[0]);
    if (!inside.length) { mark(words.findIndex(solid), words.findIndex(solid), true); return; }
    let low = inside[0], high = inside[inside.length - 1];
    const next = (i) => { do { i += step; } while (words[i] && !solid(words[i])); return i; };
    if (event.shiftKey) low = next(low); else high = next(high);
    if (!words[low] || !words[high] || low > high) return;
    spans[spans.length - 1] = [Number(words[low].dataset.s), Number(words[high].dataset.e)];
    field(pen()).value = JSON.stringify(spans);
    window.paint();
  });

  form.querySelector("[data-clear]").addEventListener("click", () => { field(pen()).value = "[]"; window.paint(); });
  form.addEventListener("input", window.paint);
  window.paint();
}
