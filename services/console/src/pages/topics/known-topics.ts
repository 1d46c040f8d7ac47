import { isDeepStrictEqual } from "node:util";
import { checkTopicText, topicText } from "@wirewatch/config";
import type { CheckedTopic, Config, RefusedConfig, TopicConfig, WrittenEntry } from "@wirewatch/config";
import { refusalOf, refusedOf } from "../../views/refused.ts";
import { deletedConsoleObjects, findConsoleObject, readConsoleObjects, readWrittenTopic } from "@wirewatch/store";
import type { ConsoleObject, Database, Kysely } from "@wirewatch/store";

/** A topic that there is, wherever it was made. */
export interface KnownTopic {
  readonly topic: TopicConfig;
  /** Null: it is in a file. */
  readonly object: ConsoleObject | null;
  /** False: it was saved, and the workers do not work with it yet (or not any more with what was there before). */
  readonly isInForce: boolean;
  /** Why an object of the console with this id is not used; null when it is, or there is none. */
  readonly refused: RefusedObject | null;
}

/** An object that the configuration in force goes without. */
export interface RefusedObject {
  readonly why: RefusedConfig;
  readonly object: ConsoleObject;
}

/** A topic with the text it is written in. */
export interface OpenedTopic extends KnownTopic {
  /** YAML of one entry. */
  readonly text: string;
  /** Where it stands in its file; null for topics of the console, and where the loader did not say. */
  readonly written: WrittenEntry | null;
}

/** A deletion is known before the configuration is without the topic; for so long it is left out at once. */
const deletedWithinMs = 10_000;

/** All topics, those of the console with their own versions. Of the console only those are parsed that do not run yet. */
export async function knownTopics(db: Kysely<Database>, config: Config): Promise<KnownTopic[]> {
  const [objects, deleted] = await Promise.all([
    readConsoleObjects(db, "topic"),
    deletedConsoleObjects(db, "topic", deletedWithinMs),
  ]);
  const byId = new Map(objects.map((object) => [object.id, object]));
  const running = new Set(config.topics.map(({ id }) => id));
  const inForce = config.topics
    .filter(({ id }) => byId.has(id) || !deleted.includes(id) || refusalOf(config, "topic", id) !== null)
    .map((topic) => {
      const refused = unusedObject(config, byId.get(topic.id) ?? null);
      return { topic, object: refused === null ? (byId.get(topic.id) ?? null) : null, isInForce: true, refused };
    });
  const waiting = objects
    .filter(({ id }) => !running.has(id))
    .map((object) => ({
      topic: topicOf(object, config),
      object,
      isInForce: false,
      refused: unusedObject(config, object),
    }));
  return [...inForce, ...waiting];
}

/** One topic with its text; null when there is none. */
export async function openTopic(db: Kysely<Database>, config: Config, id: string): Promise<OpenedTopic | null> {
  const object = await findConsoleObject(db, "topic", id);
  const running = config.topics.find((topic) => topic.id === id) ?? null;
  const refused = unusedObject(config, object);
  // A file has the id as well: that one is used, and the page is its.
  const isOfFile = refusalOf(config, "topic", id) !== null && running !== null;
  if (object !== null && !isOfFile) {
    const topic = topicOf(object, config);
    const isInForce = isDeepStrictEqual(topic, running);
    return { topic, object, text: object.content, written: null, isInForce, refused };
  }
  if (running === null) return null;
  if (!isOfFile && (await deletedConsoleObjects(db, "topic", deletedWithinMs)).includes(id)) return null;
  const written = writtenEntry(await readWrittenTopic(db, id));
  return { topic: running, object: null, text: written?.text ?? topicText(running), written, isInForce: true, refused };
}

/** Null when it is used, or there is none. */
function unusedObject(config: Config, object: ConsoleObject | null): RefusedObject | null {
  const why = object === null ? null : refusalOf(config, "topic", object.id);
  return object === null || why === null ? null : { why, object };
}

/** Checks the YAML of a topic against what there is. */
export function checkAgainst(config: Config, text: string): CheckedTopic {
  return checkTopicText(text, {
    name: "topic",
    // One that is not in use at the moment may be named, as the loader has it.
    sourceIds: [...config.sources, ...refusedOf(config, "source")].map(({ id }) => id),
    tags: [...new Set(config.sources.flatMap(({ tags }) => tags))],
  });
}

/** What is written there, even when something in it is wrong by now. */
function topicOf({ id, content }: ConsoleObject, config: Config): TopicConfig {
  const { topic } = checkAgainst(config, content);
  return topic ?? { ...nothing, id, name: id };
}

/** Stands for a topic whose text cannot be read. */
const nothing: TopicConfig = {
  id: "",
  name: "",
  owner: null,
  severity: "normal",
  any: [],
  all: [],
  none: [],
  where: { languages: [], tags: [], sources: [], countries: [] },
  labels: {},
  scope: "section",
  stem: false,
  dialect: "wql",
  raise: [],
  raiseBySources: [],
  tests: { match: [], noMatch: [] },
};

/** What the loader wrote down; null when it is something else. */
function writtenEntry(stored: unknown): WrittenEntry | null {
  if (typeof stored !== "object" || stored === null) return null;
  if (!("file" in stored && "line" in stored && "prefix" in stored && "text" in stored)) return null;
  const { file, line, prefix, text } = stored;
  if (typeof file !== "string" || typeof line !== "number" || typeof prefix !== "string" || typeof text !== "string")
    return null;
  return { file, line, prefix, text };
}
