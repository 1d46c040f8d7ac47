import { endSession, sql } from "@wirewatch/store";
import { expect, test } from "vitest";
import { useConsole } from "../../../../test/support/console-scene.ts";
import { until } from "../../../../test/support/until.ts";

const scene = useConsole({ sources: { sources: [{ id: "site", name: "Site", url: "https://site.example/rss" }] } });

interface Heard {
  readonly id: string;
  readonly kind: string;
  readonly ref: string | undefined;
}

/** Reads a stream until it is cut. */
async function listen(
  lastId?: string,
  after?: string,
): Promise<{ readonly heard: Heard[]; readonly status: number; readonly cut: () => void }> {
  const abort = new AbortController();
  const headers = {
    cookie: await scene.cookieOf("viewer"),
    ...(lastId === undefined ? {} : { "last-event-id": lastId }),
  };
  const response = await fetch(`${scene.url}/events?after=${after ?? ""}`, { headers, signal: abort.signal });
  const heard: Heard[] = [];
  void read(response, heard).catch(() => undefined);
  return { heard, status: response.status, cut: () => abort.abort() };
}

async function read({ body }: Response, heard: Heard[]): Promise<void> {
  let text = "";
  for await (const piece of body?.pipeThrough(new TextDecoderStream()) ?? []) {
    text += piece;
    const events = text.split("\n\n");
    text = events.pop() ?? "";
    for (const event of events) {
      const found = /^id: (.*)\nevent: (.*)\ndata: (.*)$/u.exec(event);
      if (found === null) continue;
      const [, id = "", kind = "", data = "{}"] = found;
      heard.push({ id, kind, ref: (JSON.parse(data) as { ref?: string }).ref });
    }
  }
}

async function note(ref: string): Promise<void> {
  await sql`insert into change (kind, ref) values ('alert', ${ref})`.execute(scene.db);
}

test("who listens hears what comes, and nothing of before", async () => {
  await note("before");
  const { heard, cut } = await listen();
  await note("one");
  await note("two");
  await until(() => heard.length === 2, 10_000);
  expect(heard.map(({ kind, ref }) => `${kind} ${ref}`)).toEqual(["alert one", "alert two"]);
  cut();
});

test("a connection that broke goes on where it was: nothing is missed, nothing comes twice", async () => {
  const other = await listen();
  const heard: Heard[] = [];
  let next = 0;
  const writing = (async () => {
    for (; next < 200; next += 1) await note(String(next));
  })();
  for (let round = 0; round < 6; round += 1) {
    const stream = await listen(heard.at(-1)?.id);
    await until(() => stream.heard.length > 3 || next === 200, 10_000);
    await new Promise((resolve) => setTimeout(resolve, 50));
    stream.cut();
    heard.push(...stream.heard);
  }
  await writing;
  const last = await listen(heard.at(-1)?.id);
  const refs = (): readonly (string | undefined)[] => [...heard, ...last.heard].map(({ ref }) => ref);
  await until(() => refs().at(-1) === "199", 10_000);
  last.cut();
  const first = Number(refs()[0]);
  expect(refs()).toEqual(Array.from({ length: 200 - first }, (_, at) => String(first + at)));
  await until(() => other.heard.at(-1)?.ref === "199", 10_000);
  other.cut();
});

test("a page hears what changed while it was on its way to the browser", async () => {
  const { text } = await scene.get("/explain", "viewer");
  const position = /data-position="([^"]+)"/u.exec(text)?.[1];
  await note("meanwhile");
  const { heard, cut } = await listen(undefined, position);
  await until(() => heard.length > 0, 10_000);
  expect(heard.at(-1)).toMatchObject({ ref: "meanwhile" });
  cut();
});

test("who was away too long looks at everything anew", async () => {
  const { heard, cut } = await listen("1-1");
  await until(() => heard.length > 0, 10_000);
  expect(heard[0]).toMatchObject({ kind: "everything" });
  cut();
});

test("whose session ends while the page is open is told so, and the stream ends", async () => {
  const token = (await scene.cookieOf("operator")).split("=")[1] ?? "";
  const response = await fetch(`${scene.url}/events`, { headers: { cookie: `wirewatch_session=${token}` } });
  const text = response.text();
  await endSession(scene.db, token);
  expect(await text).toMatch(/\n\nevent: ended\ndata: \{\}\n\n$/u);
});

test("nobody hears anything without a session, and no more after it ended", async () => {
  expect((await fetch(`${scene.url}/events`)).status).toBe(401);
  expect((await fetch(`${scene.url}/events`, { headers: { cookie: "wirewatch_session=x" } })).status).toBe(401);
});
