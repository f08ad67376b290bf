// Sends what is in the outbox, one thing after another, and does what the answer says.

const LONGEST_MS = 20_000;

export class Sending {
  #desk;
  #root;

  /** @param root the editor's element, with the addresses and the token */
  constructor(root, desk) {
    this.#root = root;
    this.#desk = desk;
  }

  /** Send an item; return "done", "held" or "later". */
  async send(item, isLeaving = false) {
    const request = this.#request(item);
    let answer;
    try {
      answer = await fetch(request.address, {
        method: request.method,
        headers: { "Content-Type": "application/json", "X-CSRFToken": this.#root.dataset.csrf, ...request.headers },
        body: JSON.stringify(request.body),
        redirect: "manual",
        keepalive: isLeaving,
        signal: AbortSignal.timeout(LONGEST_MS),
      });
      return await this.#answered(item, answer);
    } catch {
      this.#desk.trouble.show("offline");
      return "later";
    }
  }

  #request({ kind, op, segment, body, base, nextBase }) {
    const { passages } = this.#desk;
    if (kind === "undo") return { address: this.#root.dataset.undo, method: "POST", body: { ...body, operation: op } };
    const headers = { "If-Match": `"${base ?? passages.find(segment)?.tag ?? ""}"` };
    const address = this.#root.dataset.passages + encodeURIComponent(segment);
    if (kind === "words") return { address: `${address}/words`, method: "PATCH", headers, body: { ...body, operation: op } };
    const named = body.act === "check" ? body : { ...body, operation: op };
    const next = body.act === "join" ? { next_seen: nextBase ?? passages.find(body.next)?.tag ?? "" } : {};
    return { address: `${address}/act`, method: "POST", headers, body: { ...named, ...next } };
  }

  async #answered(item, answer) {
    const { trouble } = this.#desk;
    if (answer.type === "opaqueredirect" || answer.status === 401) {
      trouble.show("signedOut");
      this.#desk.outbox.stop();
      return "later";
    }
    switch (answer.status) {
      case 200:
        trouble.hide();
        this.#stored(item, (await answer.json()).segments);
        return "done";
      case 403:
      case 404:
        trouble.show("forbidden");
        this.#desk.outbox.stop();
        return "later";
      case 409:
      case 410:
      case 412:
      case 413:
      case 422:
      case 428:
        return this.#refused(item, answer.status, await readOr(answer, { sentence: this.#desk.say("failed") }));
      case 400: // The session has another token since: the next look at the changes brings it.
        await this.#desk.live.look();
        return "later";
      default:
        trouble.show("offline");
        return "later";
    }
  }

  #stored(item, wires) {
    const { outbox, trouble } = this.#desk;
    for (const wire of wires) {
      for (const next of outbox.items) {
        if (next === item) continue;
        if (next.segment === wire.id && next.base === null) {
          next.base = wire.tag;
          outbox.keep(next);
          break;
        }
        if (next.body.next === wire.id && next.nextBase === null) {
          next.nextBase = wire.tag;
          outbox.keep(next);
          break;
        }
      }
      const isWhole = outbox.of(wire.id).every((each) => each === item);
      this.#desk.apply(wire, isWhole);
    }
    trouble.settled(this.#desk.passages.find(item.segment));
  }

  #refused(item, status, told) {
    const { outbox, passages, trouble, history } = this.#desk;
    const passage = passages.find(item.segment);
    if (item.kind === "words" && !item.isSpeaker) {
      if (status === 413 || status === 422) {
        item.isProblem = true;
        trouble.at(passage, told.sentence);
      } else {
        trouble.conflict(passage, item, status, told);
      }
      return "held";
    }
    // What cannot be done is not shown as done: what was there before stands again, and then what others made of it.
    history.forget(item.op);
    for (const before of item.before ?? []) {
      const each = passages.find(before.id);
      if (!each || outbox.of(before.id).some((other) => other !== item)) continue;
      each.restore(before);
      each.saved = each.text;
      this.#desk.show(each);
    }
    if (item.isSpeaker && passage) passage.speaker = passage.savedSpeaker;
    if (told.theirs) this.#desk.apply(told.theirs, outbox.of(item.segment).every((each) => each === item));
    if (passage) {
      this.#desk.show(passage);
      trouble.at(passage, told.sentence);
    }
    this.#desk.live.lookAgain();
    return "done";
  }
}

async function readOr(answer, otherwise) {
  try {
    return await answer.json();
  } catch {
    return otherwise; // A page of somebody in between.
  }
}
