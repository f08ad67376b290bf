// Words as they are compared in the browser: no case, no punctuation, one space, ё as е, and Cyrillic in the Latin
// letters of the server's table, so that either finds the other. One letter stays one letter where marks are taken off.

const WORD_LETTER = /[\p{L}\p{N}]/u;
const PART_OF_LETTER = /[\p{M}\p{Cf}]/u;
const ASCII = /^[\x20-\x7e]*$/;

/** Return a folder of texts, which remembers each letter it has met. */
export function folder(table) {
  const known = new Map();
  const letterOf = (letter) => {
    const small = letter.toLowerCase().replace("\u0307", ""); // "İ" is two in small letters.
    return small === "ё" ? "e" : table[small]?.[0] ?? small;
  };
  return (text) => {
    let folded = "";
    for (const letter of text.normalize("NFC")) {
      let as = known.get(letter);
      if (as === undefined) {
        as = WORD_LETTER.test(letter) ? letterOf(letter) : PART_OF_LETTER.test(letter) ? "" : " ";
        known.set(letter, as);
      }
      folded += as;
    }
    return folded;
  };
}

/** Return folded text without marks on its letters, each in its place: for who types "omir" and means "ömır". */
export function plain(folded) {
  const known = new Map([["ı", "i"]]);
  return folded.replace(/[^\x20-\x7e]/gu, (letter) => {
    if (!known.has(letter)) known.set(letter, letter.length === 1 ? letter.normalize("NFD")[0] : letter);
    return known.get(letter);
  });
}

/** Return whether a query has no mark and no letter by which it could be told which letter is meant. */
export function isPlain(query) {
  return ASCII.test(query);
}
