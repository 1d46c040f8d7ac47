import { parseArgs } from "node:util";
import { redisMissing } from "../support/redis.ts";
import { benchReport } from "./report.ts";
import type { BackendFigures } from "./report.ts";
import { runInOneProcess } from "./run-in-one-process.ts";
import { runPipeline } from "./run-pipeline.ts";

/* How fast articles go through all stages, and what the pipeline itself costs. README.md says what the figures mean. */

const { values } = parseArgs({
  options: { articles: { type: "string", default: "400" }, alone: { type: "string", default: "40" } },
});
const [articles, alone] = [wholeNumber("articles", values.articles), wholeNumber("alone", values.alone)];
const say = (text: string): void => void process.stderr.write(`${text}\n`);

say(`${articles} articles in one process`);
const baseline = await runInOneProcess(articles);

const measured: BackendFigures[] = [];
for (const backend of ["postgres", "redis"] as const) {
  if (backend === "redis" && redisMissing !== null) {
    say(redisMissing);
    continue;
  }
  say(`${articles} articles at full load, queues in ${backend}`);
  const full = await runPipeline(backend, "full", articles);
  say(`${alone} articles one at a time, queues in ${backend}`);
  measured.push({ backend, full, low: await runPipeline(backend, "low", alone) });
}
process.stdout.write(`\n${benchReport(measured, baseline)}`);

function wholeNumber(name: string, text: string): number {
  const number = Number(text);
  if (!Number.isSafeInteger(number) || number < 1)
    throw new RangeError(`--${name} ${text} is not a number of articles`);
  return number;
}
