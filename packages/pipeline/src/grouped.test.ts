import { describe, expect, test } from "vitest";
import { grouped } from "./grouped.ts";

/** Answers that end when the test says so; each group is noted. */
function held() {
  const groups: string[][] = [];
  const ends: (() => void)[] = [];
  const ask = grouped<string, string>(
    async (items) => {
      groups.push([...items]);
      await new Promise<void>((resolve) => ends.push(resolve));
      return items.map((item) => item.toUpperCase());
    },
    { max: 3, lanes: 1 },
  );
  return { groups, ask, endNext: () => ends.shift()?.() };
}

const turn = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));

describe("questions", () => {
  test("asked in one moment are answered together, each with its own answer", async () => {
    const { groups, ask, endNext } = held();
    const answers = Promise.all([ask("a"), ask("b")]);
    await turn();
    endNext();
    expect(await answers).toEqual(["A", "B"]);
    expect(groups).toEqual([["a", "b"]]);
  });

  test("that come while an answer is under way wait for it and go together, so many at most", async () => {
    const { groups, ask, endNext } = held();
    const first = ask("a");
    await turn();
    const others = ["b", "c", "d", "e"].map((item) => ask(item));
    await turn();
    expect(groups).toEqual([["a"]]);
    endNext();
    expect(await first).toBe("A");
    await turn();
    expect(groups).toEqual([["a"], ["b", "c", "d"]]);
    endNext();
    await turn();
    endNext();
    expect(await Promise.all(others)).toEqual(["B", "C", "D", "E"]);
    expect(groups).toHaveLength(3);
  });

  test("go in as many groups at once as there are lanes", async () => {
    let running = 0;
    let most = 0;
    const ask = grouped<number, number>(
      async (items) => {
        most = Math.max(most, (running += 1));
        await turn();
        running -= 1;
        return items;
      },
      { max: 1, lanes: 2 },
    );
    expect(await Promise.all([1, 2, 3, 4, 5].map((item) => ask(item)))).toEqual([1, 2, 3, 4, 5]);
    expect(most).toBe(2);
  });
});

describe("a group that fails", () => {
  test("is asked one by one, so that only the item that is wrong fails", async () => {
    const groups: string[][] = [];
    const ask = grouped<string, string>(
      (items) => {
        groups.push([...items]);
        return items.includes("bad") ? Promise.reject(new Error("it is bad")) : Promise.resolve(items);
      },
      { max: 10, lanes: 1 },
    );
    const results = await Promise.allSettled(["good", "bad", "fine"].map((item) => ask(item)));
    expect(results.map((result) => result.status)).toEqual(["fulfilled", "rejected", "fulfilled"]);
    expect(groups).toEqual([["good", "bad", "fine"], ["good"], ["bad"], ["fine"]]);
  });

  test("because the store is away fails as a whole, at once", async () => {
    let asked = 0;
    const away = Object.assign(new Error("connect ECONNREFUSED"), { code: "ECONNREFUSED", syscall: "connect" });
    const ask = grouped<string, string>(() => (asked++, Promise.reject(away)), { max: 10, lanes: 1 });
    const results = await Promise.allSettled(["a", "b", "c"].map((item) => ask(item)));
    expect(results.map((result) => result.status)).toEqual(["rejected", "rejected", "rejected"]);
    expect(asked).toBe(1);
  });

  test("does not hold up what is asked later", async () => {
    let fails = true;
    const ask = grouped<string, string>((items) => (fails ? Promise.reject(new Error("no")) : Promise.resolve(items)), {
      max: 10,
      lanes: 1,
    });
    await expect(ask("a")).rejects.toThrow("no");
    fails = false;
    expect(await ask("a")).toBe("a");
  });
});
