// What the pages do beyond plain HTML; everything works without it.
(function () {
  "use strict";
  const summary = document.querySelector(".error-summary");
  if (summary) summary.focus();

  // In the other language the page is asked for anew: what stands in a form that came back would be gone without a word.
  const asksAnew = summary && !document.querySelector("form[data-autosave]") ? document.querySelectorAll("a[hreflang]") : [];
  for (const link of asksAnew) link.addEventListener("click", (event) => { if (!window.confirm(document.body.dataset.asksAnew)) event.preventDefault(); });

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
    put(place, values) { values.delete("csrf_token"); withoutCpr(values); try { localStorage.setItem(place, values.toString()); return true; } catch (_error) { return false; /* storage is full or off */ } },
    drop(place) { try { localStorage.removeItem(place); } catch (_error) { /* storage is off */ } },
    places() { try { return Object.keys(localStorage).filter((each) => each.startsWith("draft:")); } catch (_error) { return []; } },
  };
  if (document.querySelector(".alert-success")) {
    for (const place of drafts.places()) if (drafts.get(place).has("sent")) drafts.drop(place);
  }
  for (const link of document.querySelectorAll("a[data-forget]")) link.addEventListener("click", () => drafts.drop(link.dataset.forget));

  // Of a day that is half written, or not in the calendar, a browser sends nothing: as if it had been emptied.
  const misread = (asked) => [...asked.elements].filter((each) => each.validity && each.validity.badInput);
  const noDay = (field) => `${field.labels[0].firstChild.textContent.trim()}: ${document.body.dataset.noDay}`;
  function told(field, sentence, stands) {
    const group = field.closest(".form-group") || field.parentElement, id = `${field.id}-no-day`;
    if (document.getElementById(id)) return;
    const words = document.createElement("span"), marked = field.getAttribute("aria-invalid"), said = field.getAttribute("aria-describedby");
    words.id = id;
    words.className = "form-error-message";
    words.textContent = sentence;
    field.before(words);
    group.classList.add("form-error");
    field.setAttribute("aria-invalid", "true");
    field.setAttribute("aria-describedby", said ? `${said} ${id}` : id);
    field.addEventListener("input", () => {
      if (stands(field)) return;
      words.remove();
      if (said) field.setAttribute("aria-describedby", said);
      else field.removeAttribute("aria-describedby");
      if (marked) return; // the portal found something too
      group.classList.remove("form-error");
      field.removeAttribute("aria-invalid");
    });
  }
  for (const each of document.querySelectorAll("form:has(input[type=date])")) {
    each.noValidate = true; // the portal says it in the reader's language
    each.addEventListener("submit", (event) => {
      const days = event.submitter && event.submitter.name === "remove" ? [] : misread(each);
      if (!days.length) return;
      event.preventDefault();
      event.stopImmediatePropagation();
      for (const day of days) told(day, document.body.dataset.noDay, (field) => field.validity.badInput);
      days[0].focus();
    });
  }

  // The portal takes no larger file, and would answer only after all of it was sent, on a page without the form.
  const isTooLarge = (field) => [...(field.files || [])].some((file) => file.size > Number(document.body.dataset.mostBytes));
  for (const each of document.querySelectorAll("form:has(input[type=file])")) {
    each.addEventListener("submit", (event) => {
      const large = [...each.elements].filter(isTooLarge);
      if (!large.length) return;
      event.preventDefault();
      event.stopImmediatePropagation();
      for (const field of large) told(field, document.body.dataset.tooLarge, isTooLarge);
      large[0].focus();
    });
  }

  function putBack(asked, values) {
    for (const field of asked.elements) {
      if (!field.name || ["csrf_token", "version"].includes(field.name) || field.type === "submit" || field.dataset.afresh) continue;
      const all = values.getAll(field.name);
      if (field.type === "checkbox" || field.type === "radio") field.checked = all.includes(field.value);
      else if (all.length) field.value = all[all.length - 1];
    }
  }

  // What is typed on the desk has a button of its own; until that is pressed it stands in this browser.
  const desk = document.querySelector("form[data-keep]");
  if (desk) {
    const place = desk.dataset.keep, bar = document.createElement("div"), said = document.createElement("span");
    let unkept = false;
    bar.className = "pp-saved pp-kept";
    said.setAttribute("role", "status");
    bar.append(said);
    desk.prepend(bar);
    const keep = (sent) => {
      const values = new URLSearchParams(new FormData(desk)), left = [...values.keys()].length;
      for (const each of misread(desk)) values.delete(each.name);
      withoutCpr(values);
      const whole = [...values.keys()].length === left;
      if (sent) values.set("sent", "1");
      unkept = !(drafts.put(place, values) && whole);
      said.textContent = unkept ? "" : desk.dataset.kept;
    };
    const restore = (values) => {
      const version = desk.elements.namedItem("version"), newer = Boolean(version) && values.get("version") !== version.value;
      if (newer && values.has("sent")) return drafts.drop(place); // it arrived after all
      const drop = document.createElement("button");
      drop.type = "button";
      drop.className = "function-link";
      drop.textContent = desk.dataset.drop;
      drop.addEventListener("click", () => { drafts.drop(place); location.reload(); });
      putBack(desk, values);
      desk.dispatchEvent(new Event("change"));
      said.textContent = newer ? desk.dataset.overtaken : desk.dataset.restored;
      return bar.append(drop);
    };
    if (desk.dataset.posted) keep(false);
    else if (drafts.get(place).toString()) restore(drafts.get(place));
    desk.addEventListener("input", () => keep(false));
    desk.addEventListener("submit", (event) => {
      if (event.submitter && event.submitter.hasAttribute("formaction")) return; // only a look at the letter
      keep(true);
      unkept = false;
    });
    window.addEventListener("beforeunload", (event) => { if (unkept) event.preventDefault(); });
  }

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
    for (const each of misread(form)) values.delete(each.name);
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
    if (said.beside) form.elements.namedItem("beside").value = said.beside; // who is named if it comes to a choice
    if (before && said.before) before.value = said.before; // from now on only what is changed after this is one's own
    return changed ? keep(false) : kept(said.version);
  }

  async function save() {
    timer = 0;
    if (stopped || sending) return;
    const days = misread(form);
    if (days.length) return say(`${noDay(days[0])} ${form.dataset.onlyHere}`, true); // else the day before would be gone
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
    putBack(form, values);
    if (!overtaken) { say(form.dataset.restored); return later(0); }
    version.value = values.get("version"); // so that Save shows both versions
    return stop(form.dataset.conflict);
  }

  if (form.dataset.posted) {
    history.replaceState(null, "", form.dataset.autosave); // else Back and Reload would ask whether to send it again
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
