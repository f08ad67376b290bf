// Put into the editor's page before its own scripts: notes when it can be typed in, and how long keys take.

const probe = { readyMs: null, keyMs: new Map(), saveMs: [], undoMs: [] };
window.muragatBench = probe;

/** Call once what is on the page now is painted. */
function afterPaint(act) {
  requestAnimationFrame(() => {
    const channel = new MessageChannel();
    channel.port1.onmessage = act;
    channel.port2.postMessage(null);
  });
}

// Once a frame, so that asking costs the page nothing worth telling.
requestAnimationFrame(function ask() {
  if (document.querySelector(".editor[data-is-ready] textarea")) afterPaint(() => { probe.readyMs = performance.now(); });
  else requestAnimationFrame(ask);
});

// A key has several events (down, input, up) under one id; the longest counts.
new PerformanceObserver((list) => {
  for (const { interactionId: id, duration } of list.getEntries()) {
    if (id) probe.keyMs.set(id, Math.max(duration, probe.keyMs.get(id) ?? 0));
  }
}).observe({ type: "event", durationThreshold: 16 });

new PerformanceObserver((list) => {
  for (const { name, duration } of list.getEntries()) if (name.endsWith("/words")) probe.saveMs.push(duration);
}).observe({ type: "resource" });

addEventListener("keydown", ({ timeStamp, ctrlKey, code }) => {
  if (ctrlKey && code === "KeyZ") afterPaint(() => probe.undoMs.push(performance.now() - timeStamp));
}, true);
