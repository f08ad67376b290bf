// Put into a page before its own scripts; WORDS is a selector of what holds its words. It clicks the first word once a
// frame until the page answers, that is until the click has moved or started the sound: then the words are alive.

const probe = { answeredMs: null, clicks: 0, blockedMs: 0, longestTaskMs: 0 };
window.muragatBench = probe;
let told = 0;

const media = HTMLMediaElement.prototype;
const { get, set } = Object.getOwnPropertyDescriptor(media, "currentTime");
Object.defineProperty(media, "currentTime", {
  configurable: true,
  get,
  set(seconds) {
    told += 1;
    set.call(this, seconds);
  },
});
const play = media.play;
media.play = function () {
  told += 1;
  return play.call(this);
};

new PerformanceObserver((list) => {
  for (const { duration } of list.getEntries()) {
    probe.blockedMs += Math.max(0, duration - 50);
    probe.longestTaskMs = Math.max(probe.longestTaskMs, duration);
  }
}).observe({ type: "longtask", buffered: true });

// Once a frame, so that asking costs a page nothing worth telling.
function ask() {
  const place = firstWord();
  if (place) {
    const before = told;
    probe.clicks += 1;
    const where = { clientX: place.x, clientY: place.y, bubbles: true, cancelable: true, composed: true, detail: 1, view: window };
    place.element.dispatchEvent(new MouseEvent("click", where));
    if (told > before) {
      afterPaint(() => { probe.answeredMs = performance.now(); });
      return;
    }
  }
  requestAnimationFrame(ask);
}

/** Call once what is on the page now is painted. */
function afterPaint(act) {
  requestAnimationFrame(() => {
    const channel = new MessageChannel();
    channel.port1.onmessage = act;
    channel.port2.postMessage(null);
  });
}

/** Return the element and the middle of the first word in the window, null while there is none. */
function firstWord() {
  for (const holder of document.querySelectorAll(WORDS)) {
    const text = document.createTreeWalker(holder, NodeFilter.SHOW_TEXT).nextNode();
    const letters = text && /\p{L}+/u.exec(text.data);
    if (!letters) continue;
    const range = document.createRange();
    range.setStart(text, letters.index);
    range.setEnd(text, letters.index + letters[0].length);
    const { left, top, width, height } = range.getBoundingClientRect();
    const [x, y] = [left + width / 2, top + height / 2];
    const element = document.elementFromPoint(x, y);
    return holder.contains(element) ? { element, x, y } : null;
  }
  return null;
}

probe.firstWord = firstWord;
probe.afterPaint = afterPaint;
requestAnimationFrame(ask);
