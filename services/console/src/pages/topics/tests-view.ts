import { withQueryPlaces } from "@wirewatch/explain";
import type { TopicTestResult } from "@wirewatch/topics";
import { html } from "../../views/html.ts";
import type { Html } from "../../views/html.ts";
import { chip, count } from "../../views/parts.ts";

/** Of one example. */
const maxShown = 220;

/** How the tests of a topic went; those that fail come first, with the sentence that says why. */
export function testsView(tests: readonly TopicTestResult[]): Html {
  if (tests.length === 0) {
    return html`<p class="soft">
      No tests yet. Headlines that it must and must not find keep a topic right when somebody changes it.
    </p>`;
  }
  const failed = tests.filter(({ ok }) => !ok);
  const head =
    failed.length === 0
      ? html`<p>${chip("good", `${count(tests.length, "test")} ${tests.length === 1 ? "passes" : "pass"}`)}</p>`
      : html`<p>
          ${chip("bad", `${failed.length} of ${count(tests.length, "test")} ${failed.length === 1 ? "fails" : "fail"}`)}
        </p>`;
  const failing = failed.map((test) => testItem(test));
  const passing = tests.filter(({ ok }) => ok).map((test) => testItem(test));
  const rest =
    passing.length === 0
      ? ""
      : html`<details>
          <summary>Those that pass</summary>
          <ul class="plain tests">
            ${passing}
          </ul>
        </details>`;
  return html`${head}
    <ul class="plain tests">
      ${failing}
    </ul>
    ${rest}`;
}

function testItem({ text, expected, ok, why }: TopicTestResult): Html {
  const wanted = expected === "match" ? "must match" : "must not match";
  const shown = text.length > maxShown ? `${text.slice(0, maxShown).toWellFormed()}…` : text;
  return html`<li>
    ${chip(ok ? "good" : "bad", ok ? "passes" : "fails")} <span class="soft">${wanted}:</span> ${shown}
    ${ok ? "" : html`<p class="error">${withQueryPlaces(why)}</p>`}
  </li>`;
}
