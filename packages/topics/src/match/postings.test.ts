import { describe, expect, it } from "vitest";
import { seededRandom } from "../../../../test/support/seeded-random.ts";
import { noGuard } from "./anchors.ts";
import { createPostings } from "./postings.ts";
import type { Postings } from "./postings.ts";

/** Pairs under a clue as "topic:guard", sorted. */
function under({ from, to, pairs }: Postings, clue: number): readonly string[] {
  const found: string[] = [];
  for (let at = from[clue] ?? 0; at < (to[clue] ?? 0); at += 2) found.push(`${pairs[at]}:${pairs[at + 1]}`);
  return found.toSorted();
}

describe("createPostings", () => {
  it("keeps several guards of a topic apart, and removes them together", () => {
    const postings = createPostings();
    postings.add(7, { clue: 3, guard: noGuard });
    postings.add(7, { clue: 3, guard: 5 });
    postings.add(8, { clue: 3, guard: 5 });
    postings.add(7, { clue: 5_000, guard: noGuard });
    expect(under(postings, 3)).toEqual(["7:-1", "7:5", "8:5"]);
    postings.remove(7, 3);
    expect(under(postings, 3)).toEqual(["8:5"]);
    expect(under(postings, 5_000)).toEqual(["7:-1"]);
  });

  it.each([4, 99_999])("has nothing under clue %i, which no topic has", (clue) => {
    const postings = createPostings();
    postings.remove(1, clue);
    expect(under(postings, clue)).toEqual([]);
  });

  it("is as a table of sets would be after any adding and removing, without growing", () => {
    const random = seededRandom(3);
    const below = (count: number): number => Math.floor(random() * count);
    const postings = createPostings();
    const expected = Array.from({ length: 20 }, () => new Map<number, number>());
    for (let step = 0; step < 20_000; step++) {
      const [clue, topic, guard] = [below(20), below(60), below(5)];
      const topics = expected[clue] ?? new Map<number, number>();
      postings.remove(topic, clue);
      topics.delete(topic);
      if (below(2) === 0) continue;
      postings.add(topic, { clue, guard });
      topics.set(topic, guard);
    }
    for (const [clue, topics] of expected.entries()) {
      expect(under(postings, clue)).toEqual([...topics].map(([topic, guard]) => `${topic}:${guard}`).toSorted());
    }
    expect(postings.pairs.length).toBeLessThan(10_000);
  });

  it("counts visits until it is told to forget them", () => {
    const postings = createPostings();
    postings.add(1, { clue: 9, guard: noGuard });
    expect([postings.visit(9), postings.visit(9)]).toEqual([1, 2]);
    postings.reset(9);
    expect(postings.visit(9)).toBe(1);
  });
});
