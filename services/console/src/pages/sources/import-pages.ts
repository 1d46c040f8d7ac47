import type { FastifyInstance } from "fastify";
import type { ConsoleDeps } from "../../deps.ts";
import { Problem } from "../../problem.ts";
import { path } from "../../views/html.ts";
import { count } from "../../views/parts.ts";
import type { PageAnswer, PageRequest, Pages } from "../page-routes.ts";
import { sendList } from "./export-routes.ts";
import { newEntries, startImport } from "./import-runs.ts";
import type { ImportState } from "./import-runs.ts";
import { importYaml, saveImport } from "./import-save.ts";
import { importFormView, importRunView, maxListBytes, maxListRows, pastedName, refusedList } from "./import-view.ts";
import type { SentList } from "./import-view.ts";
import type { Run, Runs } from "./runs.ts";

/** In a form a character may take three times its bytes. */
const maxFormBytes = 3 * maxListBytes + 20_000;
const maxTags = 20;

/** `/sources/import`: a list is pasted or uploaded, looked at, and added. */
export function importPages(app: FastifyInstance, pages: Pages, deps: ConsoleDeps, imports: Runs<ImportState>): void {
  pages.get("/sources/import", "operator", (request) =>
    Promise.resolve(formPage({ text: givenUrl(request.query), name: "", tags: "imported", error: null }, request)),
  );
  pages.post("/sources/import", "operator", (request) => judge(request, deps, imports), maxFormBytes);
  pages.get("/sources/import/:run", "operator", (request) => runPage(request, imports));
  pages.post("/sources/import/:run", "operator", (request) => save(request, imports));
  app.get<{ Params: { run: string } }>(
    "/sources/import/:run/sources.yaml",
    { config: { access: { role: "operator" } } },
    (request, reply) =>
      sendList(
        reply,
        "imported-sources.yaml",
        "application/yaml",
        importYaml(newEntries(runOf(request.params, imports).state)),
      ),
  );
}

async function runPage(request: PageRequest, imports: Runs<ImportState>): Promise<PageAnswer> {
  const run = runOf(request.params, imports);
  const refused = refusedList(run.state);
  if (refused !== null) return formPage(refused, request);
  return {
    title: "Adding sources",
    section: "sources",
    body: importRunView(run, request.query, request),
    ...(run.endedAt === null ? { everySeconds: 2 } : {}),
  };
}

function formPage(sent: SentList, request: PageRequest): PageAnswer {
  return { title: "Add sources", section: "sources", body: importFormView(sent, request) };
}

/** An address that a link brings along, to be looked at by the reader first. */
function givenUrl(query: URLSearchParams): string {
  const url = query.get("url") ?? "";
  return /^https?:\/\/\S{1,2000}$/u.test(url) ? url : "";
}

function runOf({ run = "" }: Readonly<Record<string, string>>, imports: Runs<ImportState>): Run<ImportState> {
  const found = imports.get(run);
  if (found === null) throw new Problem(404, "this list is forgotten by now; import it again");
  return found;
}

async function judge(request: PageRequest, deps: ConsoleDeps, imports: Runs<ImportState>): Promise<PageAnswer> {
  const { form, config, db, viewer } = request;
  if (deps.sourceProbe === undefined) throw new Problem(409, "sources cannot be imported where this console runs");
  const text = form.get("text") ?? "";
  const name = (form.get("name") ?? "")
    .replaceAll(/[\p{Cc}/\\]/gu, " ")
    .trim()
    .slice(0, 100);
  const tagText = (form.get("tags") ?? "").slice(0, 500);
  const sent = { text, name, tags: tagText };
  if (text.trim() === "")
    return formPage({ ...sent, error: "Write an address or paste a list first, or choose a file." }, request);
  const bytes = Buffer.byteLength(text);
  if (bytes > maxListBytes)
    return formPage(
      { ...sent, text: "", error: `The list has ${(bytes / 1e6).toFixed(1)} MB; at most 1 MB is taken.` },
      request,
    );
  const tags = tagText
    .split(",")
    .map((tag) => tag.trim())
    .filter((tag) => tag !== "")
    .slice(0, maxTags);
  const feeds = await db
    .selectFrom("feed")
    .select(["source_id as sourceId", "url"])
    .where("stage", "in", ["poll", "paused"])
    .execute();
  const run = startImport(
    imports,
    deps.sourceProbe,
    {
      name: name === "" ? guessedName(text) : name,
      text,
      tags,
      feeds,
      known: config.sources,
      allowPrivate: config.network.allowPrivate,
      isAsked: form.get("ask") === "yes",
      maxRows: maxListRows,
    },
    viewer.login,
  );
  // What was written must not be lost by it.
  if (run === null) {
    return formPage({ ...sent, error: "Other lists are being looked at. Try again when they are done." }, request);
  }
  return { to: path`/sources/import/${run}` };
}

/** A list that was pasted has no name to tell by what it is. */
function guessedName(text: string): string {
  if (text.trimStart().startsWith("<")) return `${pastedName}.opml`;
  return /^(?:version|sources|defaults|network):/mu.test(text) ? `${pastedName}.yaml` : `${pastedName}.csv`;
}

async function save(request: PageRequest, imports: Runs<ImportState>): Promise<PageAnswer> {
  const run = runOf(request.params, imports);
  const base = path`/sources/import/${run.id}`;
  if (run.endedAt === null) return { to: base, note: "The list is still being looked at." };
  const { db, config, viewer } = request;
  const { added, left } = await saveImport(db, newEntries(run.state), config.sources, viewer.login, (imported, tx) =>
    request.audit(
      {
        action: "source.imported",
        targetKind: "source",
        detail: { list: run.state.name, added: imported.added.length, ids: imported.added.slice(0, 100) },
      },
      tx,
    ),
  );
  const rest = left.length === 0 ? "" : ` ${count(left.length, "other")} came to be there meanwhile.`;
  if (added.length === 0) return { to: "/sources", note: `Nothing was added: all of it is there already.` };
  return {
    to: "/sources",
    note: `Added ${count(added.length, "source")}; they are asked within a few seconds.${rest}`,
  };
}
