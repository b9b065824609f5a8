import { signal } from "@preact/signals";
import { useEffect } from "preact/hooks";
import { t } from "../core/i18n";
import type { LazyView, Route, View } from "../core/registry";
import { boot } from "../core/session";
import { Away, isAway } from "./away";
import { Frame } from "./frame";
import { LiveRegion } from "./live-region";
import { current, path } from "./router";
import { Skeleton } from "./skeleton";
import { Toasts } from "./toast";

const views = signal<ReadonlyMap<LazyView, View>>(new Map());

export function App() {
	return (
		<>
			<Page />
			<Toasts />
			<LiveRegion />
		</>
	);
}

function Page() {
	const found = current.value;
	useEffect(() => titlePage(found?.route), [found?.route, boot.value]);
	if (isAway.value) return <Away />;
	if (!found) return null;
	const { route, params } = found;
	const View = loaded(route);
	const view = View ? (
		<View key={route.view ?? path.value} params={params} />
	) : (
		<Waiting />
	);
	if (route.isBare || route.isPublic) return view;
	const Pane = route.pane;
	return (
		<Frame
			route={route}
			pane={Pane && <Pane key={path.value} params={params} />}
		>
			{view}
		</Frame>
	);
}

function Waiting() {
	return (
		<div class="screen-body">
			<Skeleton />
		</div>
	);
}

function loaded(route: Route): View | undefined {
	const view = views.value.get(route.load);
	if (!view) void load(route);
	return view;
}

async function load(route: Route): Promise<void> {
	const { default: view } = await route.load();
	if (views.peek().has(route.load)) return;
	views.value = new Map(views.peek()).set(route.load, view);
}

function titlePage(route?: Route): void {
	const campaign = boot.value?.campaign?.name ?? "Muster";
	const key = typeof route?.title === "function" ? route.title() : route?.title;
	document.title = key ? `${t(key)} · ${campaign}` : campaign;
}
