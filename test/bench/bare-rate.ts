import { Agent, request } from "undici";

/**
 * The same requests without anything around them: no guard, no store, nothing parsed.
 *
 * @param path what every host is asked for
 * @returns answers per second
 */
export async function bareRate(
  origins: readonly string[],
  path: string,
  options: { readonly concurrency: number; readonly measuredMs: number },
): Promise<number> {
  const dispatcher = new Agent({ connections: 4, pipelining: 1 });
  const headers = { "if-none-match": '"1"' };
  let answers = 0;
  let turn = 0;
  const ask = async (untilMs: number): Promise<void> => {
    while (performance.now() < untilMs) {
      const answer = await request(`${origins[turn++ % origins.length] ?? ""}${path}`, { dispatcher, headers });
      await answer.body.arrayBuffer();
      answers += 1;
    }
  };
  const all = (ms: number): Promise<unknown> =>
    Promise.all(Array.from({ length: options.concurrency }, () => ask(performance.now() + ms)));
  try {
    await all(options.measuredMs / 3);
    answers = 0;
    const startedMs = performance.now();
    await all(options.measuredMs);
    return (1000 * answers) / (performance.now() - startedMs);
  } finally {
    await dispatcher.close();
  }
}
