// How far something is that was added, as it happens; and files that are dropped.
"use strict";

const job = document.querySelector("[data-job]");
if (job && !("done" in job.dataset)) {
  let seen = Number(job.dataset.seen), number = 0;
  const list = job.querySelector("[data-outcomes]"), progress = job.querySelector("[data-progress]");
  const stream = new EventSource(job.dataset.job);
  stream.onmessage = (message) => {
    if (Number(message.lastEventId) <= seen) return;
    seen = Number(message.lastEventId);
    const event = JSON.parse(message.data);
    if (event.done) { stream.close(); location.reload(); return; }
    number += 1;
    progress.textContent = `Being read: ${list.children.length + 1} so far …`;
    const line = document.createElement("li"), name = document.createElement(event.error ? "strong" : "a");
    name.textContent = event.source || event.article;
    if (event.error) line.className = "failed"; else name.href = `/articles/${encodeURIComponent(event.article)}`;
    line.append(name, event.error ? `: ${event.error.message}` : ` ${event.outcome.replace("_", " ")}`);
    list.append(line);
  };
}

for (const form of document.querySelectorAll("[data-drop]")) {
  const field = form.querySelector("input[type=file]"), area = form.querySelector(".drop");
  for (const name of ["dragenter", "dragover"]) {
    area.addEventListener(name, (event) => { event.preventDefault(); area.classList.add("over"); });
  }
  for (const name of ["dragleave", "drop"]) area.addEventListener(name, () => area.classList.remove("over"));
  area.addEventListener("drop", (event) => {
    event.preventDefault();
    field.files = event.dataTransfer.files;
  });
}
