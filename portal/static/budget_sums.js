// The sums of the budget's form, from what stands in its fields at the moment; the server sums the same way.
import { amount, number, short, times } from "./danish.js";

const NOTHING = 0n;
const CALM = 1500; // milliseconds without a key before the sums are read aloud

const exactly = (written, parts) => {
  const [whole, decimals = ""] = written.split(".");
  return BigInt(whole) * 10n ** BigInt(parts) + BigInt(decimals.padEnd(parts, "0").slice(0, parts) || "0");
};

// What the page was opened with where units and price do not say it: the amount stays while both are as they were.
function kept(written) {
  if (!written) return null;
  const [units, price, sum] = written.split(";");
  return { units: units === "" ? null : exactly(units, 6), price: price === "" ? null : BigInt(price), sum: sum === "" ? null : BigInt(sum) };
}

export function summing(form) {
  const board = document.getElementById("sums");
  const aloud = document.getElementById("sums-words");
  const years = form.dataset.years.split(" ").filter(Boolean);
  const say = (name, values) => Object.entries(values).reduce((text, [key, value]) => text.replace(`{${key}}`, value), board.dataset[name]).replace("kr..", "kr.");
  const kroner = (ore) => `${short(ore)} kr.`;
  const size = (ore) => kroner(ore < NOTHING ? -ore : ore);
  const plain = (node, text) => { if (node && node.textContent !== text) node.textContent = text; };
  let unread = [], bell = 0;

  const read = (field, how) => {
    const found = how(field.value);
    if (found === undefined) unread.push(field);
    return found;
  };
  const prefix = (row) => row.querySelector("[name]").name.match(/^\w+-\d+-/)[0];
  const field = (row, name) => form.elements.namedItem(prefix(row) + name);
  const chosen = (row, name) => { const list = field(row, name); return list.value ? list.selectedOptions[0].text : ""; };

  function ofYear(row, year) {
    const units = read(field(row, `units_${year}`), (text) => number(text));
    const price = read(field(row, `unit_price_${year}`), amount);
    const before = kept(field(row, `kept_${year}`).value);
    if (before && before.units === units && before.price === price) return before.sum;
    if (units === null || units === undefined || price === null || price === undefined) return null;
    return times(units, price);
  }

  function lineOf(row) {
    const found = { category: field(row, "category").value, years: {}, total: NOTHING };
    for (const year of years) {
      const sum = ofYear(row, year);
      plain(row.querySelector(`[data-amount="${year}"]`), sum === null ? "–" : short(sum));
      found.years[year] = sum ?? NOTHING;
      found.total += found.years[year];
    }
    const [sought, own, other] = ["sought", "own", "other"].map((name) => read(field(row, name), amount) ?? NOTHING);
    found.sought = sought;
    plain(row.querySelector("[data-share]"), found.total || sought || own || other ? share(found.total - sought - own - other) : "");
    head(row, field(row, "purpose").value.trim() || board.dataset.newLine, chosen(row, "category"), found.total);
    return found;
  }

  function share(left) {
    if (left === NOTHING) return board.dataset.covered;
    return say(left > NOTHING ? "uncovered" : "overcovered", { amount: size(left) });
  }

  function head(row, title, about, total) {
    plain(row.querySelector("[data-name]"), title);
    plain(row.querySelector("[data-about]"), about);
    plain(row.querySelector("[data-total]"), kroner(total));
  }

  function sourceOf(row) {
    const found = {};
    let total = NOTHING;
    for (const year of years) total += found[year] = read(field(row, `amount_${year}`), amount) ?? NOTHING;
    head(row, field(row, "source").value.trim() || board.dataset.newSource, chosen(row, "kind"), total);
    return found;
  }

  const gap = (left) => (left === NOTHING ? board.dataset.even : say(left > NOTHING ? "missing" : "over", { amount: size(left) }));
  const show = (name, ore) => form.querySelectorAll(`[data-sum="${name}"]`).forEach((node) => plain(node, short(ore)));
  const showGap = (name, left) => form.querySelectorAll(`[data-gap="${name}"]`).forEach((node) => plain(node, gap(left)));
  const added = (all, of) => all.reduce((sum, each) => sum + of(each), NOTHING);

  function categories(lines) {
    for (const row of board.querySelectorAll("[data-category]")) {
      const code = row.dataset.category, own = lines.filter((each) => each.category === code);
      row.hidden = code ? !own.length : !added(own, (each) => each.total);
      for (const cell of row.querySelectorAll("[data-of]")) {
        plain(cell, short(added(own, (each) => (cell.dataset.of === "all" ? each.total : each.years[cell.dataset.of]))));
      }
    }
  }

  function unreadFigures() {
    const box = document.getElementById("unread"), list = box.querySelector("ul");
    box.hidden = !unread.length;
    list.replaceChildren(...unread.map((each) => {
      const item = document.createElement("li"), link = document.createElement("a"), row = each.closest("[data-row]");
      const where = row.dataset.row === "line" ? board.dataset.whereLine : board.dataset.whereSource;
      const label = form.querySelector(`label[for="${each.id}"]`).textContent.trim();
      const place = where.replace("{number}", row.querySelector("[data-number]").textContent);
      link.className = "function-link";
      link.href = `#${each.id}`;
      link.textContent = `${label.includes(place.toLowerCase()) ? label : `${place}, ${label}`}: »${each.value.trim().slice(0, 40)}«`;
      item.append(link);
      return item;
    }));
  }

  function refresh() {
    unread = [];
    const lines = [...form.querySelectorAll('[data-row="line"]')].map(lineOf);
    const sources = [...form.querySelectorAll('[data-row="source"]')].map(sourceOf);
    let costs = NOTHING, financing = NOTHING;
    for (const year of years) {
      const cost = added(lines, (each) => each.years[year]), paid = added(sources, (each) => each[year]);
      show(`costs-${year}`, cost);
      show(`financing-${year}`, paid);
      showGap(year, cost - paid);
      costs += cost;
      financing += paid;
    }
    show("costs", costs);
    show("financing", financing);
    show("sought", added(lines, (each) => each.sought));
    showGap("all", costs - financing);
    categories(lines);
    unreadFigures();
    return say("said", { costs: kroner(costs), financing: kroner(financing), difference: gap(costs - financing).toLowerCase() });
  }

  let said = refresh();
  form.addEventListener("input", () => {
    const words = refresh();
    clearTimeout(bell);
    bell = setTimeout(() => { if (words !== said) plain(aloud, words); said = words; }, CALM);
  });
}
