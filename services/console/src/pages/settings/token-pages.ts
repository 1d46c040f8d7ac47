import { addApiToken, listApiTokens, revokeApiToken } from "@wirewatch/store";
import type { Scope } from "@wirewatch/store";
import { readName } from "../../access/read-name.ts";
import { Problem } from "../../problem.ts";
import type { PageAnswer, PageRequest, Pages } from "../page-routes.ts";
import { settingsPage } from "./settings-frame.ts";
import { lifetimes, scopeWords, tokenNotice, tokensBody } from "./tokens-view.ts";
import type { TokenForm } from "./tokens-view.ts";

const tokens = "/settings/tokens";

/** Credentials of programs. A token is shown to its maker once; what is stored cannot be turned back into it. */
export function tokenPages(pages: Pages): void {
  pages.get(tokens, "admin", (page) => tokensPage(page, {}));

  pages.post(tokens, "admin", async (page) => {
    const filled = readForm(page);
    if (Object.keys(filled.errors).length > 0) return tokensPage(page, { form: filled });
    const { name, scopes, lifetime } = filled;
    const days = lifetimes.find(([value]) => value === lifetime)?.[2] ?? null;
    const { token } = await page.db.transaction().execute(async (tx) => {
      const made = await addApiToken(tx, { name, scopes, days, createdBy: page.viewer.id });
      const about = { action: "token.made", targetKind: "token", targetId: made.id };
      await page.audit({ ...about, detail: { name, scopes, days } }, tx);
      return made;
    });
    return tokensPage(page, { made: { name, token } });
  });

  pages.post(`${tokens}/:id/revoke`, "admin", async (page) => {
    const id = page.params["id"] ?? "";
    const name = await page.db.transaction().execute(async (tx) => {
      const revoked = await revokeApiToken(tx, id);
      if (revoked === null) return null;
      await page.audit({ action: "token.revoked", targetKind: "token", targetId: id, detail: { name: revoked } }, tx);
      return revoked;
    });
    if (name === null) throw new Problem(404, "there is no such token, or it was revoked already");
    return { to: tokens, note: `The token "${name}" works no more.` };
  });
}

async function tokensPage(
  page: PageRequest,
  given: { readonly form?: TokenForm; readonly made?: { readonly name: string; readonly token: string } },
): Promise<PageAnswer> {
  const { form = { name: "", scopes: ["read"], lifetime: "90", errors: {} }, made } = given;
  return settingsPage(page, "tokens", {
    lead: "What programs use the API with. Each has a name, and may do no more than its scopes say.",
    ...(made === undefined ? {} : { first: tokenNotice(made) }),
    body: tokensBody(page, await listApiTokens(page.db), form),
  });
}

function readForm({ form }: PageRequest): TokenForm {
  const name = readName(form.get("name"));
  const asked = form.getAll("scope");
  const known = Object.keys(scopeWords);
  const scopes = (["read", "topics:write", "ops"] as const).filter((scope): scope is Scope => asked.includes(scope));
  const lifetime = form.get("lifetime") ?? "";
  const isSound = asked.length > 0 && asked.every((scope) => known.includes(scope));
  return {
    name: name ?? "",
    scopes,
    lifetime: lifetimes.some(([value]) => value === lifetime) ? lifetime : "90",
    errors: {
      ...(name === null ? { name: "A name has 1 to 100 characters." } : {}),
      ...(isSound ? {} : { scopes: "Choose at least one of these." }),
      ...(lifetimes.some(([value]) => value === lifetime) ? {} : { lifetime: "Choose one of these." }),
    },
  };
}
