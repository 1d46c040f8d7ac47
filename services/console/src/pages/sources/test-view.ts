import { html, lines, none, outLink, path } from "../../views/html.ts";
import type { Html } from "../../views/html.ts";
import { chip, count, notice, pageHead, panel } from "../../views/parts.ts";
import type { ViewContext } from "../../views/view.ts";
import { ago } from "../../views/time.ts";
import type { Run } from "./runs.ts";
import type { ProbedStage } from "./source-probe.ts";
import type { TestedSource, TestState } from "./test-runs.ts";

/** Results of a test, as far as they are known. */
export function testView(run: Run<TestState>, context: ViewContext): Html {
  const { sources } = run.state;
  const [first] = sources;
  const isOne = sources.length === 1 && first !== undefined;
  const title = isOne ? `Test of ${first.name}` : `Test of ${count(sources.length, "source")}`;
  const back = isOne ? path`/sources/${first.id}` : "/sources";
  return html`${pageHead(title, {
    lead: html`As the pipeline would do it, with nothing stored. Started by ${run.by}, ${ago(run.startedAt, context)}.`,
    actions: html`<a class="button" href="${back}">${isOne ? "To the source" : "All sources"}</a>`,
  })}
  ${runNotice(run)} ${sources.map((source) => sourcePanel(source, isOne))}`;
}

function runNotice(run: Run<TestState>): Html {
  if (run.endedAt === null) return notice("info", "The test is under way; this page shows each stage as it is done.");
  if (run.problem !== null) return notice("bad", `The test ended early: ${run.problem}.`);
  const stages = run.state.sources.flatMap((source) => source.stages);
  const failed =
    stages.filter(({ isOk }) => !isOk).length + run.state.sources.filter(({ problem }) => problem !== null).length;
  if (failed > 0) return notice("bad", `${failed} of ${count(stages.length, "check")} failed.`);
  return notice("good", stages.length === 1 ? "The one check passed." : `All ${count(stages.length, "check")} passed.`);
}

function sourcePanel({ id, name, progress, stages, problem }: TestedSource, isOne: boolean): Html {
  const failed = stages.filter(({ isOk }) => !isOk).length + (problem === null ? 0 : 1);
  const state =
    progress === "waiting"
      ? chip("quiet", "waits for its turn")
      : progress === "running"
        ? chip("info", "under way")
        : failed > 0
          ? chip("bad", `${failed} failed`)
          : chip("good", "passed");
  const entries = stages.map((stage, at) => stageEntry(stage, `${id}-${at}`));
  const end = problem === null ? none : notice("bad", `It ended early: ${problem}.`);
  const body = html`${entries.length === 0 && problem === null ? html`<p class="soft">Nothing yet.</p>` : entries}${end}`;
  return panel(isOne ? "Stages" : html`<a href="${path`/sources/${id}`}">${name}</a>`, body, {
    id: `test-${id}`,
    actions: state,
  });
}

function stageEntry({ name, isOk, facts, advice, article }: ProbedStage, id: string): Html {
  return html`<article class="entry ${isOk ? "good" : "bad"}" id="${`stage-${id}`}">
    <h3>${chip(isOk ? "good" : "bad", isOk ? "ok" : "failed")} ${linked(name)}</h3>
    ${facts.length === 0 ? none : html`<pre class="stage-facts">${lines(facts.join("\n"))}</pre>`}
    ${advice === null ? none : html`<p><b>What to do:</b> ${advice}</p>`}
    ${article === null ? none : articlePair(article)}
  </article>`;
}

/** The name of a stage often ends in the address it asked. */
function linked(name: string): Html {
  const [, what = name, address = ""] = /^(.*?) (https?:\/\/\S+)$/su.exec(name) ?? [];
  return address === "" ? html`${name}` : html`${what} ${outLink(address, address)}`;
}

/** What the page is called and where it is, beside what was made of it. */
function articlePair({ title, url, text }: NonNullable<ProbedStage["article"]>): Html {
  return html`<div class="article-pair">
    <div>
      <h4>The page</h4>
      <p><b>${title ?? "without a title"}</b></p>
      <p class="small">${outLink(url, url)}</p>
      <p class="hint">${count(text.length, "character")} of text are shown at the side; compare them with the page.</p>
    </div>
    <div>
      <h4>The text that was found</h4>
      <div class="found-text" tabindex="0" role="region" aria-label="The text that was found">${lines(text)}</div>
    </div>
  </div>`;
}
