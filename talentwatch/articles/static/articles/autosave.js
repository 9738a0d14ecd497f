// Keeps what is on the screen: at the server within seconds, and in this browser while the server can't take it.
import { LOGGED_OUT, send } from "./request.js";

const PAUSE = 1500; // milliseconds after a change
const RETRY = 10000;
const PREFIX = "unfinished-article";

export class Autosave {
  // `hooks`: screen() gives what to keep; say(text) shows the state; notice(text, actions) shows something to act on.
  constructor({ url, login, editor, article, hooks }) {
    Object.assign(this, { url, login, editor, hooks });
    this.id = article?.id ?? null;
    this.revision = article?.revision ?? 0;
    this.isDirty = this.isSending = this.isStopped = false;
    document.addEventListener("visibilitychange", () => document.hidden && this.flush());
    window.addEventListener("pagehide", () => this.flush());
  }

  changed() {
    if (this.isStopped) return;
    this.isDirty = true;
    clearTimeout(this.timer);
    this.timer = setTimeout(() => this.flush(), PAUSE);
    this.hooks.say("Not saved yet");
  }

  get key() {
    return `${PREFIX}:${this.editor}:${this.id ?? "new"}`;
  }

  async flush() {
    if (!this.isDirty || this.isSending || this.isStopped) return;
    this.isDirty = false;
    this.isSending = true;
    const body = { id: this.id, revision: this.revision, editor: this.editor, screen: this.hooks.screen() };
    const isSmall = JSON.stringify(body).length < 60000; // what a browser sends after a page is closed
    const { status, data } = await send(this.url, body, { keepalive: isSmall });
    this.isSending = false;
    if (status === 200) this.saved(data);
    else this.refused(status, data, body.screen);
  }

  saved({ id, revision }) {
    localStorage.removeItem(this.key);
    const isNew = this.id !== id;
    Object.assign(this, { id, revision });
    if (isNew) window.history.replaceState(null, "", `?article=${id}`);
    this.hooks.say(`Kept as unfinished at ${new Date().toLocaleTimeString("en-GB", { hour: "2-digit", minute: "2-digit" })}`);
    this.hooks.clearNotice("session");
    if (this.isDirty) this.changed();
    else this.hooks.kept();
  }

  refused(status, data, screen) {
    // Kept here whatever the reason, until the server has it.
    try {
      localStorage.setItem(this.key, JSON.stringify({ screen, id: this.id, revision: this.revision, at: Date.now() }));
    } catch {
      this.hooks.say("This browser can’t keep more: save what you have.");
    }
    if (status === 409 || status === 404) {
      localStorage.removeItem(this.key);
      Object.assign(this, { id: null, revision: 0 });
      this.hooks.notice("copy", `${data.error} What you have here is kept as an unfinished article of its own.`);
      this.isDirty = true;
      this.flush();
      return;
    }
    this.hooks.say("Kept in this browser only");
    this.hooks.notice("session", `${data.error} What you type is kept in this browser.`, status === LOGGED_OUT ? [{ label: "Log in again in a new tab", href: this.login }] : []);
    this.isDirty = true;
    clearTimeout(this.timer);
    this.timer = setTimeout(() => this.flush(), RETRY);
  }

  // The article is in the database now, or thrown away.
  stop() {
    clearTimeout(this.timer);
    this.isStopped = true;
    localStorage.removeItem(this.key);
  }

  // What this editor typed in this browser and the server never got.
  leftovers() {
    return Object.keys(localStorage)
      .filter((key) => key.startsWith(`${PREFIX}:${this.editor}:`))
      .flatMap((key) => {
        try {
          return [{ key, ...JSON.parse(localStorage.getItem(key)) }];
        } catch {
          return [];
        }
      });
  }
}
