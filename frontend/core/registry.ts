/**
 * Where features meet without knowing each other: main.tsx calls each feature's `register…` function,
 * which fills these lists; the frame and the team room read them.
 */
import { signal } from "@preact/signals";
import type { IconNode } from "lucide";
import type { ComponentType } from "preact";
import type { OutboxEntry } from "./database";
import type { Key } from "./i18n";
import type { Item, StreamSummary, Unit } from "./protocol";
import { matchPath, type Params } from "./routes";

export interface ViewProps {
	params: Params;
}
export type View = ComponentType<ViewProps>;
export type LazyView = () => Promise<{ default: View }>;

export interface RouteOptions {
	/** Addresses of one name show one view, which is not made anew from one to the other. */
	view?: string;
	/** Id of the tab that is lit while this route is shown. */
	tab?: string;
	title?: Key | (() => Key);
	/** Shown without signing in. */
	isPublic?: boolean;
	/** Without bottom bar and rail, for instance the wall. */
	isBare?: boolean;
	/** The view brings its own panes and takes all the room beside the rail. */
	isWide?: boolean;
	/** What the right pane of a wide screen shows beside it. */
	pane?: View;
}

export interface Route extends RouteOptions {
	path: string;
	load: LazyView;
}

export interface Tab {
	id: string;
	label: Key;
	icon: IconNode;
	href: string;
	/** Place in the bar, small first: team 10, feed 20, ask 30, desk 30, people 40, me 90. */
	order: number;
	badge?: () => number;
	/** Read in a render: may use signals. Absent: always. */
	isShown?: () => boolean;
	/** A page of that tab leads there; a phone's bar has no room for one more. */
	within?: string;
}

export interface CardProps {
	item: Item;
	stream: string;
	isOwn: boolean;
}

export interface PendingProps {
	entry: OutboxEntry;
}

export interface RoomProps {
	room: StreamSummary;
}

export interface ComposerAction {
	id: string;
	label: Key;
	icon: IconNode;
	/** The round filled button before the text field; one per room. */
	isPrimary?: boolean;
	isShown?: (room: StreamSummary) => boolean;
	run: (room: StreamSummary) => void;
}

export interface RoomMenuItem {
	label: string;
	icon?: IconNode;
	run: () => void;
}

/** What an app that knows of acts on people gets to know: where it was said or seen. */
export interface MessageActsProps {
	item: Item;
	stream: string;
	isOwn: boolean;
}

export interface MemberActsProps {
	/** The membership, if the list knows it. */
	member?: string;
	user: { id: string; name: string };
	unit: Unit;
	may: string[];
}

export interface Act {
	label: string;
	icon?: IconNode;
	isDanger?: boolean;
	run: () => void;
}

export interface Shortcut {
	keys: string;
	label: Key;
}

export interface Jump {
	label: string;
	href: string;
	icon: IconNode;
}

const routes: Route[] = [];
const cards = new Map<string, ComponentType<CardProps>>();
const pendings = new Map<string, ComponentType<PendingProps>>();
const starts: (() => undefined | (() => void))[] = [];
const jumps: (() => Jump[])[] = [];

export const tabs = signal<Tab[]>([]);
export const composerActions: ComposerAction[] = [];
export const roomHeaders: ComponentType<RoomProps>[] = [];
export const roomPanes: ComponentType<RoomProps>[] = [];
export const roomMenus: ((room: StreamSummary) => RoomMenuItem[])[] = [];
export const messageActs: ((props: MessageActsProps) => Act[])[] = [];
export const memberActs: ((props: MemberActsProps) => Act[])[] = [];
export const railSections: ComponentType[] = [];
export const overlays: ComponentType[] = [];
export const shortcuts: Shortcut[] = [];

/** Say which view a path shows. Pass `() => import("./view")` to load it when it is needed. */
export function registerRoute(
	path: string,
	load: LazyView,
	options: RouteOptions = {},
): void {
	routes.push({ path, load, ...options });
}

export function registerTab(tab: Tab): void {
	tabs.value = [...tabs.value, tab].sort((one, two) => one.order - two.order);
}

/** Say how items of a kind look in a room. */
export function registerCard(
	kind: string,
	view: ComponentType<CardProps>,
): void {
	cards.set(kind, view);
}

/** Say how a write of a type looks in a room while it waits or has failed. */
export function registerPending(
	type: string,
	view: ComponentType<PendingProps>,
): void {
	pendings.set(type, view);
}

export function registerComposerAction(action: ComposerAction): void {
	composerActions.push(action);
}

/** Something under the room's title: today's goal. */
export function registerRoomHeader(view: ComponentType<RoomProps>): void {
	roomHeaders.push(view);
}

/** A section of the right pane beside a room. */
export function registerRoomPane(view: ComponentType<RoomProps>): void {
	roomPanes.push(view);
}

/** A section of the left rail, under the rooms. */
export function registerRailSection(view: ComponentType): void {
	railSections.push(view);
}

/** More lines of a room's menu, for instance 'Invite'. */
export function registerRoomMenu(
	items: (room: StreamSummary) => RoomMenuItem[],
): void {
	roomMenus.push(items);
}

/** More lines in the menu of a message, for instance 'Flag'. */
export function registerMessageActs(
	acts: (props: MessageActsProps) => Act[],
): void {
	messageActs.push(acts);
}

/** What can be done about a person, wherever members are listed. */
export function registerMemberActs(
	acts: (props: MemberActsProps) => Act[],
): void {
	memberActs.push(acts);
}

/** Always mounted while signed in: sheets that open from anywhere. */
export function registerOverlay(view: ComponentType): void {
	overlays.push(view);
}

/** Run after every sign-in; what it returns runs at sign-out. */
export function registerStart(start: () => undefined | (() => void)): void {
	starts.push(start);
}

/** A line of the shortcut list behind `?`. */
export function registerShortcut(shortcut: Shortcut): void {
	shortcuts.push(shortcut);
}

/** Targets of Ctrl K, asked for each time it opens. */
export function registerJumps(list: () => Jump[]): void {
	jumps.push(list);
}

export function cardOf(kind: string): ComponentType<CardProps> | undefined {
	return cards.get(kind);
}

export function pendingOf(
	type: string,
): ComponentType<PendingProps> | undefined {
	return pendings.get(type);
}

export function allJumps(): Jump[] {
	return jumps.flatMap((list) => list());
}

export function startAll(): () => void {
	const stops = starts.map((start) => start());
	return () => {
		for (const stop of stops) stop?.();
	};
}

export function routeFor(
	path: string,
): { route: Route; params: Params } | undefined {
	for (const route of routes) {
		const params = matchPath(route.path, path);
		if (params) return { route, params };
	}
	return undefined;
}
