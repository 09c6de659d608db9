/// <reference lib="webworker" />
// Keeps the styles, the fonts that were used and one page for when there is no network. Never a page of anybody.
const worker = self as unknown as ServiceWorkerGlobalScope;

const STORE = "onecity-1";
const OFFLINE = "/offline";

worker.addEventListener("install", (event) => {
  event.waitUntil(caches.open(STORE).then((store) => store.add(new Request(OFFLINE, { credentials: "omit", cache: "reload" }))));
  void worker.skipWaiting();
});

worker.addEventListener("activate", (event) => {
  event.waitUntil(
    caches.keys().then((names) => Promise.all(names.filter((name) => name !== STORE).map((name) => caches.delete(name)))),
  );
});

const isOurStatic = (url: URL): boolean =>
  url.origin === worker.location.origin && (url.pathname.startsWith("/static/built/") || url.pathname === "/city.css");

async function freshOrKept(request: Request): Promise<Response> {
  const store = await caches.open(STORE);
  try {
    const answer = await fetch(request);
    if (answer.ok) await store.put(request, answer.clone());
    return answer;
  } catch {
    return (await store.match(request)) ?? Response.error();
  }
}

worker.addEventListener("fetch", (event) => {
  const { request } = event;
  if (request.method !== "GET") return;
  if (isOurStatic(new URL(request.url))) event.respondWith(freshOrKept(request));
  else if (request.mode === "navigate")
    event.respondWith(fetch(request).catch(async () => (await caches.match(OFFLINE)) ?? Response.error()));
});
