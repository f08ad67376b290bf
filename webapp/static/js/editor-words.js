// Words of a passage while somebody types in it: where they stand, when they are said, and which of them are doubted.

import { timesOf } from "./words.js";

const WORD = /\S+/g;

/** @typedef {{from: number, to: number, text: string}} Token */

/** Return the words of a text with their places in it. */
export function tokensOf(text) {
  return Array.from(text.matchAll(WORD), ({ 0: word, index }) => ({ from: index, to: index + word.length, text: word }));
}

/** Return what is known of words: one a word, with its time, whether it is doubted, and kept back from the public. */
export function toldOf({ text, times, doubted, kept }, startMs) {
  const at = times ? timesOf(times, startMs) : [];
  const doubts = new Set(doubted);
  const secrets = new Set(kept);
  return tokensOf(text).map((token, index) => ({
    text: token.text,
    startMs: at[index]?.startMs ?? startMs,
    endMs: at[index]?.endMs ?? startMs,
    isDoubted: doubts.has(index),
    isKept: secrets.has(index),
  }));
}

/**
 * Return for each word of a text that is being typed which of the told ones it is: those before the first change and
 * after the last. What is typed between has no time of its own yet; it is said somewhere between its neighbours, and is
 * taken to be kept back where anything was that stood there.
 */
export function matched(tokens, told) {
  const most = Math.min(tokens.length, told.length);
  let before = 0;
  while (before < most && tokens[before].text === told[before].text) before += 1;
  let after = 0;
  while (after < most - before && tokens.at(-1 - after).text === told.at(-1 - after).text) after += 1;
  const isKeptBetween = told.slice(before, told.length - after).some(({ isKept }) => isKept);
  return tokens.map((token, index) => {
    const fromEnd = tokens.length - index;
    const said = index < before ? told[index] : fromEnd <= after ? told[told.length - fromEnd] : null;
    return { ...token, said, isKept: said ? said.isKept : isKeptBetween };
  });
}

/** Return how many words begin before a place in the text: a split there leaves so many in the first part. */
export function wordsBefore(text, place) {
  return tokensOf(text).filter((token) => token.from < place).length;
}

/** Return the text up to a word and from it on. */
export function cutAt(text, count) {
  const place = tokensOf(text)[count]?.from ?? text.length;
  return [text.slice(0, place).trimEnd(), text.slice(place).trimStart()];
}
