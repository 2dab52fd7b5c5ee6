// The budget's form: rows come and go without a round to the portal, and the sums follow what is typed.
import { summing } from "./budget_sums.js";

const form = document.getElementById("budget-form");
const PLACES = ["id", "name", "for", "aria-describedby", "value", "formaction"];

const rowsOf = (what) => [...form.querySelectorAll(`[data-row="${what}"]`)];
const field = (row, end) => [...row.querySelectorAll("[name]")].find((each) => each.name.endsWith(`-${end}`));
const changed = () => form.dispatchEvent(new Event("input"));

// After every change the rows are called 0, 1, 2 …, as the portal calls them when it draws the page anew.
function renumber(what) {
  rowsOf(what).forEach((row, place) => {
    if (row.id === `${what}-${place + 1}`) return; // called so already, and all that is in it
    row.id = `${what}-${place + 1}`;
    for (const each of row.querySelectorAll("[data-number]")) each.textContent = place + 1;
    for (const each of row.querySelectorAll("*")) {
      for (const name of PLACES) {
        const now = each.getAttribute(name);
        if (now === null || (name === "value" && each.type !== "submit")) continue;
        each.setAttribute(name, now.replace(/^(lines|sources)-(\d+|N)-/, `$1-${place}-`).replace(/^(copy|remove)-(line|source)-(\d+|N)$/, `$1-$2-${place}`));
      }
    }
  });
  form.elements.namedItem(`${what}s-count`).value = rowsOf(what).length;
}

// Every row has a key that it keeps while others come and go; a new row one that no row of the page has had.
let last = 0;
function unused() {
  const had = [...form.querySelectorAll("[name$='-key']")].map((each) => each.value);
  had.push(...form.elements.namedItem("before").value.split(/[ :]/).filter((each) => each.includes("-")).map((each) => each.split("-")[1]));
  last = Math.max(last, ...had.map(Number)) + 1;
  return last;
}

function fresh(what) {
  const row = document.getElementById(`new-${what}`).content.firstElementChild.cloneNode(true);
  field(row, "key").value = unused();
  row.open = true;
  return row;
}

function full(what, button) {
  if (rowsOf(what).length < Number(form.dataset.most)) return false;
  notice(button, form.dataset.full);
  return true;
}

function notice(button, words) {
  const line = document.createElement("p");
  line.setAttribute("role", "alert");
  line.textContent = words;
  button.closest("p, div").after(line);
}

function add(what, button) {
  if (full(what, button)) return;
  const row = fresh(what);
  form.querySelector(`[data-rows="${what}"]`).append(row);
  renumber(what);
  row.querySelector("select, input:not([type=hidden])").focus();
  changed();
}

function copy(what, button) {
  if (full(what, button)) return;
  const old = button.closest("[data-row]"), row = fresh(what);
  old.after(row);
  for (const each of old.querySelectorAll("[name]:not([type=submit])")) {
    if (each.name.endsWith("-key")) continue;
    const twin = field(row, each.name.replace(/^\w+-\d+-/, ""));
    if (each.type === "checkbox") twin.checked = each.checked;
    else twin.value = each.value;
  }
  for (const [place, each] of old.querySelectorAll("details").entries()) row.querySelectorAll("details")[place].open = each.open;
  renumber(what);
  row.querySelector("input:not([type=hidden])").focus();
  changed();
}

// What is taken out stays at its place as one line with a button that puts it back.
function remove(what, button) {
  const row = button.closest("[data-row]"), out = document.createElement("div"), words = document.createElement("p"), back = document.createElement("button");
  const title = row.querySelector("summary [data-name]").textContent;
  words.textContent = `${form.dataset[`${what}Gone`].replace("{number}", row.querySelector("[data-number]").textContent)} ${title}`;
  back.type = "button";
  back.className = "function-link";
  back.textContent = form.dataset.putBack;
  out.className = "pp-gone";
  out.tabIndex = -1;
  out.append(words, back);
  back.addEventListener("click", () => {
    out.replaceWith(row);
    row.open = true;
    renumber(what);
    row.querySelector("summary").focus();
    changed();
  });
  row.replaceWith(out);
  renumber(what);
  out.focus();
  changed();
}

// A link to a field must find it, also in a row that is folded together.
function unfold() {
  const target = location.hash.length > 1 && document.getElementById(location.hash.slice(1));
  const row = target && target.closest("[data-row]");
  if (!row) return;
  row.open = true;
  (target === row ? row.querySelector("summary") : target).focus();
}

form.addEventListener("click", (event) => {
  const button = event.target.closest('button[name="do"]');
  const [verb, what] = button ? button.value.split("-") : [];
  const wanted = { add, copy, remove }[verb];
  if (!wanted) return;
  event.preventDefault();
  wanted(what, button);
});
form.addEventListener("click", (event) => {
  const link = event.target.closest('a[href^="#"]');
  if (link && link.hash === location.hash) unfold();
});
addEventListener("hashchange", unfold);
const all = form.querySelector("[data-unfold]");
all.hidden = false;
all.addEventListener("click", () => {
  const open = rowsOf("line").some((row) => !row.open);
  for (const row of rowsOf("line")) row.open = open;
  all.textContent = open ? all.dataset.unfolded : all.dataset.folded;
});
for (const each of document.querySelectorAll("[data-without-script]")) each.hidden = true;
summing(form);
unfold();
