// Danish numbers, read as the portal itself reads them (portal/budgets/normalising.py). Amounts are whole øre.
const INVISIBLE = /[\u00ad\u200b\u200c\u200d\u2060\ufeff]/g;
const DASHES = new Set(["-", "–", "—", "−", "0,-", "0,–"]);
const CURRENCY = /^(kr\.?|dkk)\s*|\s*(kr\.?|dkk|kroner)$/gi;
const FOREIGN = /(€|\$|£|\b(eur|euro|usd|gbp|sek|nok|chf)\b)/i;
const ENDS_ROUND = /[,.]\s*[-–—]$/;
const GROUPED = /^\d{1,3}(?:([. '’])\d{3})(?:\1\d{3})*(?:,\d{1,2})?$/;
const PLAIN = /^\d+(?:,\d{1,2})?$/;
const ENGLISH = /^(?:\d{1,3}(?:,\d{3})+\.\d{1,2}|\d{1,3}(?:,\d{3}){2,})$/;
const QUANTITY = /^(?:\d+[.,]\d{1,2}|0[.,]\d{1,6}|\d+,\d{4,6})$/;
const PARTS = 1000000n; // a number is kept in millionths, so that nothing is rounded on the way
const LARGEST = 10n ** 12n * PARTS;

const signed = (text) => {
  if (text.startsWith("(") && text.endsWith(")")) return [-1n, text.slice(1, -1).trim()];
  if (/^[-−–]/.test(text)) return [-1n, text.slice(1).trim()];
  if (/[-−–]$/.test(text)) return [-1n, text.slice(0, -1).trim()];
  return [1n, text.replace(/^\+/, "").trim()];
};

const parts = (digits) => {
  const [whole, decimals = ""] = digits.split(".");
  return BigInt(whole) * PARTS + BigInt(decimals.padEnd(6, "0"));
};

const plainDigits = (digits, money) => {
  if (!money && QUANTITY.test(digits)) return digits.replace(",", ".");
  if (PLAIN.test(digits) || GROUPED.test(digits)) return digits.replace(/[. '’]/g, "").replace(",", ".");
  return ENGLISH.test(digits) ? digits.replaceAll(",", "") : null;
};

// Millionths; null where nothing stands; undefined for what cannot be read or is below zero.
export function number(written, money = false) {
  const text = written.normalize("NFKC").replace(INVISIBLE, "").trim();
  if (!text) return null;
  if (DASHES.has(text)) return 0n;
  if (FOREIGN.test(text) || text.endsWith("%")) return undefined;
  const bare = text.replace(CURRENCY, "").replace(CURRENCY, "").replace(ENDS_ROUND, "").trim();
  const [sign, digits] = signed(bare);
  const plain = plainDigits(digits, money);
  const value = plain === null ? undefined : sign * parts(plain);
  return value === undefined || value < 0n || value > LARGEST ? undefined : value;
}

// Whole øre, as `number` otherwise.
export function amount(written) {
  const read = number(written, true);
  return read === null || read === undefined ? read : read / 10000n;
}

// Units times price in whole kroner, halves upwards, as øre.
export const times = (units, price) => ((units * price + 50n * PARTS) / (100n * PARTS)) * 100n;

// 1.234 or 1.234,50
export function short(ore) {
  const size = ore < 0n ? -ore : ore;
  const whole = (size / 100n).toString().replace(/\B(?=(\d{3})+$)/g, ".");
  const rest = size % 100n ? `,${(size % 100n).toString().padStart(2, "0")}` : "";
  return (ore < 0n ? "-" : "") + whole + rest;
}
