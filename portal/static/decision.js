// The frame and the sentences beside it follow the outcome and the amount; without script they are those of the last post.
import { amount, short } from "./danish.js";

const WIDE = 1168n; // of the drawing, as in portal/pools/rules.py
const form = document.getElementById("decision");
const gauge = document.querySelector("svg.gauge");
const asked = BigInt(form.dataset.requested), frame = BigInt(form.dataset.frame), decided = BigInt(form.dataset.decided);
const left = frame - decided;
const chosen = () => (form.querySelector("[name=outcome]:checked") || { value: "partial" }).value;
const kroner = (ore) => `${short(ore)}\u00a0kr.`;

function granted() {
  if (chosen() === "refused") return 0n;
  return chosen() === "partial" ? amount(form.elements.namedItem("amount").value) || 0n : asked;
}

const share = (part) => (frame ? Number(((Number(part) / Number(frame)) * 100).toFixed(1)) : 0);

function percent(number) {
  const said = number.toFixed(1);
  return `${document.documentElement.lang === "da" ? said.replace(".", ",") : said} %`;
}

const place = (part) => (frame ? Number((part * WIDE * 10n) / frame) / 10 : 0);

// `this` is never drawn beyond what is left.
function draw(now) {
  const shown = now > left ? left : now, amounts = { this: shown, left: left - shown };
  for (const [part, ore] of Object.entries(amounts)) {
    const cells = document.querySelector(`tr[data-part=${part}]`).cells;
    cells[1].textContent = short(ore);
    const rest = frame ? 100 - share(decided) - share(shown) : 0; // so that the column adds up
    cells[2].textContent = percent(part === "left" ? rest : share(ore));
    gauge.querySelector(`[data-part=${part}]`).setAttribute("width", Math.max(place(ore) - (part === "left" ? 0.5 : 0), 0));
  }
  gauge.querySelector("[data-part=left]").setAttribute("x", place(decided + shown));
  const rows = [...document.querySelectorAll("tr[data-part]")].map(({ cells }) => `${cells[0].textContent} ${cells[1].textContent} kr.`);
  gauge.setAttribute("aria-label", `${gauge.getAttribute("aria-label").split(":")[0]}: ${rows.join(", ")}`);
}

function put(element, words) {
  if (element.textContent !== words) element.textContent = words;
}

function say(now) {
  const refused = chosen() === "refused", money = form.querySelector("[data-money]");
  const words = now > left ? form.dataset.short : form.dataset.binds;
  put(money, words.replace("{amount}", kroner(now)).replace("{left}", kroner(left - now)));
  money.classList.toggle("weight-semibold", now > left);
  form.querySelector("[data-refused]").hidden = !refused;
  for (const each of form.querySelectorAll("[data-money], [data-granted]")) each.hidden = refused;
}

// The words of a recommendation are no reasons for the opposite outcome.
const reasons = form.elements.namedItem("considerations"), advised = form.dataset.advised;
const lent = advised ? document.querySelector("[data-words]").dataset.words : "";
const bare = (text) => text.split(/\s+/).filter(Boolean).join(" ");
let aside = false;

function lend() {
  const turned = Boolean(advised) && (chosen() === "refused") !== (advised === "refused");
  if (turned && ["", bare(lent)].includes(bare(reasons.value))) {
    reasons.value = "";
    aside = true;
  } else if (!turned && aside) {
    if (!reasons.value.trim()) reasons.value = lent;
    aside = false;
  }
  form.querySelector("[data-emptied]").hidden = !(turned && aside);
}

// Who has read the letter has read it as it was then.
const read = form.elements.namedItem("read"), changed = form.querySelector("[data-changed]");

function follow() {
  lend();
  const now = granted();
  draw(now);
  say(now);
}

form.addEventListener("input", (event) => {
  if (event.target === read) return put(changed, "");
  if (read.checked) put(changed, form.dataset.unread);
  read.checked = false;
  return follow();
});
form.addEventListener("change", follow); // also when what was typed is put back
window.addEventListener("pageshow", () => { read.checked = false; follow(); });
document.querySelector("tr[data-part=this]").cells[3].textContent = form.dataset.follows;
follow();
