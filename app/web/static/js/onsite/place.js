// Where the phone is: followed while the page is open, so that a photo need not wait for the satellites.
const FRESH = 60000;
const DENIED = 1;
let last = null;
let failed = 0;

const told = (found) => ({ latitude: found.coords.latitude, longitude: found.coords.longitude, accuracy: found.coords.accuracy, heading: found.coords.heading });

export function follow(onFound = () => {}) {
  navigator.geolocation?.watchPosition((found) => { last = { at: Date.now(), spot: told(found) }; onFound(last.spot); }, () => {}, { enableHighAccuracy: true, maximumAge: 10000 });
}

// A place not older than a minute, else null.
export const now = () => (last && Date.now() - last.at < FRESH ? last.spot : null);

export function ask(seconds = 8) {
  return new Promise((done) => {
    if (now() || !navigator.geolocation) { done(now()); return; }
    navigator.geolocation.getCurrentPosition((found) => { last = { at: Date.now(), spot: told(found) }; done(last.spot); }, (error) => { failed = error.code; done(null); }, { enableHighAccuracy: true, timeout: seconds * 1000, maximumAge: 30000 });
  });
}

// Why ask() found nothing, in words that say what to do (M-38).
export function why() {
  const cause = !navigator.geolocation ? "本机不能定位" : failed === DENIED ? "未允许定位：打开定位后重试" : "没有定位信号：到开阔处重试";
  return `${cause}；不能定位的拍摄门牌，在“定位说明”写明原因，由法院决定是否采用`;
}
