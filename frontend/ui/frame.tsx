import type { ComponentChildren } from "preact";
import { t } from "../core/i18n";
import { overlays, type Route, type Tab, tabs } from "../core/registry";
import { boot } from "../core/session";
import { Badge } from "./badge";
import { Banner } from "./banner";
import { Icon } from "./icon";
import { JumpDialog } from "./jump";
import { Rail } from "./rail";
import { current } from "./router";
import { ShortcutList } from "./shortcuts";

interface Props {
	route: Route;
	pane?: ComponentChildren;
	children: ComponentChildren;
}

/** Bottom bar on a phone; rail, main and right pane on wide screens. */
export function Frame({ route, pane, children }: Props) {
	const classes = ["frame"];
	if (pane) classes.push("frame-with-pane");
	return (
		<>
			{boot.value?.demo && <Banner>{t("core.demo")}</Banner>}
			<div class={classes.join(" ")}>
				<Rail current={route.tab} />
				<main class="main" id="main">
					{children}
				</main>
				{pane && <aside class="context">{pane}</aside>}
				<Bar />
			</div>
			<ShortcutList />
			<JumpDialog />
			{overlays.map((Overlay, index) => (
				<Overlay key={index} />
			))}
		</>
	);
}

function Bar() {
	const all = shownTabs();
	const at = current.value?.route.tab;
	const lit = all.find((tab) => tab.id === at)?.within ?? at;
	return (
		<nav class="bar" aria-label={t("core.sections")}>
			{all
				.filter((tab) => !tab.within)
				.map((tab) => (
					<BarTab key={tab.id} tab={tab} isCurrent={tab.id === lit} />
				))}
		</nav>
	);
}

function BarTab({ tab, isCurrent }: { tab: Tab; isCurrent: boolean }) {
	const count = tab.badge?.() ?? 0;
	return (
		<a
			class="bar-tab"
			href={tab.href}
			aria-current={isCurrent ? "page" : undefined}
		>
			<span class="bar-icon">
				<Icon of={tab.icon} />
				<Badge count={count} label={t("core.new_count", { count })} />
			</span>
			<span>{t(tab.label)}</span>
		</a>
	);
}

export function shownTabs(): Tab[] {
	return tabs.value.filter((tab) => tab.isShown?.() ?? true);
}
