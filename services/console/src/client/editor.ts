import { say } from "./forms.ts";

/*
 * The editor of topics: underlines what the server found in queries, gives the next query a field, and listens to Ctrl-S and Ctrl-Enter. What a
 * query means is known to the server alone.
 */

export function watchEditor(): void {
  document.addEventListener("input", (event) => {
    const { target } = event;
    if (!(target instanceof HTMLTextAreaElement)) return;
    const box = target.closest(".query-box");
    if (box === null) return;
    // What was underlined is somewhere else now.
    paint(target, []);
    if (target.name !== "yaml" && target.value.trim() !== "" && isLast(box)) addBox(box);
  });
  document.addEventListener("previewed", () => {
    paintAll();
  });
  document.addEventListener(
    "scroll",
    ({ target }) => {
      const under = target instanceof HTMLTextAreaElement ? underlayOf(target) : null;
      if (under !== null && target instanceof HTMLTextAreaElement) under.scrollTop = target.scrollTop;
    },
    { capture: true, passive: true },
  );
  document.addEventListener("keydown", (event) => {
    const form = document.getElementById("editor");
    if (form === null || !(event.ctrlKey || event.metaKey) || event.altKey) return;
    if (event.key.toLowerCase() === "s") {
      event.preventDefault();
      document.getElementById("save")?.click();
    } else if (event.key === "Enter") {
      event.preventDefault();
      say("");
      form.dispatchEvent(new Event("input", { bubbles: true }));
    }
  });
}

/** A part of a text that is underlined, UTF-16. */
interface Wrong {
  readonly from: number;
  readonly to: number;
  readonly tone: string;
}

/** Underlines in every field what the list of the preview says of it. */
function paintAll(): void {
  const marks = [...document.querySelectorAll<HTMLElement>("#preview .mark")];
  const counts = new Map<string, number>();
  for (const field of document.querySelectorAll<HTMLTextAreaElement>("#editor .query-box textarea")) {
    if (field.name === "yaml") {
      paint(
        field,
        marks.flatMap((mark) => yamlPlace(field.value, mark)),
      );
      continue;
    }
    if (field.value.trim() === "") continue;
    const at = counts.get(field.name) ?? 0;
    counts.set(field.name, at + 1);
    const name = field.name === "raise_when" ? `raise[${at}].when` : `${field.name}[${at}]`;
    const own = marks.filter(({ dataset }) => dataset["field"] === name);
    // The server reads queries without the spaces around them.
    const skipped = field.value.length - field.value.trimStart().length;
    paint(
      field,
      own.flatMap(({ dataset }) =>
        dataset["from"] === undefined
          ? []
          : [
              {
                from: Number(dataset["from"]) + skipped,
                to: Number(dataset["to"]) + skipped,
                tone: dataset["tone"] ?? "",
              },
            ],
      ),
    );
    const isWrong = own.some(({ dataset }) => dataset["tone"] === "bad");
    if (isWrong) field.setAttribute("aria-invalid", "true");
    else field.removeAttribute("aria-invalid");
  }
}

/** The word at a line and column. */
function yamlPlace(text: string, { dataset }: HTMLElement): Wrong[] {
  if (dataset["line"] === undefined) return [];
  const lines = text.split("\n").slice(0, Number(dataset["line"]) - 1);
  const from = lines.reduce((sum, line) => sum + line.length + 1, 0) + Number(dataset["column"]) - 1;
  const word = /^(?:[\p{L}\p{N}_.-]+|\S)/u.exec(text.slice(from, from + 200))?.[0] ?? "";
  return word === "" ? [] : [{ from, to: from + word.length, tone: dataset["tone"] ?? "" }];
}

function underlayOf(field: Element): HTMLElement | null {
  return field.closest(".query-box")?.querySelector<HTMLElement>(".underlay") ?? null;
}

function paint(field: HTMLTextAreaElement, wrong: readonly Wrong[]): void {
  const under = underlayOf(field);
  if (under === null) return;
  const parts: (Node | string)[] = [];
  let at = 0;
  for (const { from, to, tone } of [...wrong].sort((a, b) => a.from - b.from)) {
    if (from < at || to > field.value.length || to <= from) continue;
    const span = document.createElement("span");
    span.className = `wrong ${tone}`;
    span.textContent = field.value.slice(from, to);
    parts.push(field.value.slice(at, from), span);
    at = to;
  }
  under.replaceChildren(...parts, field.value.slice(at));
}

/** True when no field of its kind comes after it. */
function isLast(box: Element): boolean {
  const row = box.closest(".raise-row") ?? box;
  const next = row.nextElementSibling;
  return next === null || !next.matches(".query-box, .raise-row");
}

/** The next query gets an empty field below. */
function addBox(box: Element): void {
  const row = box.closest(".raise-row") ?? box;
  const fresh = row.cloneNode(true);
  if (!(fresh instanceof HTMLElement)) return;
  const field = fresh.querySelector("textarea");
  if (field === null) return;
  field.value = "";
  field.placeholder = "another one";
  field.removeAttribute("aria-invalid");
  fresh.querySelector(".underlay")?.replaceChildren();
  row.after(fresh);
}
