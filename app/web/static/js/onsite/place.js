// Where the phone is: followed while the page is open, so that a photo need not wait for the satellites.
const FRESH = 60000;
let last = null;

const told = (found) => ({ latitude: found.coords.latitude, longitude: found.coords.longitude, accuracy: found.coords.accuracy, heading: found.coords.heading });

export function follow(onFound = () => {}) {
  navigator.geolocation?.watchPosition((found) => { last = { at: Date.now(), spot: told(found) }; onFound(last.spot); }, () => {}, { enableHighAccuracy: true, maximumAge: 10000 });
}

// A place not older than a minute, else null.
export const now = () => (last && Date.now() - last.at < FRESH ? last.spot : null);

export function ask(seconds = 8) {
  return new Promise((done) => {
    if (now() || !navigator.geolocation) { done(now()); return; }
    navigator.geolocation.getCurrentPosition((found) => { last = { at: Date.now(), spot: told(found) }; done(last.spot); }, () => done(null), { enableHighAccuracy: true, timeout: seconds * 1000, maximumAge: 30000 });
  });
}
