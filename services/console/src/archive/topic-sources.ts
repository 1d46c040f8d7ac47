import type { Config, TopicConfig } from "@wirewatch/config";

/**
 * Sources whose articles a topic looks at, as far as the configuration says; null: any.
 *
 * An article of a source that is not configured any more has no tags and no country.
 */
export function sourcesOf(
  { where }: Pick<TopicConfig, "where">,
  { sources }: Pick<Config, "sources">,
): readonly string[] | null {
  const countries = where.countries.map((country) => country.toLowerCase());
  if (where.tags.length + countries.length === 0) return where.sources.length === 0 ? null : where.sources;
  return sources
    .filter(
      ({ id, tags, country }) =>
        (where.sources.length === 0 || where.sources.includes(id)) &&
        (where.tags.length === 0 || where.tags.some((tag) => tags.includes(tag))) &&
        (countries.length === 0 || countries.includes(country?.toLowerCase() ?? "")),
    )
    .map(({ id }) => id);
}
