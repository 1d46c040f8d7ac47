import { saveMatchFeedback } from "@wirewatch/store";
import { Problem } from "../../problem.ts";
import { html } from "../../views/html.ts";
import type { Html } from "../../views/html.ts";
import { actionButton, chip } from "../../views/parts.ts";
import type { ViewContext } from "../../views/view.ts";
import type { Pages } from "../page-routes.ts";

/** `POST /matches/:id/feedback`: whether a match was what its topic is for. Fields: `relevant` (yes or no), `to` (a page of ours), `note`. */
export function feedbackPages(pages: Pages): void {
  pages.post("/matches/:id/feedback", "analyst", async (page) => {
    const matchId = page.params["id"] ?? "";
    const relevant = page.form.get("relevant");
    if (!/^[1-9]\d{0,17}$/u.test(matchId)) throw new Problem(404, "there is no such match");
    if (relevant !== "yes" && relevant !== "no") throw new Problem(400, "say whether the match is relevant: yes or no");
    const isRelevant = relevant === "yes";
    const note = page.form.get("note")?.slice(0, 1000) ?? null;
    const match = await page.db.transaction().execute(async (tx) => {
      const said = await saveMatchFeedback(tx, { matchId, isRelevant, note, by: page.viewer.login });
      if (said === null) return null;
      const detail = { isRelevant, topic: said.topicId, article: said.articleId };
      await page.audit({ action: "match.judged", targetKind: "match", targetId: matchId, detail }, tx);
      return said;
    });
    if (match === null) throw new Problem(404, "there is no such match");
    const to = page.form.get("to") ?? `/topics/${encodeURIComponent(match.topicId)}`;
    return {
      to,
      note: isRelevant
        ? "Noted as relevant."
        : "Noted as not relevant. The topic's editor can propose what to leave out.",
    };
  });
}

/**
 * The two buttons below a match, for people who may judge; what was said stands beside them.
 *
 * @param match.isRelevant null when nobody said anything
 * @param to page to come back to
 */
export function feedbackButtons(
  match: { readonly matchId: string; readonly isRelevant: boolean | null },
  to: string,
  context: Pick<ViewContext, "formToken">,
): Html {
  const action = `/matches/${encodeURIComponent(match.matchId)}/feedback`;
  const button = (relevant: "yes" | "no", label: string, key: string): Html =>
    actionButton(context, action, label, { fields: { relevant, to }, key });
  if (match.isRelevant === true) return html`${chip("good", "relevant")} ${button("no", "Not relevant", "x")}`;
  if (match.isRelevant === false) return html`${chip("bad", "not relevant")} ${button("yes", "Relevant", "r")}`;
  return html`${button("yes", "Relevant", "r")} ${button("no", "Not relevant", "x")}`;
}
