import { countSourceItems, deleteConsoleObject, saveConsoleObject, sql } from "@wirewatch/store";
import { path } from "../../views/html.ts";
import { refusalOf } from "../../views/refused.ts";
import { auditDiff } from "../audit-diff.ts";
import type { PageAnswer, PageRequest, Pages } from "../page-routes.ts";
import { sourceDeleteView, sourceEditView } from "./edit-view.ts";
import type { SentSource } from "./edit-view.ts";
import { checkMadeSource, madeSource, topicsNaming } from "./made-source.ts";

/** Longest text of a source. */
const maxText = 100_000;

/** Changing and deleting sources that were imported in the console. */
export function editPages(pages: Pages): void {
  pages.get("/sources/:id/edit", "operator", async (request) => {
    const object = await madeSource(request);
    const { content: text, version: basedOn } = object;
    return editPage({ object, text, basedOn, problems: [], isConflict: false }, request);
  });
  pages.post("/sources/:id/edit", "operator", saveSource);
  pages.get("/sources/:id/delete", "operator", deletePage);
  pages.post("/sources/:id/delete", "operator", deleteSource);
}

function editPage(sent: SentSource, request: PageRequest): PageAnswer {
  return { title: `Edit ${sent.object.id}`, section: "sources", body: sourceEditView(sent, request) };
}

async function saveSource(request: PageRequest): Promise<PageAnswer> {
  const { db, config, form, viewer } = request;
  const object = await madeSource(request);
  const { id } = object;
  const text = (form.get("content") ?? "").slice(0, maxText).replaceAll("\r\n", "\n");
  const basedOn = versionOf(form.get("version"));
  const sent = { object, text, basedOn, problems: [], isConflict: false };
  const checked = await checkMadeSource(config, id, text);
  if (!checked.ok) return editPage({ ...sent, problems: checked.problems }, request);
  const to = path`/sources/${id}`;
  if (text === object.content) return { to, note: "Nothing was changed." };
  const written = await db.transaction().execute(async (tx) => {
    const done = await saveConsoleObject(tx, { kind: "source", id, content: text, basedOn, by: viewer.login });
    if (done.kind === "conflict") return done;
    const detail = { version: done.version, diff: auditDiff(object.content, text) };
    await request.audit({ action: "source.saved", targetKind: "source", targetId: id, detail }, tx);
    return done;
  });
  if (written.kind === "written") return { to, note: "Saved. It is in force within seconds." };
  const current = await madeSource(request);
  return editPage({ ...sent, object: current, basedOn: current.version, isConflict: true }, request);
}

async function deletePage(request: PageRequest): Promise<PageAnswer> {
  const object = await madeSource(request);
  const { db, config } = request;
  const items = await countSourceItems(db, object.id);
  const facts = { object, items, topics: topicsNaming(config, object.id), isShadowed: isShadowed(request, object.id) };
  return { title: `Delete ${object.id}`, section: "sources", body: sourceDeleteView(facts, request) };
}

async function deleteSource(request: PageRequest): Promise<PageAnswer> {
  const { db, config, form, viewer } = request;
  const { id, content } = await madeSource(request);
  const isOther = isShadowed(request, id);
  const page = path`/sources/${id}/delete`;
  if (!isOther && topicsNaming(config, id).length > 0) return { to: page, note: "Not deleted: a topic names it." };
  const basedOn = versionOf(form.get("version"));
  const written = await db.transaction().execute(async (tx) => {
    const done = await deleteConsoleObject(tx, { kind: "source", id, basedOn, by: viewer.login });
    if (done.kind === "conflict") return done;
    // Who imports it again wants it to be asked.
    if (!isOther) await sql`delete from source_pause where source_id = ${id}`.execute(tx);
    await request.audit({ action: "source.deleted", targetKind: "source", targetId: id, detail: { was: content } }, tx);
    return done;
  });
  if (written.kind === "conflict") return { to: page, note: "Not deleted: somebody changed this source meanwhile." };
  if (isOther)
    return { to: path`/sources/${id}`, note: "The entry of the console is deleted; the source of the file stays." };
  return { to: "/sources", note: `${id} is deleted. What came from it stays.` };
}

/** The file has a source of the same id, which is the one in use. */
function isShadowed({ config }: PageRequest, id: string): boolean {
  return refusalOf(config, "source", id) !== null && config.sources.some((source) => source.id === id);
}

/** -1, which no version is, for what is none. */
function versionOf(text: string | null): number {
  return text !== null && /^[1-9]\d{0,8}$/u.test(text) ? Number(text) : -1;
}
