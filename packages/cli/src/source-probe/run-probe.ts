import { readFile } from "node:fs/promises";
import { resolveSecrets } from "@wirewatch/config";
import type { ListEvent, ProbedStage } from "@wirewatch/console";
import { createDocumentReader } from "@wirewatch/fetcher";
import { createHttpClient, environmentVariables } from "@wirewatch/runtime";
import { createExtractPool } from "@wirewatch/stripper";
import { userAgent } from "../context.ts";
import { createChecker } from "../source-import/checker.ts";
import { planImport } from "../source-import/import-plan.ts";
import { judgeRows } from "../source-import/judge-rows.ts";
import { readList } from "../source-import/read-list.ts";
import { isTaken, notedRow, verdictText, withoutPassword } from "../source-import/row-verdict.ts";
import { knownSources } from "../source-import/sources-file.ts";
import { runChecks } from "../source-test/run-checks.ts";
import { UsageError } from "../usage-error.ts";
import type { ProbeRequest } from "./request.ts";

/** Characters of an article that are shown. */
const shownText = 20_000;

/** Answers one request; every answer goes out as soon as it is known. Writes nothing anywhere. */
export async function* runProbe(request: ProbeRequest): AsyncGenerator<ProbedStage | ListEvent> {
  if (request.kind === "test") yield* testStages(request);
  else yield* listEvents(request);
}

async function* testStages(request: Extract<ProbeRequest, { kind: "test" }>): AsyncGenerator<ProbedStage> {
  const http = createHttpClient({ userAgent });
  const documents = createDocumentReader();
  const pool = createExtractPool({ threads: 1 });
  const secrets = { env: environmentVariables(), readFile };
  const test = {
    source: request.source,
    config: request.config,
    http,
    documents,
    userAgent,
    extract: pool.extract,
    resolveSecrets: (text: string) => resolveSecrets(text, secrets),
  };
  try {
    for await (const { name, isOk, facts, advice, article = null } of runChecks(test, request.address)) {
      const shown = article === null ? null : { ...article, text: article.text.slice(0, shownText) };
      yield { name, isOk, facts, advice, article: shown };
    }
  } finally {
    await documents.close();
    await pool.close();
    await http.close();
  }
}

async function* listEvents(request: Extract<ProbeRequest, { kind: "list" }>): AsyncGenerator<ListEvent> {
  const { allowPrivate, maxRows } = request;
  const list = await readList(request.name, Buffer.from(request.text), allowPrivate).catch((error: unknown) => {
    if (error instanceof UsageError) return error;
    throw error;
  });
  if (list instanceof UsageError) return yield { kind: "refused", reason: list.message };
  const { rows, notes } = list;
  if (rows.length > maxRows)
    return yield { kind: "refused", reason: `the list has ${rows.length} rows; at most ${maxRows} are taken at once` };
  yield {
    kind: "list",
    notes,
    rows: rows.map(({ title, urls }) => ({ title, url: withoutPassword(urls[0] ?? ""), urls: urls.length })),
  };
  const known = knownSources(request.known, request.feeds);
  const plan = await planImport(
    rows,
    { path: "sources", text: null, sources: [], made: [], allowPrivate },
    known,
    request.tags,
  );
  const checker = request.isAsked ? createChecker(allowPrivate) : null;
  const now = new Date();
  try {
    yield* inOrderOfArrival(
      judgeRows(plan, known, checker?.check ?? null).map(async (judged, index): Promise<ListEvent> => {
        const verdict = await judged;
        const planned = plan[index];
        const isNew = isTaken(verdict) && planned?.kind === "planned";
        const noted = isNew
          ? notedRow({ row: { ...planned.row, entry: planned.entry }, verdict, notes: [] }, now).entry
          : null;
        return {
          kind: "row",
          index,
          verdict: verdict.kind,
          text: verdictText(verdict),
          of: verdict.kind === "duplicate" ? verdict.of : null,
          notes: planned?.notes ?? [],
          entry: isNew && noted !== null ? { id: planned.source.id, entry: noted } : null,
        };
      }),
    );
  } finally {
    await checker?.close();
  }
}

/** Results as they come, whatever the order of the promises. */
async function* inOrderOfArrival<T>(promises: readonly Promise<T>[]): AsyncGenerator<T> {
  const arrived: T[] = [];
  let wake: () => void = () => undefined;
  let failure: { readonly error: unknown } | null = null;
  for (const promise of promises) {
    promise.then(
      (value) => {
        arrived.push(value);
        wake();
      },
      (error: unknown) => {
        failure ??= { error };
        wake();
      },
    );
  }
  for (let given = 0; given < promises.length;) {
    if (failure !== null) throw (failure as { readonly error: unknown }).error;
    const next = arrived[given];
    if (next === undefined) await new Promise<void>((resolve) => (wake = resolve));
    else {
      given += 1;
      yield next;
    }
  }
}
