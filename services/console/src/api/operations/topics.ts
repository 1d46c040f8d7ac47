import type { TopicConfig } from "@wirewatch/config";
import { severities } from "@wirewatch/model";
import { deleteConsoleObject, saveConsoleObject } from "@wirewatch/store";
import type { ConsoleObjectWrite } from "@wirewatch/store";
import { runTopicTests } from "@wirewatch/topics";
import { z } from "zod";
import { previewTopic } from "../../archive/preview-topic.ts";
import { checkAgainst, knownTopics, openTopic } from "../../pages/topics/known-topics.ts";
import type { KnownTopic } from "../../pages/topics/known-topics.ts";
import { Problem } from "../../problem.ts";
import type { FieldProblem } from "../../problem.ts";
import { withQuery } from "../../views/html.ts";
import { cursorOf, positionOf } from "../cursor.ts";
import { operation } from "../operation.ts";
import { readQuery } from "../read-request.ts";
import { instant, pageOf, paging } from "../schemas.ts";

const fields = {
  id: z.string(),
  name: z.string(),
  owner: z.string().nullable(),
  severity: z.enum(severities),
  origin: z
    .enum(["file", "console"])
    .meta({ description: "Where it is written; only topics of the console can be changed here." }),
  version: z.int().nullable().meta({ description: "Of a topic of the console, to change it: `basedOn`." }),
  isInForce: z.boolean().meta({ description: "False: it was saved a moment ago, and is not worked with yet." }),
};
const topic = z.object(fields).meta({ id: "Topic" });
const fullTopic = z
  .object({ ...fields, content: z.string().meta({ description: "YAML of one entry of `topics.yaml`." }) })
  .meta({ id: "FullTopic" });

const topicParam = z.strictObject({ id: z.string().regex(/^[\w.-]{1,100}$/u) });
const content = z
  .string()
  .min(1)
  .max(200_000)
  .meta({ description: "YAML of one entry of `topics.yaml`; JSON is YAML as well." });
const list = "topics";
const dayMs = 86_400_000;

const estimate = z
  .record(z.string(), z.unknown())
  .meta({ description: "A count, and whether it was told from a sample." });

export const topicOperations = [
  operation({
    id: "listTopics",
    method: "GET",
    path: "/topics",
    tag: "topics",
    scope: "read",
    summary: "Topics by id.",
    query: z.strictObject(paging),
    response: pageOf(topic),
    async handle({ db, deps, query: { limit, cursor }, request }) {
      const [after = ""] = positionOf(list, cursor, (position) => position.length === 1) ?? [];
      const { config } = await deps.config.current();
      const rest = (await knownTopics(db, config))
        .filter((known) => known.topic.id > after)
        .toSorted((a, b) => (a.topic.id < b.topic.id ? -1 : 1));
      const items = rest.slice(0, limit).map(listed);
      const last = items.at(-1);
      const asked = Object.fromEntries(readQuery(request.url).asked);
      const next = rest.length > limit && last !== undefined ? cursorOf(list, [last.id]) : null;
      return { items, next: next === null ? null : withQuery("/api/v1/topics", { ...asked, cursor: next }) };
    },
  }),
  operation({
    id: "getTopic",
    method: "GET",
    path: "/topics/{id}",
    tag: "topics",
    scope: "read",
    summary: "One topic as it is written.",
    params: topicParam,
    response: fullTopic,
    async handle({ db, deps, params }) {
      const { config } = await deps.config.current();
      const opened = await openTopic(db, config, params.id);
      if (opened === null) throw noTopic(params.id);
      return { ...listed(opened), content: opened.text };
    },
  }),
  operation({
    id: "saveTopic",
    method: "PUT",
    path: "/topics/{id}",
    tag: "topics",
    scope: "topics:write",
    summary: "Makes or changes a topic of the console.",
    description: "Refused while something in it is wrong, one of its tests fails, or it was changed meanwhile.",
    params: topicParam,
    body: z.strictObject({
      content,
      basedOn: z.int().nullable().meta({ description: "Version it was changed from; null for a new topic." }),
    }),
    response: z.object({ id: z.string(), version: z.int() }),
    async handle({ db, deps, params: { id }, body, actor, audit }) {
      const { config } = await deps.config.current();
      const inFile = config.topics.some((one) => one.id === id) && (await openTopic(db, config, id))?.object === null;
      if (inFile) throw new Problem(409, `the topic ${id} is written in a file; change it there`);
      const draft = readable(config, body.content);
      if (draft.id !== id) throw unusable([{ field: "content", message: `its id is ${draft.id}, not ${id}` }]);
      checkTests(draft);
      const written = await saveConsoleObject(db, {
        kind: "topic",
        id,
        content: body.content,
        basedOn: body.basedOn,
        by: actor,
      });
      const version = versionOf(written);
      await audit({ action: "topic.saved", targetKind: "topic", targetId: id, detail: { version } });
      return { id, version };
    },
  }),
  operation({
    id: "deleteTopic",
    method: "DELETE",
    path: "/topics/{id}",
    tag: "topics",
    scope: "topics:write",
    summary: "Deletes a topic of the console; its versions stay.",
    params: topicParam,
    query: z.strictObject({
      basedOn: z.coerce.number().int().min(0).meta({ description: "Version that is deleted." }),
    }),
    response: z.object({ id: z.string(), version: z.int() }),
    async handle({ db, deps, params: { id }, query, actor, audit }) {
      const { config } = await deps.config.current();
      const opened = await openTopic(db, config, id);
      if (opened === null) throw noTopic(id);
      if (opened.object === null) throw new Problem(409, `the topic ${id} is written in a file; delete it there`);
      const written = await deleteConsoleObject(db, { kind: "topic", id, basedOn: query.basedOn, by: actor });
      const version = versionOf(written);
      await audit({ action: "topic.deleted", targetKind: "topic", targetId: id, detail: { version } });
      return { id, version };
    },
  }),
  operation({
    id: "previewTopic",
    method: "POST",
    path: "/topics/preview",
    tag: "topics",
    scope: "topics:write",
    summary: "What a topic would have found in the archive. Writes nothing.",
    body: z.strictObject({ content, days: z.int().min(1).max(365).default(30) }),
    response: z.object({
      articles: estimate,
      stories: estimate,
      told: estimate,
      articlesPerDay: z.number(),
      storiesPerDay: z.number(),
      toldPerDay: z.number(),
      since: instant,
      until: instant,
      tests: z.array(
        z.object({ text: z.string(), expected: z.enum(["match", "noMatch"]), ok: z.boolean(), why: z.string() }),
      ),
    }),
    async handle({ deps, body }) {
      const { config } = await deps.config.current();
      const draft = readable(config, body.content);
      const now = deps.now();
      const since = new Date(now.getTime() - body.days * dayMs);
      const preview = await previewTopic({ db: deps.db, config }, draft, { saved: null, since, now, limit: 0 });
      const { articles, stories, told, ...rest } = preview;
      return {
        ...rest,
        articles: { ...articles },
        stories: { ...stories },
        told: { ...told },
        tests: runTopicTests(draft),
      };
    },
  }),
];

function listed({ topic: { id, name, owner, severity }, object, isInForce }: KnownTopic) {
  const origin = object === null ? ("file" as const) : ("console" as const);
  return { id, name, owner, severity, origin, version: object?.version ?? null, isInForce };
}

/** @throws {Problem} 422 with every place that is wrong */
function readable(config: Parameters<typeof checkAgainst>[0], text: string): TopicConfig {
  const read = checkAgainst(config, text);
  if (read.ok) return read.topic;
  throw unusable(
    read.problems.map(({ field, message, line, column }) => ({
      field: field === "" ? "content" : `content.${field}`,
      message: `${message} (line ${line}, column ${column})`,
    })),
  );
}

/** @throws {Problem} 422 naming the tests that fail */
function checkTests(draft: TopicConfig): void {
  const failed = runTopicTests(draft, { explain: "failed" }).filter(({ ok }) => !ok);
  if (failed.length === 0) return;
  throw unusable(
    failed.map(({ text, why }) => ({ field: "content.tests", message: `“${text.slice(0, 200)}”: ${why}` })),
  );
}

function unusable(fields: readonly FieldProblem[]): Problem {
  const [first] = fields;
  return new Problem(422, first === undefined ? "the topic cannot be used" : `${first.field}: ${first.message}`, {
    fields: fields.slice(0, 20),
  });
}

/** @throws {Problem} 409 when somebody else wrote it meanwhile */
function versionOf(written: ConsoleObjectWrite): number {
  if (written.kind === "written") return written.version;
  const now =
    written.current === null ? "there is none of that name now" : `it is at version ${written.current.version} now`;
  throw new Problem(409, `the topic was changed meanwhile: ${now}; read it again`);
}

function noTopic(id: string): Problem {
  return new Problem(404, `there is no topic ${id}`);
}
