import { expect, test } from "vitest";
import { exposition } from "./exposition.ts";
import { createHistogram } from "./histogram.ts";

test("buckets hold all that is not more than their bound, and the last one everything", () => {
  const histogram = createHistogram([0.1, 1]);
  for (const seconds of [0.05, 0.1, 0.5, 7]) histogram.observe("api", seconds);
  expect(histogram.samples("part").map(({ suffix, labels, value }) => [suffix, labels?.["le"], value])).toEqual([
    ["_bucket", "0.1", 2],
    ["_bucket", "1", 3],
    ["_bucket", "+Inf", 4],
    ["_sum", undefined, 7.65],
    ["_count", undefined, 4],
  ]);
});

test("labels and help cannot end their lines, and metrics without samples are left out", () => {
  const text = exposition([
    { name: "a", help: "one\ntwo", type: "gauge", samples: [{ labels: { x: 'q"\n\\' }, value: Infinity }] },
    { name: "b", help: "none", type: "gauge", samples: [] },
  ]);
  expect(text).toBe('# HELP a one\\ntwo\n# TYPE a gauge\na{x="q\\"\\n\\\\"} +Inf\n');
});
