import type { Section } from "@wirewatch/model";
import { pack, sql } from "@wirewatch/store";
import type { Database, Kysely } from "@wirewatch/store";
import { searchWords } from "../../services/classifier/src/search-words.ts";

/** Articles written by one statement. */
const batch = 250;
const days = 30;
const sources = 200;

/**
 * Writes invented articles straight into the tables, as the pipeline would have left them: of 30 days, 200 sources, one to eight of them in
 * a story, one in ten with sections.
 *
 * @param onProgress called after each batch
 */
export async function fillArchive(
  db: Kysely<Database>,
  count: number,
  random: () => number,
  onProgress: (written: number) => void,
): Promise<void> {
  let story = 1;
  let left = 0;
  const startMs = Date.now() - days * 86_400_000;
  const invent = inventor(random);
  for (let written = 0; written < count;) {
    const rows = Array.from({ length: Math.min(batch, count - written) }, (_, at) => {
      const { title, body } = invent();
      if (left-- <= 0) {
        story += 1;
        left = Math.floor(8 * random() ** 3);
      }
      const id = written + at + 1;
      const source = Math.floor(sources * random() ** 2);
      const paragraphs = body.split("\n\n");
      const sections: Section[] =
        id % 10 === 0
          ? paragraphs.map((text, number) => ({ heading: number === 0 ? null : "Part", text, role: "main" }))
          : [{ heading: null, text: body, role: "main" }];
      const url = `https://site-${source}.example/news/${id}`;
      const row = { title, standfirst: null, language: "en", canonical_url: url, page_url: url, authors: [] };
      return {
        id,
        url,
        source: `site-${source}`,
        story,
        at: new Date(startMs + ((id - random()) / count) * days * 86_400_000).toISOString(),
        title,
        body: pack(JSON.stringify({ text: body, sections })).toString("base64"),
        words: searchWords(row, sections),
      };
    });
    await writeRows(db, rows);
    written += rows.length;
    onProgress(written);
  }
  await db.connection().execute(async (connection) => {
    await sql`set statement_timeout = 0`.execute(connection);
    await sql`vacuum analyze`.execute(connection);
  });
}

const vocabularySize = 60_000;
const syllables = "ba ne ri to lu sha per con ver ing den mi ka so ler tra vo um est ora".split(" ");

/** Articles of 80 to 700 words, a third of them twice as long: words by Zipf's law, and some that the article is about. */
function inventor(random: () => number): () => { readonly title: string; readonly body: string } {
  const syllable = (): string => syllables[Math.floor(random() * syllables.length)] ?? "";
  const vocabulary = Array.from({ length: vocabularySize }, (_, rank) =>
    Array.from({ length: 1 + Math.min(4, Math.floor(Math.log10(rank + 1) + random())) }, syllable).join(""),
  );
  const anyWord = (): string => vocabulary[Math.floor(vocabularySize ** random()) - 1] ?? "";
  return () => {
    const subjects = Array.from({ length: 6 }, () => vocabulary[Math.floor(random() * vocabularySize)] ?? "");
    const next = (): string => (random() < 0.08 ? (subjects[Math.floor(random() * subjects.length)] ?? "") : anyWord());
    const words = (length: number): string => Array.from({ length }, next).join(" ");
    const sentences = Math.floor((6 + random() * 30) * (random() < 0.33 ? 2 : 1));
    const body = Array.from(
      { length: sentences },
      (_, at) => `${words(8 + Math.floor(random() * 14))}.${at % 4 === 3 ? "\n\n" : " "}`,
    );
    return { title: words(9), body: body.join("") };
  };
}

async function writeRows(db: Kysely<Database>, rows: readonly { readonly words: readonly string[] }[]): Promise<void> {
  const given = sql`jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) as g(id bigint, url text, source text, story bigint, at timestamptz,
    title text, body text, words jsonb)`;
  await db.transaction().execute(async (tx) => {
    await sql`insert into article (id, url, url_key, source_id, first_seen_at) overriding system value
      select id, url, url, source, at from ${given}`.execute(tx);
    await sql`insert into article_revision (article_id, revision, source_id, gate, seen_at, published_at, title, language, canonical_url,
        page_url, story_id, verdict, stage, outcome, outcome_at, due_at)
      select id, 1, source, 'made', at, at, title, 'en', url, url, story, 'unique', 'done', 'unmatched', at, 'infinity' from ${given}`.execute(
      tx,
    );
    await sql`insert into article_body (article_id, revision, body) select id, 1, decode(body, 'base64') from ${given}`.execute(
      tx,
    );
    await sql`insert into article_search (article_id, revision, source_id, story_id, at, language, tokens)
      select id, 1, source, story, at, 'en', array_to_tsvector(array(select jsonb_array_elements_text(words))) from ${given}`.execute(
      tx,
    );
  });
}
