// Sends what the phone holds, one by one in order: answers and hand-backs whole, files in pieces from where they stopped, each with its idempotency key and digest.
import { drop, get, mine, put } from "./store.js";
import { digestOf } from "./sha256.js";

let line = "/m/line";
const AWAY = { state: "away" };
let token = "";

// Where a page of another right asks for the line.
export const useLine = (path) => { line = path; };

class Stop extends Error {
  constructor(state, words = "") { super(words || state); this.state = state; this.words = words; }
}

// "there", "away", "sign-in", or "other" where somebody else is signed in.
export async function askLine(user, seconds = 6) {
  if (!navigator.onLine) return "away";
  try {
    const answer = await fetch(line, { headers: { "HX-Request": "true" }, cache: "no-store", signal: AbortSignal.timeout(seconds * 1000) });
    if (isSignIn(answer)) return "sign-in";
    if (!answer.ok) return answer.status === 403 ? "other" : "away";
    const told = await answer.json();
    token = told.token;
    return told.user === user ? "there" : "other";
  } catch (_) {
    return "away";
  }
}

// Sends until nothing is left or the line is cut. told(item, share): progress; done(item, result): taken in. Answers how it ended: done, away, sign-in, other.
export async function sendAll(user, { skip = () => false, told = () => {}, done = () => {} } = {}) {
  const state = await askLine(user);
  if (state !== "there") return state;
  const tried = new Set();
  const next = async () => (await mine(user)).find((item) => !tried.has(item.key) && !item.fault && !skip(item));
  for (let item = await next(); item; item = await next()) { // what was written while others went up goes up too
    tried.add(item.key);
    if (item.kind === "hand-back" && (await mine(user)).some((other) => other.task === item.task && other.order < item.order)) continue;
    try {
      const result = item.kind === "upload" ? await sendFile(item, told) : await sendForm(item);
      await drop(item.key);
      await done(item, result);
    } catch (stop) {
      if (!(stop instanceof Stop)) throw stop;
      if (stop.state !== "refused") return stop.state;
      if (await get(item.key)) await put({ ...(await get(item.key)), fault: stop.words || "没有传上，稍后重试" });
    }
  }
  return "done";
}

async function sendForm(item) {
  const body = new FormData();
  for (const [name, value] of item.fields) body.append(name, value);
  body.set("idempotency_key", item.key);
  body.set("happened_at", item.happened);
  return (await ask(item.url, { method: "POST", body, key: item.key })).json();
}

async function sendFile(item, told) {
  const digest = item.digest || (await digestOf(item.blob));
  if (!item.digest) await put({ ...item, digest });
  for (let again = 0; ; again++) {
    try {
      return await sendPieces({ ...item, digest }, told);
    } catch (stop) {
      if (!(stop instanceof Stop) || stop.state !== "anew" || again >= 2) throw stop instanceof Stop && stop.state === "anew" ? new Stop("refused", stop.words) : stop;
    }
  }
}

async function sendPieces(item, told) {
  const begun = await (await ask(item.url, { method: "POST", body: about(item), key: item.key })).json();
  let { offset } = begun;
  told(item, offset / item.blob.size);
  while (!begun.done && offset < item.blob.size) {
    const piece = item.blob.slice(offset, offset + begun.piece);
    const answer = await ask(`${item.url}/${begun.id}?offset=${offset}`, { method: "PUT", body: piece, key: item.key, fits: true });
    const after = (await answer.json()).offset;
    if (answer.ok && after <= offset) throw new Stop("away");
    offset = after;
    told(item, offset / item.blob.size);
  }
  return (await ask(`${item.url}/${begun.id}/finish`, { method: "POST", key: item.key, anew: true })).json();
}

function about(item) {
  const body = new FormData();
  const said = { sort: item.sort, size: item.blob.size, digest: item.digest, name: item.filename ?? "", shot: item.shot ?? "", caption: item.caption ?? "", words: item.words ?? "", happened_at: item.happened };
  for (const [name, value] of Object.entries(said)) body.set(name, value);
  if (item.place) body.set("place", JSON.stringify(item.place));
  body.set("idempotency_key", item.key);
  return body;
}

async function ask(url, { method, body, key, fits = false, anew = false, again = false }) {
  let answer;
  try {
    answer = await fetch(url, { method, body, headers: { "HX-Request": "true", "X-CSRFToken": token, "Idempotency-Key": key } });
  } catch (_) {
    throw new Stop(AWAY.state);
  }
  if (isSignIn(answer)) throw new Stop("sign-in");
  if (answer.ok || (fits && answer.status === 409 && isJson(answer))) return answer;
  if (answer.status === 400 && !again) { await askLine(""); return ask(url, { method, body, key, fits, anew, again: true }); }
  if (answer.status >= 500 || answer.status === 429) throw new Stop(AWAY.state);
  throw new Stop(anew && answer.status === 409 ? "anew" : "refused", await wordsOf(answer));
}

const isJson = (answer) => (answer.headers.get("Content-Type") ?? "").includes("json");
const isSignIn = (answer) => answer.status === 401 || (answer.redirected && new URL(answer.url).pathname === "/login");

async function wordsOf(answer) {
  if (isJson(answer)) return (await answer.json()).words ?? "";
  return new DOMParser().parseFromString(await answer.text(), "text/html").querySelector("b")?.textContent ?? "";
}
