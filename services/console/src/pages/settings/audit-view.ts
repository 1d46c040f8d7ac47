import type { AuditRecord } from "@wirewatch/store";
import { html, none, withQuery } from "../../views/html.ts";
import type { Html, Part } from "../../views/html.ts";
import { empty, filterForm, input, more, panel, table } from "../../views/parts.ts";
import { clock } from "../../views/time.ts";
import type { ViewContext } from "../../views/view.ts";

/** What is looked for; empty texts mean anything. */
export interface AuditFilter {
  readonly actor: string;
  readonly action: string;
  readonly target: string;
  /** Days, `YYYY-MM-DD`. */
  readonly from: string;
  readonly to: string;
}

const base = "/settings/audit";

export function auditBody(
  context: ViewContext,
  view: { readonly filter: AuditFilter; readonly lines: readonly AuditRecord[]; readonly cursor: string | null },
): Html {
  const { filter, lines, cursor } = view;
  const fields = html`${input("Who", "actor", filter.actor, { type: "search", placeholder: "anna" })}
  ${input("What", "action", filter.action, { type: "search", placeholder: "alert, or topic.saved" })}
  ${input("On what", "target", filter.target, { type: "search", placeholder: "topic/acme" })}
  ${dayField("From", "from", filter.from)} ${dayField("To", "to", filter.to)}`;
  const isFiltered = Object.values(filter).some((value) => value !== "");
  const list =
    lines.length > 0
      ? html`<div class="tight">${auditTable(context, lines)}</div>
          ${more(base, { ...filter }, cursor)}`
      : isFiltered
        ? empty("Nothing fits", "No change fits all of these.", html`<a class="button" href="${base}">Show all</a>`)
        : empty("Nothing yet", "What people and programs change appears here.");
  return html`${filterForm(base, fields)} ${lines.length > 0 ? panel("Changes, the newest first", list) : list}`;
}

function dayField(label: string, name: string, value: string): Html {
  return html`<label class="field"><span>${label}</span><input type="date" name="${name}" value="${value}" /></label>`;
}

function auditTable(context: ViewContext, lines: readonly AuditRecord[]): Html {
  return table(
    "Changes, the newest first",
    lines,
    [
      { head: "When", kind: "time", cell: ({ at }) => clock(at, context) },
      { head: "Who", cell: (line) => who(line) },
      { head: "What", cell: ({ action }) => html`<a href="${withQuery(base, { action })}">${action}</a>` },
      { head: "On what", kind: "main", cell: (line) => target(line) },
      { head: "Detail", cell: ({ detail }) => detailWords(detail) },
      { head: "From", cell: ({ address }) => html`<span class="mono soft">${address ?? ""}</span>` },
    ],
    { id: ({ id }) => `audit-${id}` },
  );
}

const kinds = { person: "", token: "token", link: "link in a message", command: "command" } as const;

function who({ actor, actorKind }: AuditRecord): Html {
  const kind = kinds[actorKind];
  return html`<a href="${withQuery(base, { actor })}">${actor}</a
    >${kind === "" ? none : html` <span class="soft">${kind}</span>`}`;
}

function target({ targetKind, targetId }: AuditRecord): Html {
  const name = targetId === null ? targetKind : `${targetKind} ${targetId}`;
  const value = targetId === null ? targetKind : `${targetKind}/${targetId}`;
  return html`<a href="${withQuery(base, { target: value })}">${name}</a>`;
}

const longest = 200;

/** E.g. `role: admin, name: Anna`. */
function detailWords(detail: Readonly<Record<string, unknown>>): Part {
  const words = Object.entries(detail).map(([name, value]) => `${name}: ${valueWords(value)}`);
  const text = words.join(", ");
  if (text.length <= longest) return text;
  return html`<details>
    <summary>${text.slice(0, longest)}…</summary>
    ${text.slice(0, 10_000)}
  </details>`;
}

function valueWords(value: unknown): string {
  if (typeof value === "string") return value;
  if (Array.isArray(value) && value.every((one) => typeof one === "string")) return value.join(" ");
  return value === null ? "none" : JSON.stringify(value);
}
