import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import { sql } from "kysely";
import { startTestStore } from "../../../test/support/store.ts";
import type { TestStore } from "../../../test/support/store.ts";
import {
  consoleObjectsPrint,
  deleteConsoleObject,
  findConsoleObject,
  listConsoleObjectVersions,
  readConsoleObjects,
  saveConsoleObject,
} from "./console-objects.ts";

let store: TestStore;
beforeAll(async () => {
  store = await startTestStore();
});
beforeEach(() => sql`truncate console_object, console_object_version`.execute(store.db));
afterAll(() => store.stop());

const save = (id: string, content: string, basedOn: number | null, by = "ana") =>
  store.db.transaction().execute((tx) => saveConsoleObject(tx, { kind: "topic", id, content, basedOn, by }));
const remove = (id: string, basedOn: number) =>
  store.db.transaction().execute((tx) => deleteConsoleObject(tx, { kind: "topic", id, basedOn, by: "ben" }));

test("an object is kept with every version of it, also when it was deleted and made again", async () => {
  expect(await save("quay", "one", null)).toEqual({ kind: "written", version: 1 });
  expect(await save("quay", "two", 1, "ben")).toEqual({ kind: "written", version: 2 });
  expect(await findConsoleObject(store.db, "topic", "quay")).toMatchObject({
    content: "two",
    version: 2,
    updatedBy: "ben",
    origin: "console",
  });
  expect(await remove("quay", 2)).toEqual({ kind: "written", version: 3 });
  expect(await findConsoleObject(store.db, "topic", "quay")).toBeNull();
  expect(await save("quay", "four", null)).toEqual({ kind: "written", version: 4 });
  const versions = await listConsoleObjectVersions(store.db, "topic", "quay");
  expect(versions.map(({ version, content, by }) => [version, content, by])).toEqual([
    [4, "four", "ana"],
    [3, null, "ben"],
    [2, "two", "ben"],
    [1, "one", "ana"],
  ]);
  expect((await readConsoleObjects(store.db, "topic")).map(({ id }) => id)).toEqual(["quay"]);
  expect(await readConsoleObjects(store.db, "source")).toEqual([]);
});

test.each([
  ["a save of what is there already, by somebody who saw nothing", () => save("quay", "mine", null)],
  ["a save based on an older version", () => save("quay", "mine", 1)],
  ["a deletion based on an older version", () => remove("quay", 1)],
])("%s is refused, and says how it is now", async (_what, write) => {
  await save("quay", "one", null);
  await save("quay", "two", 1);
  expect(await write()).toMatchObject({ kind: "conflict", current: { content: "two", version: 2 } });
  expect(await listConsoleObjectVersions(store.db, "topic", "quay")).toHaveLength(2);
});

test("a save of what was deleted meanwhile is refused", async () => {
  await save("quay", "one", null);
  await remove("quay", 1);
  expect(await save("quay", "two", 1)).toEqual({ kind: "conflict", current: null });
});

test("of several who save at once one wins", async () => {
  const ends = await Promise.all(Array.from({ length: 6 }, (_, at) => save("quay", `by ${at}`, null)));
  expect(ends.filter(({ kind }) => kind === "written")).toHaveLength(1);
  expect(await listConsoleObjectVersions(store.db, "topic", "quay")).toHaveLength(1);
});

test("the print changes with every write and only then", async () => {
  const prints = [await consoleObjectsPrint(store.db)];
  expect(prints).toEqual([""]);
  const note = async (): Promise<void> => void prints.push(await consoleObjectsPrint(store.db));
  await save("quay", "one", null);
  await note();
  await save("quay", "one", 1);
  await note();
  await remove("quay", 2);
  await save("quay", "one", null);
  await note();
  await save("pier", "one", null);
  await note();
  expect(new Set(prints).size).toBe(prints.length);
  expect(await consoleObjectsPrint(store.db)).toBe(prints.at(-1));
});

test("text that PostgreSQL cannot store does not stop a save", async () => {
  expect(await save("quay", "a\0b\uD800", null)).toMatchObject({ kind: "written" });
  expect(await findConsoleObject(store.db, "topic", "\0")).toBeNull();
});
