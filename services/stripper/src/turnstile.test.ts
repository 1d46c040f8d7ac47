import { expect, test } from "vitest";
import { createTurnstile } from "./turnstile.ts";

test("lets a number of tasks in at a time, in the order they came", async () => {
  const turn = createTurnstile(2);
  const begun: number[] = [];
  const ends = Array.from({ length: 4 }, () => Promise.withResolvers<void>());
  const tasks = ends.map(({ promise }, number) =>
    turn(() => {
      begun.push(number);
      return promise;
    }),
  );
  expect(begun).toEqual([0, 1]);
  ends[1]?.resolve();
  await tasks[1];
  expect(begun).toEqual([0, 1, 2]);
  for (const { resolve } of ends) resolve();
  await Promise.all(tasks);
  expect(begun).toEqual([0, 1, 2, 3]);
});

test("gives the place of a task that failed to the next", async () => {
  const turn = createTurnstile(1);
  const failing = turn(() => Promise.reject(new Error("no page")));
  const next = turn(() => Promise.resolve("page"));
  await expect(failing).rejects.toThrow("no page");
  expect(await next).toBe("page");
});
