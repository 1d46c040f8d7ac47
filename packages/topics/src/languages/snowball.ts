import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

/** What wasm-bindgen made of the package's Rust code. */
interface SnowballModule {
  readonly initSync: (options: { readonly module: Uint8Array }) => unknown;
  /** Numbers of the algorithms by name, the name with a capital. */
  readonly Languages: Readonly<Record<string, number | undefined>>;
  readonly Stemmer: new (language: number) => { stem(word: string): string };
}

let loaded: SnowballModule | undefined;

/**
 * One of Snowball's algorithms, of `multilingual-stemmer`; its 0.4 MB are read and compiled for the first one, in about 30 ms.
 *
 * The package's entry loads itself with a top-level await, which no synchronous function can wait for. The module behind it can be loaded
 * either way, so it is taken from beside the entry.
 *
 * @param name as in `stemmerName`
 * @throws {Error} when the package is not installed as it should be
 */
export function snowballStemmer(name: string): (word: string) => string {
  loaded ??= loadSnowball();
  const { Languages, Stemmer } = loaded;
  const language = Languages[`${name.slice(0, 1).toUpperCase()}${name.slice(1)}`];
  if (language === undefined) throw new RangeError(`Snowball has no algorithm ${name}`);
  const stemmer = new Stemmer(language);
  return (word) => stemmer.stem(word);
}

function loadSnowball(): SnowballModule {
  const folder = join(dirname(fileURLToPath(import.meta.resolve("multilingual-stemmer"))), "browser");
  const snowball: SnowballModule = createRequire(import.meta.url)(join(folder, "index.js"));
  snowball.initSync({ module: readFileSync(join(folder, "index_bg.wasm")) });
  return snowball;
}
