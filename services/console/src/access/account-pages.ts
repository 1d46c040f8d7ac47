import type { FastifyInstance } from "fastify";
import { endOwnSession, endSessionsOf, listSessions, personById, saveOwnSettings } from "@wirewatch/store";
import type { ConsoleDeps } from "../deps.ts";
import { pagesOf } from "../pages/page-routes.ts";
import type { PageRequest } from "../pages/page-routes.ts";
import { Problem } from "../problem.ts";
import { count } from "../views/parts.ts";
import type { PageView } from "../views/view.ts";
import { accountBody } from "./account-view.ts";
import { sessionToken } from "./cookies.ts";
import { readName } from "./read-name.ts";

/** One's own account: name, time zone, password and sessions. Nothing of anybody else, and no role. */
export function accountPages(app: FastifyInstance, deps: ConsoleDeps): void {
  const pages = pagesOf(app, deps);

  pages.get("/account", "viewer", (page) => accountPage(page, null));

  pages.post("/account", "viewer", async (page) => {
    const name = readName(page.form.get("name"));
    const timeZone = page.form.get("time_zone") ?? "";
    if (name === null) return accountPage(page, { field: "name", text: "A name has 1 to 100 characters." });
    if (timeZone !== "" && !isTimeZone(timeZone)) {
      const text = "There is no such time zone; they are called like Europe/London.";
      return accountPage(page, { field: "time_zone", text });
    }
    const { viewer, db } = page;
    await db.transaction().execute(async (tx) => {
      await saveOwnSettings(tx, viewer.id, { name, timeZone: timeZone === "" ? null : timeZone });
      const detail = { name, timeZone: timeZone === "" ? null : timeZone };
      await page.audit({ action: "person.saved", targetKind: "person", targetId: viewer.login, detail }, tx);
    });
    return { to: "/account", note: "Saved." };
  });

  pages.post("/account/sessions/end", "viewer", async (page) => {
    const id = page.form.get("session") ?? "";
    if (!/^[0-9a-f]{24}$/u.test(id)) throw new Problem(404, "there is no such session of yours");
    const { viewer, db } = page;
    const isEnded = await db.transaction().execute(async (tx) => {
      if (!(await endOwnSession(tx, viewer.id, id))) return false;
      await page.audit({ action: "session.ended", targetKind: "person", targetId: viewer.login }, tx);
      return true;
    });
    if (!isEnded) throw new Problem(404, "there is no such session of yours, or it is over already");
    return { to: "/account", note: "The session has ended." };
  });

  pages.post("/account/sessions/end-others", "viewer", async (page) => {
    const { viewer, db, request } = page;
    const ended = await db.transaction().execute(async (tx) => {
      const n = await endSessionsOf(tx, viewer.id, sessionToken(request));
      const detail = { ended: n, kept: "the one that asked" };
      if (n > 0)
        await page.audit({ action: "session.others-ended", targetKind: "person", targetId: viewer.login, detail }, tx);
      return n;
    });
    const note =
      ended === 0
        ? "You are logged in nowhere else."
        : `You are logged out everywhere else: ${count(ended, "session")} ended.`;
    return { to: "/account", note };
  });
}

async function accountPage(
  page: PageRequest,
  error: { readonly field: string; readonly text: string } | null,
): Promise<PageView> {
  const { viewer, db, config } = page;
  const [sessions, person] = await Promise.all([
    listSessions(db, viewer.id, sessionToken(page.request)),
    personById(db, viewer.id),
  ]);
  const given = { name: page.form.get("name"), timeZone: page.form.get("time_zone") };
  const body = accountBody(page, {
    name: given.name ?? viewer.name,
    timeZone: given.timeZone ?? viewer.timeZone ?? "",
    commonTimeZone: config.alerts.timeZone,
    hasPassword: person?.hasPassword ?? false,
    sessions,
    error,
  });
  return { title: "Your account", section: null, body };
}

function isTimeZone(text: string): boolean {
  try {
    return new Intl.DateTimeFormat("en", { timeZone: text }).resolvedOptions().timeZone !== "" && !/^[+-]/u.test(text);
  } catch {
    return false;
  }
}
