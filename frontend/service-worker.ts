/** Keeps the shell on the phone, so that a page opens at once and without network. */
const worker = globalThis as unknown as ServiceWorkerGlobalScope;
const CACHE = `shell-${"__VERSION__"}`;
const FILES = "__FILES__".split("\n");
const PAGE = "/";

/** Not in TypeScript's own list yet; not in every browser either. */
interface Routing {
	addRoutes?(
		rules: { condition: { requestMethod: string }; source: "network" }[],
	): Promise<void>;
}

const WRITES = ["POST", "PUT", "PATCH", "DELETE"];

worker.addEventListener("install", (event) => {
	// Past the worker: a write on its way there would be lost with a page that goes away.
	const past = (event as Routing).addRoutes?.(
		WRITES.map((requestMethod) => ({
			condition: { requestMethod },
			source: "network",
		})),
	);
	if (past) event.waitUntil(past);
	event.waitUntil(
		caches.open(CACHE).then((cache) => cache.addAll([PAGE, ...FILES])),
	);
});

worker.addEventListener("activate", (event) => {
	event.waitUntil(removeOld().then(() => worker.clients.claim()));
});

worker.addEventListener("message", (event) => {
	if (event.data === "take-over") void worker.skipWaiting();
});

worker.addEventListener("fetch", (event) => {
	const { request } = event;
	const url = new URL(request.url);
	if (request.method !== "GET" || url.origin !== location.origin) return;
	if (request.mode === "navigate" && isAppPage(url.pathname))
		event.respondWith(fromCache(PAGE, request));
	else if (url.pathname.startsWith("/static/"))
		event.respondWith(fromCache(request, request));
});

function isAppPage(path: string): boolean {
	return !/^\/(api|_allauth|admin|static|healthz|readyz|metrics)(\/|$)/.test(
		path,
	);
}

async function fromCache(
	key: RequestInfo,
	request: Request,
): Promise<Response> {
	const cache = await caches.open(CACHE);
	return (await cache.match(key)) ?? fetch(request);
}

async function removeOld(): Promise<void> {
	for (const name of await caches.keys())
		if (name !== CACHE) await caches.delete(name);
}
