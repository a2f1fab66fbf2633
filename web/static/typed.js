// What stands half typed when a session is over goes along to the door, form by form, and nothing is done with it
// before the person says so. What cannot go along is told on the cover, while it can still be copied.
const isTick = (field) => ["checkbox", "radio"].includes(field.type);
const isLost = (field) => field.files?.length > 0 || field.validity?.badInput === true;
function differs(field) {
  if (!field.name || ["hidden", "password", "submit", "button"].includes(field.type)) return false;
  if (isLost(field)) return true;
  if (isTick(field)) return field.checked !== field.defaultChecked;
  if (field.localName !== "select") return field.value !== field.defaultValue;
  const all = [...field.options], came = all.filter((each) => each.defaultSelected);
  const first = came.length || field.multiple ? came : all.slice(0, 1);
  return all.some((each) => each.selected !== first.includes(each));
}

function wordsOf(node) {
  const copy = node?.cloneNode(true);
  for (const each of copy?.querySelectorAll("kbd, .why, input, select, textarea") ?? []) each.remove();
  return copy?.textContent.trim().replace(/\s+/g, " ") ?? "";
}
const labelOf = (field) => field.getAttribute("aria-label") ?? (wordsOf(field.labels?.[0]) || field.name);

function told(field, isBeside) {
  const label = field.dataset.label ?? (["hidden", "submit"].includes(field.type) ? "" : labelOf(field));
  const kind = ["textarea", "text", "date", "time", "number", "email", "search", "tel"].includes(field.type) ? field.type : "";
  return (field.localName === "select" ? [...field.selectedOptions] : [field]).map((each) => ({
    name: field.name,
    value: each.value.replace(/\r?\n/g, "\r\n"), // as a form sends it
    label,
    words: each !== field ? each.text : field.dataset.words ?? (isTick(field) ? "chosen" : ""),
    is_beside: isBeside,
    kind,
  }));
}

function typedForm(form) {
  const all = [...form.elements].filter((each) => each.name && !each.disabled);
  const buttons = [...form.elements].filter((each) => each.type === "submit");
  const sent = all.filter((each) => !["file", "password", "submit", "button"].includes(each.type) && (!isTick(each) || each.checked));
  if (buttons.length === 1 && buttons[0].name) sent.push(buttons[0]);
  const include = form.getAttribute("hx-include");
  const beside = include ? [...document.querySelectorAll(include)].filter((each) => each.value) : [];
  return {
    form,
    path: form.getAttribute("action"),
    title: form.dataset.title ?? (buttons.length === 1 ? wordsOf(buttons[0]) : wordsOf(form.closest("details")?.querySelector("summary"))),
    fields: [...sent.flatMap((each) => told(each, false)), ...beside.flatMap((each) => told(each, true))],
    lost: all.filter(isLost),
    goes: all.some((each) => differs(each) && !isLost(each)),
  };
}

// In the order of the page, as long as there is room: the server counts in the same way.
function halfTyped(cover) {
  const { room, sent } = cover.dataset;
  const forms = [...document.forms].filter((form) => form.getAttribute("method") === "post" && !form.closest("#door"));
  const typed = forms.filter((form) => [...form.elements].some(differs)).map(typedForm);
  const goes = [], left = [];
  let free = Number(room);
  const isSent = (form) => sent && form.elements.key?.value === sent;
  const along = forms.find(isSent)?.getAttribute("hx-include"); // what was sent took this with it
  const isKept = (form) => isSent(form) || (along && [...form.elements].filter(differs).every((each) => each.matches(along)));
  for (const form of typed) {
    if (!form.goes || isKept(form.form)) continue;
    const size = form.fields.flatMap((each) => [each.name, each.value, each.label, each.words]).join("").length;
    if (size <= free) { free -= size; goes.push(form); } else left.push(form);
  }
  return { goes, left, lost: typed.flatMap((form) => form.lost) };
}

function tellWhatStays() {
  const cover = document.querySelector("#door [data-keeps]"), place = document.getElementById("stays");
  if (!cover || !place.hidden) return;
  const { left, lost } = halfTyped(cover);
  const say = (kind, words, text) => {
    const one = place.querySelector(`template[data-of=${kind}]`).content.cloneNode(true);
    one.querySelector(".what").textContent = words;
    const area = one.querySelector("textarea");
    if (area) { area.value = text; area.setAttribute("aria-label", words); }
    place.querySelector("ul").append(one);
  };
  for (const form of left) {
    for (const each of form.fields.filter((one) => one.label && !one.is_beside && one.value)) say("text", `${form.title}, ${each.label}`, each.words || each.value);
  }
  for (const field of lost) {
    for (const file of field.files ?? []) say("file", file.name);
    if (!field.files) say("day", labelOf(field));
  }
  place.hidden = !(left.length || lost.length);
  if (!place.hidden) place.focus(); // a key meant for the form must not leave it behind
  else if (cover.matches("[data-at-once]")) cover.requestSubmit();
}
addEventListener("htmx:after:swap", tellWhatStays);
// A cover that is there stays as it is: a second answer would take its focus, and what is being copied.
addEventListener("htmx:before:swap", (event) => {
  if (event.detail.ctx.hx?.retarget === "#door" && document.querySelector("#door[open] [data-keeps]")) event.preventDefault();
});
addEventListener("submit", (event) => {
  if (!event.target.matches("[data-keeps]")) return;
  const { typed, whose } = event.target.elements;
  typed.value = JSON.stringify(halfTyped(event.target).goes.map(({ path, title, fields }) => ({ path, title, fields })));
  whose.value = document.body.dataset.who ?? "";
  whose.disabled = !whose.value;
});
