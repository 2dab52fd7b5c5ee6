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

function refresh() {
  for (const row of form.querySelectorAll("[data-sums]")) {
    let all = true;
    for (const cell of row.querySelectorAll("[data-sum]")) {
      const named = [...form.querySelectorAll(`[name^="${row.dataset.sums}-"]`)].filter((each) => each.name.endsWith(`-${cell.dataset.sum}`));
      const typed = named.map((each) => read(each.value.trim(), cell.dataset.kind === "money"));
      all = all && !typed.includes(undefined);
      cell.textContent = short(typed.reduce((sum, each) => sum + (each ?? 0n), 0n));
    }
    row.querySelector("th").textContent = all ? row.dataset.all : row.dataset.some;
  }
}

form.addEventListener("input", refresh);
refresh();
