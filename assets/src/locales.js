// Numbers and moments as the reader's language writes them, also in a browser that does not know the language.

// Chromium names Kazakh among its languages even where it was built without: then it writes numbers as in English.
const known = (language) => language === "en" || new Intl.NumberFormat(language).format(0.5) !== "0.5";
const LIKE = { kk: "ru" };
// Numbers have the same signs in both: https://www.unicode.org/cldr/charts/latest/by_type/numbers.symbols.html

/** Returns what writes numbers. */
export function numbers(language, options = {}) {
  return new Intl.NumberFormat(known(language) ? language : (LIKE[language] ?? "en"), options);
}

/** Returns what writes numbers in little room, where the language has short words for thousands and millions. */
export function shortNumbers(language) {
  return numbers(language, known(language) ? { notation: "compact" } : {});
}

/** Returns a function that writes a moment; of an unknown language, without the names of months. */
export function moments(language, parts) {
  if (known(language)) {
    const format = new Intl.DateTimeFormat(language, { ...parts, timeZone: "UTC" });
    return (moment) => format.format(moment);
  }
  return (moment) => moment.toISOString().slice(0, parts.day ? 10 : parts.month ? 7 : 4);
}

/** Joins words to a list. */
export function list(language, words) {
  return known(language) ? new Intl.ListFormat(language).format(words) : words.join(", ");
}
