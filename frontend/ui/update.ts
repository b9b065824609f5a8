import { t } from "../core/i18n";
import { toast } from "./toast";

const ONE_HOUR_MS = 3_600_000;

/** Keep the shell on the phone, and offer a newer one when there is one. */
export function watchForUpdate(): void {
	if (!("serviceWorker" in navigator) || !import.meta.env.PROD) return;
	navigator.serviceWorker
		.register("/service-worker.js", { scope: "/" })
		.then((registration) => {
			offerWaiting(registration);
			registration.addEventListener("updatefound", () =>
				offerWhenReady(registration),
			);
		})
		.catch(() => {});
}

function offerWhenReady(registration: ServiceWorkerRegistration): void {
	const fresh = registration.installing;
	fresh?.addEventListener("statechange", () => {
		if (fresh.state === "installed") offerWaiting(registration);
	});
}

function offerWaiting(registration: ServiceWorkerRegistration): void {
	const { waiting } = registration;
	if (!waiting || !navigator.serviceWorker.controller) return;
	navigator.serviceWorker.addEventListener("controllerchange", () =>
		location.reload(),
	);
	toast(t("core.update"), {
		durationMs: ONE_HOUR_MS,
		action: {
			label: t("core.reload"),
			run: () => waiting.postMessage("take-over"),
		},
	});
}
