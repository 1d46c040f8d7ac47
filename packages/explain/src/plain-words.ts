import type { Snippet } from "@wirewatch/model";

/** Outside text for one line, at most `maxLength` characters. */
export function oneLine(text: string, maxLength = 200): string {
  const line = text
    .slice(0, maxLength * 4)
    .replaceAll(/\s+/gu, " ")
    .trim();
  return line.length > maxLength ? `${line.slice(0, maxLength - 1)}…` : line;
}

/** The passage with what matched between « and ». */
export function markedText({ text, marks }: Snippet): string {
  let marked = "";
  let at = 0;
  for (const [start, end] of marks) {
    if (start < at || end > text.length) continue;
    marked += `${text.slice(at, start)}«${text.slice(start, end)}»`;
    at = end;
  }
  return oneLine(marked + text.slice(at), 600);
}

/** An instant in UTC to the second; the zone is said once above. */
export function instant(at: Date): string {
  return at.toISOString().slice(0, 19).replace("T", " ");
}

/** A length of time in the two largest units, e.g. `2 h 5 min`. */
export function lengthOfTime(ms: number): string {
  if (ms < 1000) return `${Math.round(ms)} ms`;
  if (ms < 10_000) return `${(ms / 1000).toFixed(1)} s`;
  const seconds = Math.round(ms / 1000);
  const units = [
    { name: "d", size: 86_400 },
    { name: "h", size: 3600 },
    { name: "min", size: 60 },
    { name: "s", size: 1 },
  ];
  const first = units.findIndex((unit) => seconds >= unit.size);
  const shown: string[] = [];
  let left = seconds;
  for (const { name, size } of units.slice(first, first + 2)) {
    const amount = Math.floor(left / size);
    left -= amount * size;
    if (amount > 0) shown.push(`${amount} ${name}`);
  }
  return shown.join(" ");
}

/** How long ago, or in how long; `now` around the moment itself. */
export function fromNow(at: Date, now: Date): string {
  const ms = at.getTime() - now.getTime();
  if (Math.abs(ms) < 1000) return "now";
  return ms < 0 ? `${lengthOfTime(-ms)} ago` : `in ${lengthOfTime(ms)}`;
}

/** When something happens that is due at an instant: `now` when that has passed. */
export function whenDue(at: Date, now: Date): string {
  return at <= now ? "now" : fromNow(at, now);
}

/** E.g. `1 feed`, `3 feeds`, `1,204 pages`; `plural` where an s is not enough. */
export function counted(amount: number, noun: string, plural = `${noun}s`): string {
  return `${amount.toLocaleString("en")} ${amount === 1 ? noun : plural}`;
}

/** E.g. `640 B`, `35.2 kB`. */
export function byteSize(bytes: number): string {
  if (bytes < 1000) return `${bytes} B`;
  return bytes < 1_000_000 ? `${(bytes / 1000).toFixed(1)} kB` : `${(bytes / 1_000_000).toFixed(1)} MB`;
}

/** Rows as columns of equal width; the columns named in `right` are aligned to the right. */
export function columns(rows: readonly (readonly string[])[], right: readonly number[] = []): string[] {
  const widths: number[] = [];
  for (const row of rows) for (const [at, cell] of row.entries()) widths[at] = Math.max(widths[at] ?? 0, cell.length);
  return rows.map((row) =>
    row
      .map((cell, at) => (right.includes(at) ? cell.padStart(widths[at] ?? 0) : cell.padEnd(widths[at] ?? 0)))
      .join("  ")
      .trimEnd(),
  );
}
