// What the pages do beyond plain HTML; everything works without it.
(function () {
  "use strict";
  const summary = document.querySelector(".error-summary");
  if (summary) summary.focus();

  // What the chosen outcome does not ask for is put aside: not seen, and not counted. It stays, and comes back with another.
  const parts = [...document.querySelectorAll("[data-only-for]")];
  if (parts.length) {
    const asked = parts[0].closest("form"), note = asked.querySelector("[data-put-aside]");
    const fit = () => {
      const chosen = asked.querySelector("[name=outcome]:checked");
      let said = false;
      for (const part of parts) {
        const aside = Boolean(chosen) && !part.dataset.onlyFor.split(" ").includes(chosen.value);
        part.hidden = aside;
        part.querySelector("[name=put_aside]").disabled = !aside;
        said = said || (aside && part.querySelector("input:not([type=hidden]), textarea").value.trim() !== "");
      }
      note.hidden = !said;
    };
    asked.addEventListener("change", fit);
    window.addEventListener("pageshow", fit);
    fit();
  }

  // A large file is read by the worker; the page looks whether it is done.
  if (document.querySelector("[data-waiting]")) {
    const look = async () => {
      try { if (!(await (await fetch(location.href)).text()).includes("data-waiting")) return location.reload(); } catch (_error) { /* the portal is away for a moment */ }
      return setTimeout(look, 2000);
    };
    setTimeout(look, 2000);
  }

  // A CPR-shaped number is not kept anywhere, not in the browser either.
  const CPR = /(^|\D)(0[1-9]|[12]\d|3[01])(0[1-9]|1[0-2])\d{2}[-\s]?\d{4}(?!\d)/;
  const withoutCpr = (values) => { for (const [name, value] of [...values.entries()]) if (CPR.test(value)) values.delete(name); };

  // What is typed into a section stands in this browser until the portal has said that it is kept.
  const drafts = {
    get(place) { try { return new URLSearchParams(localStorage.getItem(place) || ""); } catch (_error) { return new URLSearchParams(); } },
    put(place, values) { values.delete("csrf_token"); withoutCpr(values); try { localStorage.setItem(place, values.toString()); } catch (_error) { /* storage is full or off */ } },
    drop(place) { try { localStorage.removeItem(place); } catch (_error) { /* storage is off */ } },
    places() { try { return Object.keys(localStorage).filter((each) => each.startsWith("draft:")); } catch (_error) { return []; } },
  };
  if (document.querySelector(".alert-success")) {
    for (const place of drafts.places()) if (drafts.get(place).has("sent")) drafts.drop(place);
  }
  for (const link of document.querySelectorAll("a[data-forget]")) link.addEventListener("click", () => drafts.drop(link.dataset.forget));

  const form = document.querySelector("form[data-autosave]");
  if (!form) return;
  const words = document.getElementById("saved-words");
  const place = form.dataset.draft;
  const version = form.elements.namedItem("version");
  const before = form.elements.namedItem("before"); // marks of the answers the page began with
  const SOON = 1500, LATER = 10000, LONGEST = 20000, JUST = 60000;
  let timer = 0, sending = false, changed = false, stopped = false, clash = false, waiting = null;

  const say = (text, alarm = false) => { words.textContent = text; words.className = alarm ? "pp-alarm" : ""; };
  const typed = () => new URLSearchParams(new FormData(form));
  const keep = (sent) => {
    const values = typed();
    if (sent) values.set("sent", "1");
    values.set("at", String(clash ? 0 : Date.now()));
    drafts.put(place, values);
  };
  // The words are the portal's now. Which version they became is remembered: a page may have been drawn just before.
  const kept = (number) => drafts.put(place, new URLSearchParams({ kept: String(number) }));
  const later = (wait) => { clearTimeout(timer); timer = stopped ? 0 : setTimeout(save, wait); };
  const stop = (text) => { stopped = true; clearTimeout(timer); timer = 0; say(text, true); };

  async function post() {
    const patience = new AbortController();
    const bell = setTimeout(() => patience.abort(), LONGEST);
    try {
      return await fetch(form.dataset.autosave, { method: "POST", body: typed(), headers: { "X-Autosave": "1" }, redirect: "manual", signal: patience.signal });
    } finally {
      clearTimeout(bell);
    }
  }

  async function heard(answer) {
    const known = (answer.headers.get("Content-Type") || "").includes("json");
    if (answer.status >= 500) throw new Error("the portal is away");
    if (!known) return stop(form.dataset.away); // signed out meanwhile, or the form is too old
    const said = await answer.json();
    if (said.closed) return stop(said.words); // submitted meanwhile, for one
    if (answer.status === 409) { clash = true; keep(false); }
    if (answer.status === 409) return stop(said.words ? `${said.words} ${form.dataset.compare}` : form.dataset.conflict);
    say(said.words || "", !answer.ok);
    if (!answer.ok) return undefined;
    version.value = said.version;
    if (before && said.before) before.value = said.before; // from now on only what is changed after this is one's own
    return changed ? keep(false) : kept(said.version);
  }

  async function save() {
    timer = 0;
    if (stopped || sending) return;
    sending = true;
    changed = false;
    say(form.dataset.saving);
    try {
      await heard(await post());
    } catch (_error) {
      keep(false);
      say(form.dataset.lost, true);
      later(LATER);
    }
    sending = false;
    if (waiting) form.requestSubmit(waiting.button);
    else if (changed) later(SOON);
  }

  function putBack(values) {
    for (const field of form.elements) {
      if (!field.name || ["csrf_token", "version"].includes(field.name) || field.type === "submit") continue;
      const all = values.getAll(field.name);
      if (field.type === "checkbox" || field.type === "radio") field.checked = all.includes(field.value);
      else if (all.length) field.value = all[all.length - 1];
    }
  }

  function sameLines(values) {
    return [...form.elements].every((each) => !each.name.endsWith("-count") || each.value === (values.get(each.name) || each.value));
  }

  // Lines that the page does not have are drawn by the portal: a post that only shows what it is sent.
  function redraw(values) {
    const asked = document.createElement("form");
    asked.method = "post";
    values.set("csrf_token", form.elements.namedItem("csrf_token").value);
    values.set("redraw", "1");
    for (const [name, value] of values) {
      const field = document.createElement("input");
      field.type = "hidden";
      field.name = name;
      field.value = value;
      asked.append(field);
    }
    document.body.append(asked);
    asked.submit();
  }

  function restore(values) {
    const newer = values.get("version") !== version.value;
    if (newer && values.has("sent") && form.dataset.mine) return drafts.drop(place); // it arrived after all
    const own = form.dataset.mine && Date.now() - Number(values.get("at")) < JUST; // what this page saved while it was left
    const overtaken = newer && !own;
    if (newer && own) values.set("version", version.value);
    for (const mark of ["sent", "at"]) values.delete(mark);
    if (!sameLines(values)) return redraw(values);
    putBack(values);
    if (!overtaken) { say(form.dataset.restored); return later(0); }
    version.value = values.get("version"); // so that Save shows both versions
    return stop(form.dataset.conflict);
  }

  if (form.dataset.posted) {
    keep(false); // so far it stands only on this page
    if (!summary) later(SOON);
    else if (![...typed().values()].some((each) => CPR.test(each))) say(form.dataset.onlyHere, true);
  } else {
    const draft = drafts.get(place);
    if (draft.has("kept")) drafts.drop(place);
    if (Number(draft.get("kept")) > Number(version.value)) return location.reload();
    if (draft.has("version")) restore(draft);
  }
  form.addEventListener("input", () => { changed = true; keep(false); if (!sending) later(SOON); });
  form.addEventListener("submit", (event) => {
    if (sending) { event.preventDefault(); waiting = { button: event.submitter }; return; } // else it would overtake itself
    stopped = true;
    clearTimeout(timer);
    keep(true);
  });
  window.addEventListener("pagehide", () => {
    if (stopped || !(timer || sending)) return;
    keep(!changed || !sending);
    if (!sending) fetch(form.dataset.autosave, { method: "POST", body: typed(), headers: { "X-Autosave": "1" }, keepalive: true }).catch(() => {});
  });
  window.addEventListener("online", () => { if (drafts.get(place).has("version")) later(0); });
})();
