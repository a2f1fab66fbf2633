// One key, one visible control. A template says data-key="e"; nothing here knows what "e" means.
const writing = "input:not([type=checkbox], [type=radio], [type=file]), textarea, select, dialog[open]";
let used = false; // has a person used this page since the last sign of life?
let usedAt = Date.now();

function use() {
  used = true;
  usedAt = Date.now();
  const warning = document.getElementById("lock");
  if (warning?.open) { warning.close(); sayAlive(); }
}

addEventListener("pointerdown", use);
addEventListener("keydown", (event) => {
  use();
  if (event.key.toLowerCase() === "k" && (event.ctrlKey || event.metaKey)) { event.preventDefault(); return openPalette(); }
  if (event.ctrlKey || event.metaKey || event.altKey || event.repeat || event.isComposing) return;
  if (event.key === "Escape") return fold(event.target);
  if (document.body?.dataset.keys === "off" || event.target.closest?.(writing)) return;
  if (event.key === "j") return move(1);
  if (event.key === "k") return move(-1);
  if (event.target.closest?.("#rows")) {
    if (event.key === "ArrowDown") { event.preventDefault(); return step(1); }
    if (event.key === "ArrowUp") { event.preventDefault(); return step(-1); }
  }
  const control = document.querySelector(`[data-key~="${CSS.escape(event.key)}"]`);
  if (control) { event.preventDefault(); control.click(); enter(control.parentElement); }
});

const rows = () => [...document.querySelectorAll("#rows > li")];
function move(by) {
  const all = rows();
  const here = all.findIndex((row) => row.hasAttribute("aria-current"));
  all[Math.min(all.length - 1, Math.max(0, here + by))]?.querySelector("a").click();
}
function step(by) {
  const all = rows();
  const here = all.findIndex((row) => row.contains(document.activeElement));
  all[Math.min(all.length - 1, Math.max(0, here + by))]?.querySelector("a").focus();
}
function mark() {
  const id = document.querySelector("[data-task]")?.dataset.task;
  const open = id && document.getElementById(`task-${id}`);
  for (const row of rows()) if (row !== open) row.removeAttribute("aria-current");
  open?.setAttribute("aria-current", "true");
  open?.scrollIntoView({ block: "nearest" });
  const toast = document.querySelector("#toast [data-seconds]");
  if (toast) setTimeout(() => toast.remove(), toast.dataset.seconds * 1000);
}
for (const name of ["DOMContentLoaded", "htmx:after:swap"]) addEventListener(name, mark);

// Who finished a task tells every list; one that asked before that and is answered after it would bring the row back.
const gone = new Set();
function removeGone() {
  for (const id of gone) {
    const row = document.getElementById(`task-${id}`);
    if (row?.contains(document.activeElement)) (row.nextElementSibling ?? row.previousElementSibling)?.querySelector("a").focus();
    row?.remove();
  }
}
addEventListener("tasks-gone", (event) => { for (const id of event.detail.data.split(" ")) gone.add(id); removeGone(); });
addEventListener("queue-changed", () => gone.clear());
addEventListener("htmx:after:swap", (event) => { if (event.detail.ctx?.sourceElement?.id === "rows") removeGone(); });

// Marks: the row that has the focus, else the open one; a range begins at the last mark.
let lastMarked = null;
const tick = (row) => row?.querySelector("input[name=task]");
function markRow(how) {
  const all = rows();
  const focused = all.find((row) => row.contains(document.activeElement));
  const here = focused ?? all.find((row) => row.hasAttribute("aria-current")) ?? all[0];
  if (how === "range" && lastMarked && all.includes(lastMarked)) {
    const [from, to] = [all.indexOf(lastMarked), all.indexOf(here)].sort((a, b) => a - b);
    for (const row of all.slice(from, to + 1)) tick(row).checked = true;
  } else if (tick(here)) { tick(here).checked = !tick(here).checked; }
  lastMarked = here;
}
addEventListener("click", (event) => {
  const control = event.target.closest("[data-marks]");
  if (control) markRow(control.dataset.marks);
});

// On a narrow screen the rail begins folded.
addEventListener("DOMContentLoaded", () => { if (innerWidth < 820) for (const rail of document.querySelectorAll(".fold")) rail.open = false; });

// A panel that opens takes the focus, Escape folds it and gives the focus back; only one stands open.
function enter(panel) {
  if (!panel?.matches("details.ask[open]")) return;
  const first = panel.querySelector("input:not([type=hidden]), select, textarea") ?? panel.querySelector(".panel button, .panel a");
  first?.focus({ preventScroll: true });
}
addEventListener("toggle", (event) => { if (!event.target.contains(document.activeElement) || document.activeElement.matches("summary")) enter(event.target); }, true);
function fold(from) {
  const open = from.closest?.("details.ask[open]") ?? document.querySelector("details.ask[open]");
  if (open) { open.open = false; open.querySelector("summary").focus(); return; }
  if (from.closest?.("textarea, input")) return from.blur();
  document.querySelector("#rows > li[aria-current] a")?.focus();
}

// A template goes to the end of the note: its text came with the page and leaves it only as a note.
addEventListener("click", (event) => {
  const template = event.target.closest("[data-fill]");
  const note = document.getElementById("note");
  if (!template || !note) return;
  event.preventDefault();
  note.value = [note.value.trimEnd(), template.dataset.fill].filter(Boolean).join("\n");
  template.closest("details").open = false;
  note.focus();
  note.dispatchEvent(new Event("input", { bubbles: true }));
});

// The palette and the help are one list of every control that has a key, read from the screen itself.
function openPalette() {
  const dialog = document.getElementById("palette");
  if (!dialog || dialog.open) return;
  const list = dialog.querySelector("ul");
  list.replaceChildren(...[...document.querySelectorAll("[data-key]")].map(entry));
  dialog.showModal();
  const filter = dialog.querySelector("input");
  filter.value = "";
  filter.focus();
}
function entry(control) {
  const button = document.createElement("button");
  const keys = control.dataset.key.split(" ").map((key) => Object.assign(document.createElement("kbd"), { textContent: key }));
  const words = control.getAttribute("aria-label") ?? [...control.childNodes].filter((node) => node.nodeName !== "KBD" && !node.classList?.contains("why")).map((node) => node.textContent).join(" ");
  button.type = "button";
  button.append(...keys, ` ${words.trim().replace(/\s+/g, " ")}`);
  button.addEventListener("click", () => { document.getElementById("palette").close(); control.click(); });
  const item = document.createElement("li");
  item.append(button);
  return item;
}
addEventListener("input", (event) => {
  if (!event.target.matches("#palette input")) return;
  const wanted = event.target.value.toLowerCase();
  for (const item of document.querySelectorAll("#palette li")) item.hidden = !item.textContent.toLowerCase().includes(wanted);
});
addEventListener("submit", (event) => {
  if (!event.target.matches("#palette form")) return;
  event.preventDefault();
  document.querySelector("#palette li:not([hidden]) button")?.click();
});
addEventListener("click", (event) => { if (event.target.closest("[data-opens=palette]")) openPalette(); });

// Signs of life come from people only. The screen warns a minute before it locks.
const sayAlive = () => { used = false; if (document.getElementById("alive") && !document.getElementById("door").open) htmx.trigger("#alive", "used"); };
const lock = () => {
  document.getElementById("lock")?.close();
  if (document.getElementById("locking") && !document.getElementById("door").open) htmx.trigger("#locking", "locks");
};
// The lock covers the page and leaves what was typed where it is; an empty door means that it is open again.
addEventListener("htmx:after:swap", () => {
  const door = document.getElementById("door");
  if (!door) return;
  const isLocked = door.childElementCount > 0;
  if (isLocked && !door.open) { document.getElementById("palette").close(); door.showModal(); }
  if (!isLocked && door.open) { usedAt = Date.now(); door.close(); }
});
addEventListener("cancel", (event) => { if (event.target.id === "door") event.preventDefault(); }, true);
addEventListener("close", (event) => { if (event.target.id === "door" && event.target.childElementCount) event.target.showModal(); }, true);
addEventListener("DOMContentLoaded", () => document.querySelector("form[data-goes-on]")?.requestSubmit());
addEventListener("htmx:sse:error", (event) => { if (event.detail.status === 401) lock(); });
setInterval(() => { if (used) sayAlive(); }, 60_000);
setInterval(() => {
  const warning = document.getElementById("lock");
  if (!warning) return; // a page for nobody, or one of which only the beginning has come
  const left = Number(document.body.dataset.lockSeconds) - (Date.now() - usedAt) / 1000;
  if (left <= 0) return document.getElementById("door").open || lock();
  if (left <= 60 && !warning.open) warning.showModal();
}, 1_000);
