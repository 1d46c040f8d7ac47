import { quote } from "./describe-value.ts";
import { entriesAt, textsAt, type Entry } from "./entries.ts";
import type { Complaint } from "./locate.ts";

/** Formats of dates in lists that could never give a day; what a format may say is what `dateReader` of packages/feeds reads. */
export function dateFormatComplaints(root: unknown): readonly Complaint[] {
  return entriesAt(root, ["sources"])
    .flatMap(({ path }) => textsAt(root, [...path, "listing", "date", "format"]))
    .flatMap(formatComplaint);
}

const expected = "a form such as dd.MM.yyyy HH:mm or %d.%m.%Y, or the order of the numbers: dmy, mdy or ymd";

/** Longer ones are refused by the schema. */
const maxLength = 100;

function formatComplaint({ path, value }: Entry & { readonly value: string }): readonly Complaint[] {
  if (value.trim() === "" || value.length > maxLength) return [];
  const flaw = dateFormatFlaw(value);
  if (flaw === null) return [];
  const found = quote(value);
  return [
    { path, at: flaw.at, found, expected, message: `format: found ${found}: ${flaw.why}; expected ${expected}.` },
  ];
}

/** What is wrong in a format, and where; null when dates can be read by it. */
export function dateFormatFlaw(format: string): { readonly at: number; readonly why: string } | null {
  const order = /^([dmy])\W?([dmy])\W?([dmy])$/iu.exec(format.trim())?.slice(1).join("").toLowerCase();
  if (order !== undefined) {
    return ["dmy", "mdy", "ymd"].includes(order) ? null : { at: 0, why: `no date is written in the order ${order}` };
  }
  return format.includes("%") ? strftimeFlaw(format) : patternFlaw(format);
}

/** Codes of strftime that the reader knows. */
const strftimeCodes = "YymdebBhaAHIMSfpzZ";
const strftimeParts = { day: /%-?[de]/u, month: /%-?[mbBh]/u, year: /%-?[yY]/u };

function strftimeFlaw(format: string): { readonly at: number; readonly why: string } | null {
  for (const { index, 0: written, 1: code = "" } of format.matchAll(/%-?(\p{L}?)/gu)) {
    if (code === "" || !strftimeCodes.includes(code)) return { at: index, why: `${quote(written)} stands for nothing` };
  }
  return missingPart(format, strftimeParts);
}

const patternParts = { day: /[dD]/u, month: /[ML]|(?<![Hhkm]\W?)m/u, year: /[yYu]/u };

function patternFlaw(format: string): { readonly at: number; readonly why: string } | null {
  const left = format.replaceAll(/'[^']*'|\[[^\]]*\]/gu, (quoted) => " ".repeat(quoted.length));
  const open = left.search(/['[]/u);
  if (open !== -1) return { at: open, why: `${left[open] === "'" ? "a quote" : "a bracket"} is not closed` };
  return missingPart(left.replaceAll(/d{3,}/gu, ""), patternParts);
}

function missingPart(
  format: string,
  parts: Readonly<Record<"day" | "month" | "year", RegExp>>,
): { readonly at: number; readonly why: string } | null {
  const missing = (["day", "month", "year"] as const).filter((part) => !parts[part].test(format));
  return missing.length === 0 ? null : { at: 0, why: `it names no ${missing.join(", no ")}` };
}
