import { MissingSecretError } from "@wirewatch/config";
import type { SourceConfig } from "@wirewatch/config";
import { failed, passed } from "./check.ts";
import type { Check, SourceAccess } from "./check.ts";

/**
 * A source that is handed its articles: nothing can be asked, so this says how to hand one in, ready for a shell.
 *
 * @param address where the console is reached, e.g. `http://127.0.0.1:8080`
 */
export async function checkPush(address: string, { source, resolveSecrets }: SourceAccess): Promise<Check> {
  const name = `Push to ${address}/ingest`;
  const { token, secrets } = source.ingest ?? { token: null, secrets: [] };
  try {
    for (const reference of [token, ...secrets]) if (reference !== null) await resolveSecrets(reference);
  } catch (error) {
    if (!(error instanceof MissingSecretError)) throw error;
    return failed(name, error.message, "Set it where the console runs, and here.");
  }
  const [secret] = secrets;
  return passed(name, [
    "it is never polled; articles are handed in, one in a request. Try it:",
    ...(token === null ? [] : ["", ...tokenCommand(address, source, shellWord(token))]),
    ...(secret === undefined
      ? []
      : ["", ...(token === null ? [] : ["or, signed:", ""]), ...signedCommand(address, source, shellWord(secret))]),
    "",
    "202 says that it was taken; the same url again is 200 and changes nothing. Then: wirewatch explain <url>",
  ]);
}

/** Stands for an article; `text` spares the look at the page. */
function exampleBody({ id }: SourceConfig): string {
  const article = {
    source: id,
    url: "https://news.example.com/first-article",
    title: "A first article",
    text: "The harbour board met on Monday and decided to open the small lock to fishing boats from six in the morning.",
  };
  return JSON.stringify(article);
}

function tokenCommand(address: string, source: SourceConfig, token: string): string[] {
  return [
    `curl -sS ${address}/ingest \\`,
    `  -H "Authorization: Bearer ${token}" \\`,
    `  -H "Content-Type: application/json" \\`,
    `  -d '${exampleBody(source)}'`,
  ];
}

/** @see https://www.standardwebhooks.com: HMAC-SHA256 over `id.timestamp.body`, the key is base64 behind `whsec_` */
function signedCommand(address: string, source: SourceConfig, secret: string): string[] {
  return [
    `secret="${secret}"; id="msg_$(date +%s)"; at="$(date +%s)"`,
    `body='${exampleBody(source)}'`,
    `key="$(printf %s "\${secret#whsec_}" | base64 -d | od -An -v -tx1 | tr -d ' \\n')"`,
    `signature="$(printf '%s.%s.%s' "$id" "$at" "$body" | openssl dgst -sha256 -mac HMAC -macopt "hexkey:$key" -binary | base64)"`,
    `curl -sS ${address}/ingest -H "webhook-id: $id" -H "webhook-timestamp: $at" \\`,
    `  -H "webhook-signature: v1,$signature" -H "Content-Type: application/json" -d "$body"`,
  ];
}

/** References as a shell reads them inside double quotes: `${env:NAME}` is `$NAME`, `${file:/x}` is `$(cat /x)`. */
function shellWord(text: string): string {
  return text
    .replaceAll(/\$\{env:([A-Za-z_]\w*)\}/g, "$${$1}")
    .replaceAll(/\$\{file:([^}]+)\}/g, (_, path: string) => `$(cat '${path.replaceAll("'", "'\\''")}')`);
}
