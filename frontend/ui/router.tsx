import { computed, signal } from "@preact/signals";
import { routeFor } from "../core/registry";
import { turnPage } from "./back";

const address = signal(location.pathname + location.search + location.hash);

export const path = computed(
	() => new URL(address.value, location.origin).pathname,
);
export const query = computed(
	() => new URL(address.value, location.origin).searchParams,
);
export const current = computed(() => routeFor(path.value));

export function navigate(href: string, options: { replace?: boolean } = {}) {
	turnPage(href, options.replace ?? false, () => {
		address.value = location.pathname + location.search + location.hash;
	});
}

/** Links inside the app change the view without loading the page again. */
export function listenToLinks(): void {
	addEventListener("popstate", () => {
		address.value = location.pathname + location.search + location.hash;
	});
	document.addEventListener("click", (event) => {
		const link = (event.target as Element).closest?.("a[href]");
		if (!(link instanceof HTMLAnchorElement) || isForBrowser(event, link))
			return;
		event.preventDefault();
		navigate(link.pathname + link.search + link.hash);
	});
}

function isForBrowser(event: MouseEvent, link: HTMLAnchorElement): boolean {
	return (
		event.defaultPrevented ||
		event.button !== 0 ||
		event.metaKey ||
		event.ctrlKey ||
		event.shiftKey ||
		link.target !== "" ||
		link.origin !== location.origin ||
		!routeFor(link.pathname)
	);
}
