import { isMap, isScalar, isSeq, type Node, type Scalar, type YAMLMap } from "yaml";
import { problemAt, type Problem } from "./problem.ts";
import { positionAt, type SourceText } from "./source-text.ts";

/**
 * The plain value of a tree without aliases. Mappings become objects without a prototype; a key with nothing
 * behind it counts as not written (an explicit `null` stays). Reported here: keys that are not text, keys that
 * stand twice, and text that cannot be stored.
 */
export function plainValue(
  source: SourceText,
  root: Node | null,
): { readonly value: unknown; readonly problems: readonly Problem[] } {
  const problems: Problem[] = [];
  const value = read(root);
  return { value, problems };

  function read(node: unknown): unknown {
    if (isMap(node)) return readMap(node);
    if (isSeq(node)) return node.items.map(read);
    if (!isScalar(node)) return null;
    if (typeof node.value === "string" && !isStorable(node.value)) problems.push(unstorable(source, node));
    return node.value;
  }

  function readMap(map: YAMLMap): Record<string, unknown> {
    const object: Record<string, unknown> = Object.create(null);
    const offsets = new Map<string, number>();
    for (const { key, value } of map.items) {
      const name = keyName(key);
      const offset = offsetOf(key) ?? offsetOf(map) ?? 0;
      const first = name === null ? undefined : offsets.get(name);
      if (name === null || name === "__proto__" || !isStorable(name)) problems.push(badKey(source, offset));
      else if (first !== undefined) problems.push(repeatedKey(source, offset, name, first));
      else {
        offsets.set(name, offset);
        const plain = read(value);
        if (!isEmptyValue(value)) object[name] = plain;
      }
    }
    return object;
  }
}

/** A key as text; null when it is a list, a mapping or nothing. */
export function keyName(key: unknown): string | null {
  if (!isScalar(key) || key.value === null) return null;
  return typeof key.value === "string" ? key.value : (key.source ?? String(key.value));
}

/** True for `key:` with nothing behind it. */
export function isEmptyValue(node: unknown): boolean {
  return node === null || (isScalar(node) && node.value === null && (node.source ?? "") === "");
}

/** PostgreSQL stores neither NUL nor half of a surrogate pair. */
function isStorable(text: string): boolean {
  return text.isWellFormed() && !text.includes("\0");
}

function offsetOf(node: unknown): number | undefined {
  return isMap(node) || isScalar(node) || isSeq(node) ? node.range?.[0] : undefined;
}

function unstorable(source: SourceText, node: Scalar): Problem {
  return problemAt(source, node.range?.[0] ?? 0, {
    found: "text with a NUL or half a surrogate pair",
    expected: "text",
    message: "the text holds a NUL character or half of a surrogate pair, which cannot be stored.",
  });
}

function badKey(source: SourceText, offset: number): Problem {
  return problemAt(source, offset, {
    found: "a key that cannot be used",
    expected: "a name",
    message: "this cannot be used as a key. (Text that begins with [ or { needs quotes.)",
  });
}

function repeatedKey(source: SourceText, offset: number, name: string, firstOffset: number): Problem {
  return problemAt(source, offset, {
    found: name,
    expected: "each key once",
    message: `the key \`${name}\` stands twice in one mapping (first on line ${positionAt(source, firstOffset).line}): remove one.`,
  });
}
