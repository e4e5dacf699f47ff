/** Short forms of people's names. */

const TITLES = /^(dr|prof|mr|mrs|ms|mx)\.?\s+/i;

/** Two letters for a round mark: first and last name, titles left out. */
export function initials(name: string): string {
  const words = name.replace(TITLES, "").split(/\s+/).filter(Boolean);
  const first = words[0]?.[0] ?? "";
  const last = words.length > 1 ? (words.at(-1)?.[0] ?? "") : (words[0]?.[1] ?? "");
  return (first + last).toUpperCase();
}

/** What one calls a person in a sentence: "Mei", but "Dr Boateng". */
export function shortName(name: string): string {
  const title = TITLES.exec(name)?.[0];
  const words = name.replace(TITLES, "").split(/\s+/);
  return title ? `${title}${words.at(-1) ?? ""}` : (words[0] ?? name);
}
