import { instantOf } from "@wirewatch/alerting";
import { listAudit } from "@wirewatch/store";
import type { AuditChoice } from "@wirewatch/store";
import type { PageRequest, Pages } from "../page-routes.ts";
import { auditBody } from "./audit-view.ts";
import type { AuditFilter } from "./audit-view.ts";
import { settingsPage } from "./settings-frame.ts";

const linesShown = 50;
const longest = 200;

/** Who changed what. The log is only ever added to: there is no page, command or API that changes or removes a line. */
export function auditPage(pages: Pages): void {
  pages.get("/settings/audit", "admin", async (page) => {
    const filter = readFilter(page.query);
    const found = await listAudit(page.db, { ...choiceOf(filter, page), after: page.query.get("after") }, linesShown);
    const shown = found.slice(0, linesShown);
    const last = shown.at(-1);
    return settingsPage(page, "audit", {
      lead: "Every change by a person, a program, a link in a message, or a command. Lines stay as they were written.",
      body: auditBody(page, {
        filter,
        lines: shown,
        cursor: found.length > linesShown && last !== undefined ? last.id : null,
      }),
    });
  });
}

function readFilter(query: URLSearchParams): AuditFilter {
  const text = (name: string): string => (query.get(name) ?? "").trim().slice(0, longest);
  const day = (name: string): string => (isDay(text(name)) ? text(name) : "");
  return { actor: text("actor"), action: text("action"), target: text("target"), from: day("from"), to: day("to") };
}

/** Days are those of the reader's zone; both are within. */
function choiceOf({ actor, action, target, from, to }: AuditFilter, { timeZone }: PageRequest): AuditChoice {
  return {
    actor,
    action,
    target,
    since: from === "" ? null : startOf(from, 0, timeZone),
    until: to === "" ? null : startOf(to, 1, timeZone),
  };
}

function startOf(day: string, plusDays: number, timeZone: string): Date {
  const at = new Date(`${day}T00:00:00Z`);
  at.setUTCDate(at.getUTCDate() + plusDays);
  return instantOf(timeZone, { year: at.getUTCFullYear(), month: at.getUTCMonth() + 1, day: at.getUTCDate() }, 0);
}

function isDay(text: string): boolean {
  if (!/^(?:19|20)\d\d-\d\d-\d\d$/u.test(text)) return false;
  const at = new Date(`${text}T00:00:00Z`);
  return !Number.isNaN(at.getTime()) && at.toISOString().startsWith(text);
}
