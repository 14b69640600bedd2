// Files go up part by part while the rest of the form is filled in: with progress, pause, and going on after a break.
// Without this script the same field sends its files with the form.
"use strict";

const PART = 2 * 1024 * 1024;
const WORDS = document.documentElement.lang === "en"
  ? { wait: "waiting", pause: "Pause", go: "Go on", drop: "Remove", up: "Move up", done: "received", checking: "checking", paused: "paused", broken: "connection lost, trying again", busy: "A file is paused or was not sent. Go on with it or remove it, then submit again.", sends: "Files are still on their way; the form is submitted by itself as soon as they have arrived.", pages: "pages", list: "Files", lost: "could not be sent" }
  : { wait: "等待上传", pause: "暂停", go: "继续", drop: "删除", up: "上移", done: "已收到", checking: "正在检查", paused: "已暂停，可以接着传", broken: "网络断了，正在重试", busy: "有文件暂停了或者没有传上。请继续上传，或者删掉，再提交。", sends: "文件还在上传，传完后自动提交，不用再点。", pages: "页", list: "选中的文件", lost: "没有传上" };

const wait = (ms) => new Promise((resolve) => setTimeout(resolve, ms));
const size = (n) => (n === 0 ? "0" : n < 1024 * 1024 ? `${Math.max(1, Math.round(n / 1024))} KB` : `${(n / 1024 / 1024).toFixed(1)} MB`);
const make = (tag, attributes = {}, text = "") => {
  const element = Object.assign(document.createElement(tag), attributes);
  element.textContent = text;
  return element;
};

// One file on its way. `at` is where the server keeps it; it is remembered, so that the same file goes on another day.
class Going {
  constructor(file, queue) {
    this.file = file;
    this.queue = queue;
    this.mark = `upload:${file.name}:${file.size}:${file.lastModified}`;
    this.state = "wait";
    this.row = make("li", { className: "going" });
    this.said = make("span", { className: "soft small" });
    this.bar = make("progress", { max: file.size || 1, value: 0 });
    this.bar.setAttribute("aria-label", file.name);
    this.hold = make("button", { type: "button", className: "button quiet small" }, WORDS.pause);
    const drop = make("button", { type: "button", className: "button quiet small" }, WORDS.drop);
    const up = make("button", { type: "button", className: "button quiet small" }, WORDS.up);
    for (const [button, word] of [[drop, WORDS.drop], [up, WORDS.up]]) button.setAttribute("aria-label", `${word} ${file.name}`);
    this.hold.addEventListener("click", () => (this.state === "paused" ? this.resume() : this.pause()));
    drop.addEventListener("click", () => this.drop());
    up.addEventListener("click", () => { this.row.previousElementSibling?.before(this.row); queue.changed(); });
    const about = make("span", { className: "going-name" }, file.name);
    const tools = make("span", { className: "going-tools" });
    tools.append(this.hold, up, drop);
    this.row.append(about, this.said, this.bar, tools);
    this.say(`${size(file.size)} · ${WORDS.wait}`);
  }

  say(text, wrong = false) {
    this.said.textContent = text;
    this.row.classList.toggle("wrong", wrong);
    if (wrong) this.said.setAttribute("role", "alert");
  }

  pause() {
    this.state = "paused";
    this.abort?.abort();
    this.hold.textContent = WORDS.go;
    this.say(`${size(this.bar.value)} / ${size(this.file.size)} · ${WORDS.paused}`);
    this.queue.next();
  }

  resume() {
    this.state = "wait";
    this.hold.textContent = WORDS.pause;
    this.queue.next();
  }

  drop() {
    const sending = this.state === "sending";
    this.state = "dropped";
    this.abort?.abort();
    if (this.at) this.ask(this.at, "DELETE").catch(() => {});
    localStorage.removeItem(this.mark);
    this.row.remove();
    this.queue.changed();
    if (sending) this.queue.next();
  }

  ask(address, method, headers = {}, body = undefined) {
    this.abort = new AbortController();
    return fetch(address, { method, body, signal: this.abort.signal, credentials: "same-origin",
      headers: { "X-CSRFToken": this.queue.token, "Tus-Resumable": "1.0.0", ...headers } });
  }

  // Where to go on from: what the server says it has; a new place when it knows nothing of the file.
  async begin() {
    const known = localStorage.getItem(this.mark);
    if (known) {
      const found = await this.ask(known, "GET");
      if (found.ok) { this.at = known; return (await found.json()); }
    }
    const name = btoa(String.fromCharCode(...new TextEncoder().encode(this.file.name)));
    const made = await this.ask(this.queue.address, "POST", { "Upload-Length": String(this.file.size), "Upload-Metadata": `filename ${name}` });
    const told = await made.json();
    if (!made.ok) return { state: "refused", says: told.says };
    this.at = made.headers.get("Location");
    localStorage.setItem(this.mark, this.at);
    return told;
  }

  async send() {
    this.state = "sending";
    for (let tries = 0; this.state === "sending"; ) {
      try {
        let told = await this.begin();
        while (told.state === "receiving" && this.state === "sending") {
          const part = this.file.slice(told.offset, told.offset + PART);
          this.show(told.offset);
          if (told.offset + part.size >= this.file.size) this.say(`${size(this.file.size)} · ${WORDS.checking}…`);
          const answer = await this.ask(this.at, "PATCH", { "Upload-Offset": String(told.offset), "Content-Type": "application/offset+octet-stream" }, part);
          if ([400, 409, 423].includes(answer.status)) { await wait(500); told = await (await this.ask(this.at, "GET")).json(); continue; }
          if (answer.status !== 422 && !answer.ok) throw new Error(String(answer.status));
          told = await answer.json();
          tries = 0;
        }
        if (this.state === "sending") this.end(told);
      } catch (fault) {
        if (this.state !== "sending") return;
        tries += 1;
        this.say(`${size(this.bar.value)} / ${size(this.file.size)} · ${WORDS.broken}`);
        await wait(Math.min(15000, 500 * 2 ** tries));
      }
    }
  }

  show(offset) {
    this.bar.value = offset;
    this.say(`${size(offset)} / ${size(this.file.size)} · ${Math.floor((100 * offset) / (this.file.size || 1))}%`);
  }

  end(told) {
    this.bar.value = this.file.size;
    this.hold.remove();
    if (told.state === "kept") {
      this.state = "done";
      this.row.classList.add("done");
      this.say(`${size(this.file.size)}${told.pages ? ` · ${told.pages} ${WORDS.pages}` : ""} · ✓ ${WORDS.done}`);
      this.row.append(make("input", { type: "hidden", name: this.queue.input.name, value: `${told.digest}/${told.name}` }));
      this.queue.changed();
    } else {
      this.state = "refused";
      localStorage.removeItem(this.mark);
      this.say(told.says || WORDS.lost, true);
    }
  }
}

// The files of one field, one after another, in the order of the list.
class Queue {
  constructor(input) {
    this.input = input;
    this.address = input.dataset.upload;
    this.form = input.form;
    this.list = make("ol", { className: "goings" });
    this.list.setAttribute("aria-label", WORDS.list);
    this.files = new Map();
    input.after(this.list);
    input.addEventListener("change", (event) => { event.stopPropagation(); this.add([...input.files]); });
    this.form?.addEventListener("submit", (event) => this.guard(event), true);
  }

  get token() { return this.form.querySelector("[name=csrfmiddlewaretoken]").value; }

  add(files) {
    for (const file of files) {
      const going = new Going(file, this);
      this.files.set(going.row, going);
      this.list.append(going.row);
    }
    this.input.value = "";
    this.next();
  }

  get all() { return [...this.list.children].map((row) => this.files.get(row)).filter(Boolean); }

  async next() {
    if (this.all.some((one) => one.state === "sending")) return;
    const one = this.all.find((each) => each.state === "wait");
    if (!one) return this.arrived();
    await one.send();
    this.next();
  }

  // The form is saved as it is typed; what has arrived is part of it.
  changed() { this.form?.dispatchEvent(new Event("change", { bubbles: true })); }

  // A form sent too early waits for its files and then goes by itself.
  guard(event) {
    this.tell();
    this.submitter = undefined;
    if (!this.all.some((one) => ["wait", "sending", "paused"].includes(one.state))) return;
    event.preventDefault();
    event.stopImmediatePropagation();
    if (this.all.some((one) => one.state === "paused")) return this.halt();
    this.submitter = event.submitter ?? null;
    this.tell(WORDS.sends, "status");
  }

  // Nothing is on its way any more: what was to be submitted is submitted, unless something did not arrive.
  arrived() {
    if (this.submitter === undefined) return;
    const { submitter } = this;
    this.submitter = undefined;
    if (this.all.some((one) => one.state !== "done")) return this.halt();
    this.form.requestSubmit(submitter);
  }

  halt() {
    this.tell(WORDS.busy, "alert");
    this.list.querySelector("button")?.focus();
  }

  tell(words, role) {
    this.busy?.remove();
    if (!words) return;
    this.busy = this.list.appendChild(make("li", { className: role === "alert" ? "fault" : "soft" }, words));
    this.busy.setAttribute("role", role);
  }
}

for (const input of document.querySelectorAll("input[type=file][data-upload]")) new Queue(input);
