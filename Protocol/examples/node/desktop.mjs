#!/usr/bin/env node
// An agent's desktop: logs in at stationd, works, survives restarts of the broker, logs out.
// Node 18, no packages. ../README.md says what it prints; ../../README.md is the protocol.

import { randomUUID } from "node:crypto";
import { once } from "node:events";
import net from "node:net";
import os from "node:os";
import readline from "node:readline";
import { setTimeout as sleep } from "node:timers/promises";
import { parseArgs } from "node:util";

const REPLY_MS = 30_000; // a broker that is silent for so long is treated as gone
const GIVE_UP_MS = 120_000;

/** The connection is gone. Whether the request was carried out is not known. */
class Lost extends Error {}

/** The broker answered with an error. Programs look at `reason`, people at `message`. */
class Refused extends Error {
  constructor(error) {
    super(error.message);
    this.data = error.data ?? {};
    this.reason = this.data.reason ?? String(error.code);
  }
}

/** What happens, in the order in which it happens: {from, event}, {from, lost}, {command}. */
class Inbox {
  #items = [];
  #wake = () => {};
  put(item) {
    this.#items.push(item);
    this.#wake();
  }
  async next() {
    while (this.#items.length === 0) await new Promise((resolve) => (this.#wake = resolve));
    return this.#items.shift();
  }
}

/** One connection: matches replies by id, and puts everything else into the inbox. */
class Connection {
  #waiting = new Map();
  #lastId = 0;
  #unfinished = "";

  static async open(path, inbox) {
    const self = new Connection();
    self.inbox = inbox;
    self.socket = net.connect(path);
    await once(self.socket, "connect"); // throws what "error" says
    self.socket.setEncoding("utf8"); // keeps a character that was cut in two until its rest comes
    self.socket.on("data", (text) => self.#read(text));
    self.socket.on("error", () => {}); // "close" follows
    self.socket.on("close", () => self.#lose());
    await self.call("broker.hello", {
      client: { name: "example-node", version: "1" },
      protocol: { min: 1, max: 1 },
    });
    return self;
  }

  call(method, params) {
    const id = ++this.#lastId;
    return new Promise((resolve, reject) => {
      if (this.socket.destroyed) return reject(new Lost());
      const timer = setTimeout(() => this.socket.destroy(), REPLY_MS);
      this.#waiting.set(id, { resolve, reject, timer });
      this.socket.write(JSON.stringify({ jsonrpc: "2.0", id, method, params }) + "\n");
    });
  }

  // Only LF ends a line. node:readline would cut at U+2028 too, which JSON allows inside a string.
  #read(text) {
    const lines = (this.#unfinished + text).split("\n");
    this.#unfinished = lines.pop();
    for (const line of lines) {
      const message = JSON.parse(line);
      if (message.method === "event") this.inbox.put({ from: this, event: message.params });
      const reply = this.#waiting.get(message.id);
      if (!reply) continue;
      this.#waiting.delete(message.id);
      clearTimeout(reply.timer);
      if (message.error) reply.reject(new Refused(message.error));
      else reply.resolve(message.result);
    }
  }

  #lose() {
    for (const { reject, timer } of this.#waiting.values()) {
      clearTimeout(timer);
      reject(new Lost());
    }
    this.#waiting.clear();
    this.inbox.put({ from: this, lost: true });
  }

  close() {
    this.socket.destroy();
  }
}

const usage = "usage: desktop --socket PATH --organization SLUG --login LOGIN [--station NUMBER] [--label TEXT]";
const inbox = new Inbox();
let options, broker, token;
let leaving = false;

/** From login to logout. Ends with process.exit. */
async function day() {
  broker = await Connection.open(options.socket, inbox);
  await logIn();
  for (;;) {
    const { from, event, lost, command } = await inbox.next();
    if (command !== undefined) await run(command);
    else if (from !== broker) continue; // left over from a connection that we have replaced
    else if (lost) await reconnect();
    else show(event);
  }
}

async function logIn() {
  const { organization, login, label } = options;
  const params = {
    organization,
    login,
    credential: { type: "peer" },
    device: { label },
    requestKey: randomUUID(),
  };
  const number = await holdStation(params);
  let opened;
  while (!opened) {
    try {
      // If the reply is lost, are we logged in or not? The request key makes it safe to ask again.
      opened = await request("session.open", params);
    } catch (refusal) {
      if (refusal.reason === "station_mismatch" && params.hold && !options.station) {
        // The account has a number of its own, so it does not want the one that was proposed.
        await broker.call("station.release", { hold: params.hold });
      } else if (refusal.reason === "not_found" && params.hold) {
        params.station = number; // the hold was lost with its connection; the number may still be free
      } else throw refusal;
      delete params.hold;
      params.requestKey = randomUUID(); // other params are another request
    }
  }
  token = opened.token;
  const { id, station, fence } = opened.session;
  console.log(`logged in: session ${id} station ${station ?? "-"} fence ${fence}`);
}

/** Holds a number while the agent types a password, so that nobody else gets it. Returns the number. */
async function holdStation(params) {
  const { organization, station: typed } = options;
  if (!typed) {
    const { station } = await broker.call("login.options", { organization });
    if (station.roles.length === 0 || !station.proposed) return undefined;
  }
  try {
    const held = await broker.call("station.request", { organization, ...(typed && { station: typed }) });
    params.hold = held.hold;
    return held.station;
  } catch (refusal) {
    // A typed number may be reserved for this very account: session.open knows.
    if (typed && refusal.reason === "station_reserved") params.station = typed;
    else if (typed || !["no_station_available", "station_required"].includes(refusal.reason)) throw refusal;
    return typed;
  }
}

/** Calls a method that is safe to repeat, until the broker answers. */
async function request(method, params) {
  for (;;) {
    try {
      return await broker.call(method, params);
    } catch (error) {
      if (!(error instanceof Lost)) throw error;
      await reconnect();
    }
  }
}

/** Connects anew and, if we are logged in, attaches the session to the new connection. */
async function reconnect() {
  console.log("connection lost");
  const deadline = Date.now() + GIVE_UP_MS;
  for (let pause = 100; Date.now() < deadline; pause = Math.min(2 * pause, 2000)) {
    broker.close();
    // Jitter: after a restart of the broker not all desktops come in the same instant.
    await sleep(pause * (0.5 + Math.random() / 2));
    try {
      broker = await Connection.open(options.socket, inbox);
      if (!token) return;
      const { session } = await broker.call("session.attach", { token });
      console.log(`attached again: session ${session.id} fence ${session.fence}`);
      return;
    } catch (error) {
      if (error instanceof Refused && !["overloaded", "storage_unavailable"].includes(error.reason)) ended(error);
    }
  }
  throw new Lost("it did not come back");
}

async function run(command) {
  if (command === "verify") {
    try {
      const { active } = await request("session.verify", { token });
      console.log(active ? "verify: active" : "verify: not active");
    } catch (error) {
      if (!(error instanceof Refused)) throw error;
      complain(error);
    }
  } else if (command === "logout") {
    leaving = true;
    try {
      await request("session.close", { token });
    } catch (error) {
      ended(error);
    }
    finish("logged out", 0);
  } else if (command !== "") console.error("error: commands are verify and logout");
}

function show({ type, data }) {
  console.log(`event: ${type}`);
  if (type === "session.detached") finish("session moved elsewhere", 4);
  if (type === "session.ended") {
    const by = data.by === undefined ? "" : ` by ${data.by}`;
    const comment = data.comment === undefined ? "" : `: ${data.comment}`;
    finish(`session ended: ${data.session.endReason}${by}${comment}`, 3);
  }
}

function ended(error) {
  if (!["session_ended", "invalid_token"].includes(error.reason)) throw error;
  const reason = error.data.endReason ?? error.reason;
  if (leaving && reason === "logged_out") finish("logged out", 0); // only the reply to our session.close was lost
  finish(`session ended: ${reason}`, 3);
}

function finish(line, status) {
  console.log(line);
  process.exit(status);
}

function complain(refusal) {
  console.error(`refused: ${refusal.reason}: ${refusal.message}`);
  if (refusal.data.remedy) console.error(`hint: ${refusal.data.remedy}`);
}

try {
  const text = { type: "string" };
  const known = { socket: text, organization: text, login: text, station: text, label: text };
  options = { label: os.hostname(), ...parseArgs({ options: known }).values };
  if (!options.socket || !options.organization || !options.login) throw new Error("something is missing");
} catch (error) {
  console.error(`error: ${error.message}\n${usage}`);
  process.exit(64);
}

readline
  .createInterface({ input: process.stdin })
  .on("line", (line) => inbox.put({ command: line.trim() }))
  .on("close", () => inbox.put({ command: "logout" }));
for (const signal of ["SIGINT", "SIGTERM"]) process.on(signal, () => inbox.put({ command: "logout" }));

try {
  await day();
} catch (error) {
  if (error instanceof Refused) {
    complain(error);
    process.exit(1);
  }
  console.error(`error: cannot reach the broker: ${error.message || "the connection was lost"}`);
  process.exit(69);
}
