// The sums of the positions follow what is typed: the portal computes them, as it does when the form is saved.
const CALM = 600; // milliseconds without a key
const form = document.getElementById("section-form");
let bell = 0, asked = 0;

async function refresh() {
  const mine = ++asked, typed = new FormData(form);
  typed.set("redraw", "1");
  let answer;
  try {
    answer = await fetch(form.dataset.autosave, { method: "POST", body: typed, headers: { "X-Sums": "1" }, redirect: "manual" });
  } catch {
    return; // without a connection the sums stay as they are; the button computes them later
  }
  if (!answer.ok || mine !== asked) return;
  const page = new DOMParser().parseFromString(await answer.text(), "text/html");
  if (mine === asked) put(page.getElementById("position-sums"));
}

// Only the table is exchanged: the words read aloud stay the same element, or nobody would hear them.
function put(fresh) {
  const here = document.getElementById("position-sums");
  if (!fresh) return;
  const said = here.querySelector("[data-said]"), words = fresh.querySelector("[data-said]").textContent;
  if (said.textContent !== words) said.textContent = words;
  here.querySelector("table").replaceWith(fresh.querySelector("table"));
}

form.addEventListener("input", () => {
  clearTimeout(bell);
  bell = setTimeout(refresh, CALM);
});
