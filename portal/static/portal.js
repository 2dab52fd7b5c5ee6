// What the pages do beyond plain HTML; everything works without it.
(function () {
  "use strict";
  const summary = document.querySelector(".error-summary");
  if (summary) summary.focus();

  const form = document.querySelector("form[data-autosave]");
  if (!form) return;
  const words = document.getElementById("saved-words");
  const place = "draft:" + form.dataset.autosave;
  const version = form.elements.namedItem("version");
  let timer = 0, sending = false, again = false, stopped = false;

  const say = (text) => { words.textContent = text; };
  const typed = () => new URLSearchParams(new FormData(form));
  const kept = (values) => { values.delete("csrf_token"); return values.toString(); };
  const keep = () => { try { localStorage.setItem(place, kept(typed())); } catch (_error) { /* storage is full or off */ } };
  const forget = () => { try { localStorage.removeItem(place); } catch (_error) { /* storage is off */ } };

  async function save() {
    if (stopped) return;
    if (sending) { again = true; return; }
    sending = true;
    say(form.dataset.saving);
    try {
      const answer = await fetch(form.dataset.autosave, { method: "POST", body: typed(), headers: { "X-Autosave": "1" }, redirect: "manual" });
      if (answer.type === "opaqueredirect") throw new Error("signed out");
      const said = await answer.json();
      if (answer.ok) { version.value = said.version; forget(); }
      if (answer.status === 409) { stopped = true; say(form.dataset.conflict); } else { say(said.words || ""); }
    } catch (_error) {
      keep();
      say(form.dataset.lost);
    }
    sending = false;
    if (again) { again = false; later(); }
  }

  function later() {
    clearTimeout(timer);
    timer = setTimeout(save, 1500);
  }

  function putBack(values) {
    for (const field of form.elements) {
      if (!field.name || ["csrf_token", "version"].includes(field.name) || ["submit", "hidden"].includes(field.type)) continue;
      const all = values.getAll(field.name);
      if (field.type === "checkbox" || field.type === "radio") field.checked = all.includes(field.value);
      else if (all.length) field.value = all[all.length - 1];
    }
  }

  let before = null;
  try { before = localStorage.getItem(place); } catch (_error) { before = null; }
  if (before !== null && !summary) {
    const values = new URLSearchParams(before);
    putBack(values);
    if (values.get("version") === version.value) { say(form.dataset.restored); save(); } else { stopped = true; say(form.dataset.conflict); }
  }
  form.addEventListener("input", () => { keep(); later(); });
  form.addEventListener("submit", () => { stopped = true; clearTimeout(timer); forget(); });
  window.addEventListener("online", save);
})();
