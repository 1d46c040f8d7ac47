import { createHash, createSign, generateKeyPairSync, randomUUID } from "node:crypto";
import type { KeyObject } from "node:crypto";
import { createServer } from "node:http";
import type { IncomingMessage, Server, ServerResponse } from "node:http";

/** An issuer of OpenID Connect on this machine: metadata, keys, and a token endpoint that checks secret, code and PKCE. */
export interface FakeIssuer {
  readonly url: string;
  readonly clientId: string;
  readonly clientSecret: string;
  /** What the next ID token says, over what a sound one would; `undefined` leaves a claim out. */
  claims: Readonly<Record<string, unknown>>;
  /** How the next ID token is signed. */
  signing: "sound" | "none" | "foreign" | "hmac";
  /** Logs somebody in: what the browser would be sent back with. @param authorize where the console sent it */
  visit(authorize: string): { readonly back: string; readonly query: URLSearchParams };
  close(): Promise<void>;
}

const oneHour = 3600;

export async function startFakeIssuer(): Promise<FakeIssuer> {
  const own = generateKeyPairSync("rsa", { modulusLength: 2048 });
  const foreign = generateKeyPairSync("rsa", { modulusLength: 2048 });
  const codes = new Map<string, URLSearchParams>();
  const issuer = {
    url: "",
    clientId: "wirewatch",
    clientSecret: "a secret/with signs",
    claims: {} as FakeIssuer["claims"],
    signing: "sound" as FakeIssuer["signing"],
    visit(authorize: string) {
      const query = new URL(authorize).searchParams;
      const code = randomUUID();
      codes.set(code, query);
      const back = new URL(query.get("redirect_uri") ?? "");
      back.searchParams.set("code", code);
      back.searchParams.set("state", query.get("state") ?? "");
      back.searchParams.set("iss", issuer.url);
      return { back: `${back.pathname}${back.search}`, query };
    },
  };

  async function answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const json = (status: number, body: object): void => {
      response.writeHead(status, { "content-type": "application/json" }).end(JSON.stringify(body));
    };
    const path = request.url ?? "";
    if (path === "/.well-known/openid-configuration") {
      return json(200, {
        issuer: issuer.url,
        authorization_endpoint: `${issuer.url}/authorize`,
        token_endpoint: `${issuer.url}/token`,
        jwks_uri: `${issuer.url}/jwks`,
        response_types_supported: ["code"],
        subject_types_supported: ["public"],
        id_token_signing_alg_values_supported: ["RS256"],
        code_challenge_methods_supported: ["S256"],
        authorization_response_iss_parameter_supported: true,
      });
    }
    if (path === "/jwks") {
      return json(200, {
        keys: [{ ...own.publicKey.export({ format: "jwk" }), kid: "one", alg: "RS256", use: "sig" }],
      });
    }
    let body = "";
    for await (const part of request) body += String(part);
    const form = new URLSearchParams(body);
    const asked = codes.get(form.get("code") ?? "");
    const [user = "", secret = ""] = Buffer.from((request.headers.authorization ?? "").slice(6), "base64")
      .toString()
      .split(":");
    const challenge = createHash("sha256")
      .update(form.get("code_verifier") ?? "")
      .digest("base64url");
    const isKnown =
      decodeURIComponent(user) === issuer.clientId &&
      decodeURIComponent(secret.replaceAll("+", " ")) === issuer.clientSecret;
    if (!isKnown) return json(401, { error: "invalid_client" });
    if (
      asked === undefined ||
      asked.get("code_challenge") !== challenge ||
      asked.get("redirect_uri") !== form.get("redirect_uri")
    ) {
      return json(400, { error: "invalid_grant" });
    }
    codes.delete(form.get("code") ?? "");
    const nowSeconds = Math.floor(Date.now() / 1000);
    const claims = {
      iss: issuer.url,
      aud: issuer.clientId,
      sub: "subject-1",
      iat: nowSeconds,
      exp: nowSeconds + oneHour,
      nonce: asked.get("nonce"),
      ...issuer.claims,
    };
    json(200, { access_token: randomUUID(), token_type: "Bearer", expires_in: oneHour, id_token: signed(claims) });
  }

  function signed(claims: object): string {
    const part = (value: object): string => Buffer.from(JSON.stringify(value)).toString("base64url");
    const alg = issuer.signing === "none" ? "none" : issuer.signing === "hmac" ? "HS256" : "RS256";
    const text = `${part({ alg, typ: "JWT", kid: "one" })}.${part(claims)}`;
    if (issuer.signing === "none") return `${text}.`;
    if (issuer.signing === "hmac") {
      return `${text}.${createHash("sha256").update(issuer.clientSecret).update(text).digest("base64url")}`;
    }
    const key: KeyObject = issuer.signing === "sound" ? own.privateKey : foreign.privateKey;
    return `${text}.${createSign("RSA-SHA256").update(text).sign(key, "base64url")}`;
  }

  const server: Server = createServer((request, response) => {
    answer(request, response).catch(() => response.destroy());
  });
  await new Promise<void>((resolve) => void server.listen(0, "127.0.0.1", resolve));
  const address = server.address();
  issuer.url = `http://127.0.0.1:${typeof address === "object" && address !== null ? address.port : 0}`;
  return Object.assign(issuer, {
    close: () =>
      new Promise<void>((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  });
}
