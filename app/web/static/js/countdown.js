// Countdowns tick in the browser on the server's clock: data-now, data-end (ms) and data-speed of each element; at zero 正在确认结果, never 已结束.
const CHECKING = "正在确认结果";
const born = new WeakMap();

export function hallWords(milliseconds) {
  const seconds = Math.floor(milliseconds / 1000);
  if (seconds <= 0) return CHECKING;
  const two = (number) => String(number).padStart(2, "0");
  const minutes = Math.floor(seconds / 60);
  const hours = Math.floor(minutes / 60);
  if (hours < 1) return `${two(minutes)}:${two(seconds % 60)}`;
  if (hours < 24) return `${hours}小时${two(minutes % 60)}分`;
  if (seconds <= 48 * 3600) return `${Math.floor(hours / 24)}天${hours % 24}小时`;
  return `${Math.floor(hours / 24)} 天`;
}

export function plainWords(milliseconds) {
  const seconds = Math.floor(milliseconds / 1000);
  if (seconds <= 0) return CHECKING;
  const minutes = Math.floor(seconds / 60);
  if (minutes < 60) return `剩 ${minutes}分${String(seconds % 60).padStart(2, "0")}秒`;
  return `剩 ${hallWords(milliseconds)}`;
}

function serverNow(element) {
  let start = born.get(element);
  const key = element.dataset.now;
  if (!start || start.key !== key) born.set(element, (start = { key, at: performance.now() }));
  return Number(key) + (performance.now() - start.at) * Number(element.dataset.speed || 1);
}

function tick() {
  for (const element of document.querySelectorAll("[data-countdown]")) {
    const left = Number(element.dataset.end) - serverNow(element);
    const words = element.dataset.countdown === "hall" ? hallWords(left) : plainWords(left);
    if (element.textContent !== words) element.textContent = words;
    if (left <= 0 && !("countdownDone" in element.dataset)) {
      element.dataset.countdownDone = "";
      element.dispatchEvent(new CustomEvent("paifu:refresh", { bubbles: true }));
    }
  }
  const clock = document.querySelector("[data-clock-text]");
  if (clock) clock.textContent = clockWords(new Date(serverNow(document.body)));
}

function clockWords(instant) {
  const parts = new Intl.DateTimeFormat("zh-CN", { timeZone: "Asia/Shanghai", year: "numeric", month: "numeric", day: "numeric", weekday: "long", hour: "2-digit", minute: "2-digit", second: "2-digit", hourCycle: "h23" }).formatToParts(instant);
  const get = (type) => parts.find((part) => part.type === type).value;
  return `${get("year")}年${get("month")}月${get("day")}日（${get("weekday")}）${get("hour")}:${get("minute")}:${get("second")}`;
}

tick();
const fast = Number(document.body.dataset.speed || 1) > 1;
setInterval(tick, fast ? 250 : 1000);
