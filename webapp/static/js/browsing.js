// While sound plays, a link to another page of the site changes the page and not the document, so the sound goes on.
// Whatever is unexpected is left to the browser: it then opens the page as ever, and the sound ends.

import { canStart, enterPage, leavePage } from "./page.js";

const KEPT = ".bars, .announcer";
// What a browser shares, and programs read, of the page that is shown.
const ABOUT_PAGE = 'link[rel="canonical"], link[rel="alternate"], meta[property], script[type="application/ld+json"]';
const MODULES = 'script[type="module"][src]';

/**
 * Take over links, searches and the way back.
 * @param isOn says whether there is sound to be kept
 * @param takeBar gets the player's bar of a page that has come, null where it has none
 * @param followed is called when a page is shown to which a link has led, not the way back
 */
export function startBrowsing(isOn, takeBar, followed) {
  const announcer = document.createElement("p");
  announcer.className = "announcer visually-hidden";
  announcer.setAttribute("aria-live", "polite");
  document.body.append(announcer);
  const scrolls = new Map();
  const loaded = new Set([...document.querySelectorAll(MODULES)].map((script) => script.src));
  let shown = new URL(location.href);
  let place = 0;
  let asked = new AbortController();

  document.addEventListener("click", (event) => {
    const link = event.target.closest("a[href]");
    if (!link || !isPlainClick(event) || link.target || link.hasAttribute("download")) return;
    go(event, new URL(link.href));
  });
  document.addEventListener("submit", (event) => {
    const form = event.target;
    if (event.defaultPrevented || form.method !== "get" || form.target) return;
    const address = new URL(form.action);
    address.search = new URLSearchParams(new FormData(form, event.submitter));
    go(event, address);
  });
  addEventListener("popstate", (event) => {
    stopLoading();
    if (isSamePage(location)) return; // Only the moment has changed.
    if (!isOn()) return location.reload();
    open(location.href, () => location.reload(), () => {
      scrolls.set(place, scrollY);
      place = event.state?.place ?? 0;
    });
  });
  // A browser that scrolls by itself would scroll the page that is being left.
  addEventListener("pagehide", () => { history.scrollRestoration = "auto"; });

  function isSamePage(address) {
    return address.pathname === shown.pathname && address.search === shown.search;
  }

  function go(event, address) {
    if (!isOn() || address.origin !== location.origin || (isSamePage(address) && address.hash)) return;
    event.preventDefault();
    open(address.href, () => location.assign(address.href), (arrived) => {
      scrolls.set(place, scrollY);
      history.scrollRestoration = "manual";
      history.replaceState({ ...history.state, place }, "");
      for (const later of scrolls.keys()) if (later > place) scrolls.delete(later);
      place += 1;
      history.pushState({ place }, "", new URL(address.hash, arrived));
    }, followed);
  }

  /** Fetch a page and show it: `enter` makes it the history's, `giveUp` lets the browser do all, `shown` ends it. */
  async function open(address, giveUp, enter, shown = () => {}) {
    stopLoading();
    asked = new AbortController();
    const { signal } = asked;
    document.documentElement.classList.add("is-loading");
    let retreat = giveUp;
    try {
      const next = await fetchPage(address, signal);
      await addStyles(next.page);
      if (signal.aborted) return;
      enter(next.address);
      retreat = () => location.reload();
      await show(next.page);
      stopLoading();
      shown();
    } catch (error) {
      if (signal.aborted) return; // The reader has gone on to another page.
      console.info("This page is opened by the browser:", error.message);
      stopLoading(); // It may be hours of sound.
      retreat();
    }
  }

  function stopLoading() {
    asked.abort();
    document.documentElement.classList.remove("is-loading");
  }

  async function fetchPage(address, signal) {
    const response = await fetch(address, { signal, headers: { Accept: "text/html" } });
    if (!response.headers.get("Content-Type")?.startsWith("text/html")) throw new Error("This is a file, not a page");
    const page = new DOMParser().parseFromString(await response.text(), "text/html");
    const isOurs = page.querySelector("main") && page.documentElement.lang === document.documentElement.lang;
    // A newer release of the site names its files otherwise.
    const isSameRelease = stylesOf(page)[0] === stylesOf(document)[0];
    if (!isOurs || !isSameRelease || scriptsOf(page).some((script) => loaded.has(script) && !canStart(script))) {
      throw new Error("This page needs a document of its own");
    }
    return { page, address: response.url };
  }

  function show(page) {
    leavePage();
    shown = new URL(location.href);
    const bar = page.querySelector(".bars > .player");
    for (const child of [...document.body.children]) if (!child.matches(KEPT)) child.remove();
    document.body.prepend(...[...page.body.children].filter((child) => !child.matches(KEPT)));
    for (const element of document.head.querySelectorAll(ABOUT_PAGE)) element.remove();
    document.head.append(...page.head.querySelectorAll(ABOUT_PAGE));
    document.title = page.title;
    announcer.textContent = page.title;
    takeBar(bar);
    const main = document.querySelector("main");
    main.focus({ preventScroll: true });
    scrollTo({ top: scrolls.get(place) ?? 0, behavior: "instant" });
    if (!scrolls.has(place)) target()?.scrollIntoView();
    const scripts = scriptsOf(page);
    for (const script of scripts) loaded.add(script);
    return enterPage(scripts);
  }
}

function isPlainClick(event) {
  const hasModifier = event.ctrlKey || event.metaKey || event.shiftKey || event.altKey;
  return event.button === 0 && !hasModifier && !event.defaultPrevented;
}

function target() {
  return document.getElementById(location.hash.slice(1));
}

function stylesOf(page) {
  return [...page.querySelectorAll('link[rel="stylesheet"]')].map((link) => link.href);
}

function scriptsOf(page) {
  return [...page.querySelectorAll(MODULES)].map((script) => script.src);
}

/** Add the stylesheets that a page has and this document has not, and wait for them. */
function addStyles(page) {
  const known = new Set(stylesOf(document));
  return Promise.all(stylesOf(page).filter((address) => !known.has(address)).map((address) => {
    const link = Object.assign(document.createElement("link"), { rel: "stylesheet", href: address });
    document.head.append(link);
    return new Promise((resolve, reject) => Object.assign(link, { onload: resolve, onerror: reject }));
  }));
}
