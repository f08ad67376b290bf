// Kazakh in Latin letters and back, at once. The table is the server's (transcribe.kazakh_letters), which
// writes the same where there is no script; the record's own words are kept beside what is shown.

import { remember, remembered } from "./memory.js";
import { textNodes } from "./words.js";

const STORE = "muragat-letters";
const LETTER = /\p{L}/u;
const CAPITAL = /\p{Lu}/u;

/** Return a text with each letter of the table as the table has it. */
export function toLatin(text, table) {
  const letters = text.normalize("NFC");
  let latin = "";
  for (let place = 0; place < letters.length; place += 1) {
    const pair = table[letters[place]];
    latin += pair ? pair[Number(isAmongCapitals(letters, place))] : letters[place];
  }
  return latin;
}

/** Start the switch. `renew` is called when the words are written in other letters. */
export function startLetters(links, segments, table, renew, signal) {
  const own = new Map(); // Text node → what the record says
  const root = segments[0].closest(".segments");
  const { own: ownLanguage, latin: latinLanguage } = links.dataset;
  const base = ownLanguage.split("-")[0];
  const names = [...links.querySelectorAll("[data-letters]")];
  const shown = () => names.find((link) => link.ariaCurrent).dataset.letters;
  const address = (letters) => names.find((link) => link.dataset.letters === letters).href;

  // The server wrote Latin letters into this page: only it can write the others.
  const isServers = shown() === "latin";

  function show(letters) {
    if (letters === shown()) return;
    if (isServers) {
      location.assign(address(letters));
      return;
    }
    for (const segment of segments) {
      if (!segment.closest("[lang]").lang.startsWith(base)) continue;
      for (const paragraph of segment.querySelectorAll("[data-w]")) write(paragraph, letters);
    }
    root.lang = letters === "latin" ? latinLanguage : ownLanguage;
    for (const link of names) link.ariaCurrent = link.dataset.letters === letters ? "true" : null;
    renew();
  }
  function write(paragraph, letters) {
    for (const node of textNodes(paragraph)) {
      if (letters === "latin") {
        own.set(node, node.data);
        node.data = toLatin(node.data, table);
      } else {
        node.data = own.get(node) ?? node.data;
      }
    }
  }
  links.addEventListener("click", (event) => {
    const link = event.target.closest("[data-letters]");
    if (!link || event.ctrlKey || event.metaKey || event.shiftKey) return;
    event.preventDefault();
    remember(STORE, link.dataset.letters);
    show(link.dataset.letters);
  }, { signal });
  if (!new URLSearchParams(location.search).has("letters") && remembered(STORE) === "latin") show("latin");
}

function isAmongCapitals(letters, place) {
  const [after, before] = [letters[place + 1] ?? "", letters[place - 1] ?? ""];
  return LETTER.test(after) ? CAPITAL.test(after) : CAPITAL.test(before);
}
