/** A bot wall whose page stands in the way of a document, by what its answer shows. */
interface Wall {
  readonly name: string;
  /** Header that only its blocking answers carry; the value is matched where there is a pattern. */
  readonly header?: readonly [name: string, value?: RegExp];
  /** Header by which it is known, beside a status that refuses. */
  readonly server?: readonly [name: string, value?: RegExp];
  /** Of its page; without a `server` the title is enough. */
  readonly title?: RegExp;
}

const walls: readonly Wall[] = [
  {
    name: "Cloudflare",
    // https://developers.cloudflare.com/cloudflare-challenges/challenge-types/challenge-pages/detect-response/
    header: ["cf-mitigated", /challenge|block/i],
    title: /^(?:just a moment\b|attention required! \| cloudflare|please wait\.{3} \| cloudflare)/i,
  },
  { name: "Vercel", header: ["x-vercel-mitigated", /challenge|deny/i], title: /^vercel security checkpoint/i },
  { name: "AWS WAF", header: ["x-amzn-waf-action", /challenge|captcha/i], title: /^human verification$/i },
  { name: "DataDome", server: ["x-datadome"] },
  { name: "DDoS-Guard", server: ["server", /^ddos-guard/i], title: /^ddos-guard$/i },
  { name: "Sucuri", header: ["x-sucuri-block"], title: /^sucuri website firewall/i },
  { name: "Imperva", server: ["x-iinfo"], title: /^pardon our interruption/i },
  { name: "Akamai", server: ["server", /^akamaighost/i] },
  { name: "HUMAN", title: /^access to this page has been denied/i },
  { name: "Anubis", title: /^making sure you(?:'|’|&#39;)re not a bot/i },
  {
    name: "bot check",
    title:
      /^(?:are you a (?:robot|human)\??|robot check|bot verification|client challenge|checking your browser\b.*|verif(?:y|ying) (?:that )?you are (?:a )?human.*|one moment, please\.*|security check(?: required)?|ddos protection\b.*)$/i,
  },
];

const refusing: ReadonlySet<number> = new Set([401, 403, 405, 406, 429, 503]);

/**
 * The bot wall that answered instead of the site, by its headers or by the title of its page.
 *
 * @param headers names in lower case
 * @param title of the page that came, null when it was not read
 * @returns its name, e.g. `Cloudflare`, or null
 */
export function challengeOf(
  status: number,
  headers: Readonly<Record<string, string>>,
  title: string | null,
): string | null {
  const has = ([name, value]: readonly [string, RegExp?]): boolean => {
    const found = headers[name];
    return found !== undefined && (value === undefined || value.test(found));
  };
  const isOf = ({ header, server, title: pattern }: Wall): boolean =>
    (header !== undefined && has(header)) ||
    (server !== undefined && refusing.has(status) && has(server)) ||
    (pattern !== undefined && title !== null && pattern.test(title.trim()));
  return walls.find(isOf)?.name ?? null;
}
