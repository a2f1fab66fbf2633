// A slow or broken line: the screen says that an act is on its way, or that no answer came. Pressing again is safe,
// because a form's key makes it one act; what was typed stays where it is.
const isAct = (ctx) => ctx?.sourceElement?.matches("form[method=post], a[href]"); // j and k open a row by its link
const line = (word) => {
  const place = document.getElementById("line");
  if (place) place.textContent = word ? place.dataset[word] : "";
};
const underWay = new Map();
addEventListener("htmx:before:request", ({ detail: { ctx } }) => {
  if (!isAct(ctx)) return;
  const isOffline = !navigator.onLine;
  line("");
  underWay.set(ctx, { isOffline, timer: setTimeout(() => line("slow"), 400) });
});
addEventListener("htmx:error", ({ detail: { ctx } }) => {
  const act = underWay.get(ctx);
  if (!act) return;
  clearTimeout(act.timer);
  act.isLost = true;
  line(act.isOffline ? "offline" : "lost");
});
addEventListener("htmx:finally:request", ({ detail: { ctx } }) => {
  const act = underWay.get(ctx);
  if (!act) return;
  clearTimeout(act.timer);
  underWay.delete(ctx);
  if (!act.isLost && !underWay.size) line("");
});
// A page that cannot be fetched would take the screen away, and with it what is half typed.
const stays = (event) => {
  if (navigator.onLine || event.defaultPrevented) return;
  event.preventDefault();
  line("offline");
};
addEventListener("click", (event) => { if (event.target.closest("a[href]:not([href^='#'])")) stays(event); });
addEventListener("submit", (event) => { if (event.target.getAttribute("method") !== "dialog") stays(event); });
// A file goes only on a session that holds: a screen may not have noticed that its own is over. Then the cover says so
// and the file stays chosen.
let upload = null;
addEventListener("submit", (event) => {
  const { target: form, submitter } = event;
  if (event.defaultPrevented || form.enctype !== "multipart/form-data" || !document.getElementById("alive")) return;
  if (upload?.holds) { upload = null; return; }
  event.preventDefault();
  upload = { form, submitter };
  htmx.trigger("#alive", "used");
});
addEventListener("htmx:finally:request", ({ detail: { ctx } }) => {
  if (ctx.sourceElement?.id !== "alive" || !upload) return;
  if (!ctx.response) line("offline");
  upload.holds = ctx.response?.raw.ok === true;
  if (upload.holds) upload.form.requestSubmit(upload.submitter); else upload = null;
});
