// The sums under a table of lines follow what is typed. Without script they are those of the last save.
import { amount, short } from "./danish.js";

const form = document.getElementById("section-form");
const WHOLE = /^(\d{1,9}|\d{1,3}(\.\d{3}){1,2})$/;

// Hundredths; null where nothing stands; undefined for what cannot be read.
function read(text, money) {
  if (!text) return null;
  if (money) return amount(text);
  return WHOLE.test(text) ? BigInt(text.replaceAll(".", "")) * 100n : undefined;
}

// How far a sum is from the most it may be, where the page has a place for it.
function show(side, name, left) {
  for (const cell of form.querySelectorAll(`[data-${side}="${name}"]`)) {
    const ore = left(BigInt(cell.dataset.most));
    cell.textContent = short(ore > 0n ? ore : 0n);
  }
}

function refresh() {
  for (const row of form.querySelectorAll("[data-sums]")) {
    let all = true;
    for (const cell of row.querySelectorAll("[data-sum]")) {
      const names = cell.dataset.sum.split(" ");
      const named = [...form.querySelectorAll(`[name^="${row.dataset.sums}-"]`)].filter((each) => names.some((name) => each.name.endsWith(`-${name}`)));
      const typed = named.map((each) => read(each.value.trim(), cell.dataset.kind === "money"));
      all = all && !typed.includes(undefined);
      const sum = typed.reduce((before, each) => before + (each ?? 0n), 0n);
      cell.textContent = short(sum);
      show("above", cell.dataset.sum, (most) => sum - most);
      show("below", cell.dataset.sum, (most) => most - sum);
    }
    row.querySelector("th").textContent = all ? row.dataset.all : row.dataset.some;
  }
}

form.addEventListener("input", refresh);
refresh();
