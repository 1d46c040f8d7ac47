import type { SourceItem } from "@wirewatch/model";
import { describe, expect, test } from "vitest";
import { item } from "../../../test/support/source-item.ts";
import { useIntakeScene } from "./intake-scene.ts";

const scene = useIntakeScene();

describe("a changed announcement", () => {
  test("has the page looked at again, as the next revision", async () => {
    await scene.take([item(1)]);
    await scene.store.db.updateTable("article_revision").set({ stage: "done", outcome: "matched" }).execute();
    const taken = await scene.take([item(1, { title: "Corrected" })]);
    expect(taken).toMatchObject({ added: 0, changed: 1, gates: new Set(["https://site.example"]) });
    expect(await scene.revisions()).toMatchObject([
      { revision: 1, stage: "done" },
      { revision: 2, stage: "fetch", title: "Corrected", baseline: false },
    ]);
    expect(await scene.items()).toMatchObject([{ title: "Corrected" }]);
    expect((await scene.take([item(1, { title: "Corrected" })])).gates.size).toBe(0);
  });

  test("opens nothing while the page still waits to be fetched", async () => {
    await scene.take([item(1)]);
    await scene.take([item(1, { title: "Corrected" })]);
    expect(await scene.revisions()).toHaveLength(1);
  });
});

describe("many changed announcements at once", () => {
  const many = (title: string, count = 12) =>
    Array.from({ length: count }, (_, n) => item(n, { title: `${title} ${n}` }));
  const finish = () =>
    scene.store.db.updateTable("article_revision").set({ stage: "done", outcome: "unmatched" }).execute();

  test("are another template: the pages are not read again, and the new words are known", async () => {
    await scene.take(many("Title"));
    await finish();
    expect(await scene.take(many("Other"))).toMatchObject({ changed: 12, gates: new Set() });
    expect(await scene.take(many("Other"))).toMatchObject({ changed: 0 });
    expect(await scene.revisions()).toHaveLength(12);
  });

  test("are corrections when most items stayed as they were", async () => {
    await scene.take([...many("Title", 40)]);
    await finish();
    await scene.take([...many("Other", 12), ...many("Title", 40).slice(12)]);
    expect((await scene.revisions()).filter((row) => row.revision === 2)).toHaveLength(12);
  });
});

describe("a publisher that gives all its items new ids", () => {
  const renamed = (number: number, given: Partial<SourceItem> = {}) => item(number, { id: `new-${number}`, ...given });

  test("has them joined by their addresses: nothing is opened, and they are known from then on", async () => {
    await scene.take([item(1), item(2)]);
    const before = await scene.revisions();
    const again = [
      renamed(1, { title: "Title 1, in new words" }),
      renamed(2, { url: "https://site.example/2?utm_source=x" }),
    ];
    expect(await scene.take(again, { matchByUrl: true })).toEqual({
      added: 0,
      changed: 0,
      gates: new Set(),
      bells: [],
    });
    expect(await scene.take(again)).toMatchObject({ added: 0, changed: 0 });
    expect(await scene.revisions()).toEqual(before);
    expect((await scene.items()).map((row) => row.item_key).toSorted()).toEqual(["new-1", "new-2"]);
  });

  test("still has what is new among them taken", async () => {
    await scene.take([item(1), item(2)]);
    expect(await scene.take([renamed(3), renamed(2), renamed(1)], { matchByUrl: true })).toMatchObject({ added: 1 });
    expect(await scene.revisions()).toHaveLength(3);
  });

  test("joins one known item with one of two that have its address", async () => {
    await scene.take([item(1)]);
    const twice = [renamed(1), renamed(9, { url: "https://site.example/1" })];
    expect(await scene.take(twice, { matchByUrl: true })).toMatchObject({ added: 1 });
    expect(await scene.revisions()).toHaveLength(1);
  });
});
