import { Check, HandHeart } from "lucide";
import { useEffect, useRef, useState } from "preact/hooks";
import { api } from "../core/api";
import { client } from "../core/client";
import { t } from "../core/i18n";
import type { Unit } from "../core/protocol";
import type { ViewProps } from "../core/registry";
import { countWaiting } from "../joining/arrival";
import { clockWords } from "../people/newcomer-clock";
import { ownChanges, usePeopleChanges } from "../people/people-changes";
import { Avatar } from "../ui/avatar";
import { Button } from "../ui/button";
import { Empty } from "../ui/empty";
import { sentenceFor } from "../ui/failure";
import { FailureLine } from "../ui/failure-line";
import { query } from "../ui/router";
import { Screen } from "../ui/screen";
import { Skeleton } from "../ui/skeleton";
import { now } from "../ui/time";
import { toast } from "../ui/toast";
import "../styles/joining.css";
import "../styles/people.css";

const ALL_BELOW = "/people/newcomers?below=all";

interface Newcomer {
	id: string;
	user: { id: string; name: string };
	unit: Unit;
	due_at: string;
	late: boolean;
}

interface Page {
	items: Newcomer[];
	/** How many more wait below oneself, with somebody who is nearer. */
	below: number;
}

interface Props {
	/** All newcomers in and below this place. */
	unit?: string;
	/** All below oneself; without either those who have come up to oneself. */
	isAll?: boolean;
}

/** Whom nobody of the campaign has spoken with yet, and how much time is left. */
export function Newcomers({ unit, isAll }: Props) {
	const [items, setItems] = useState<Newcomer[] | null>(null);
	const [below, setBelow] = useState(0);
	const [error, setError] = useState<string | null>(null);
	const load = () =>
		api
			.get<Page>(
				`/api/v1/newcomers?limit=100${unit ? `&unit=${unit}` : ""}${isAll ? "&all=true" : ""}`,
			)
			.then((page) => {
				setItems(page.items);
				setBelow(page.below);
			})
			.catch((failure) => setError(sentenceFor(failure)));
	useEffect(() => {
		void load();
		return client.onEvent((event) => {
			if (event.kind === "newcomer.contacted") void load();
		});
	}, [unit, isAll]);
	// Somebody has come, was removed, or has deleted their account.
	usePeopleChanges(
		() => true,
		() => void load(),
	);
	const list = useRef<HTMLUListElement>(null);
	const left = useRef<number | null>(null);
	// The pressed button is gone: on with the next row, or with the page's title.
	useEffect(() => {
		if (left.current === null) return;
		const buttons = list.current?.querySelectorAll("button") ?? [];
		const next = buttons[Math.min(left.current, buttons.length - 1)];
		(next ?? document.querySelector<HTMLElement>("main h1"))?.focus();
		left.current = null;
	}, [items]);
	const contact = async (one: Newcomer) => {
		left.current = items?.indexOf(one) ?? null;
		setItems((all) => all?.filter((other) => other.id !== one.id) ?? null);
		const path = `/api/v1/members/${one.id}/contacted`;
		const fails = (failure: unknown) => {
			toast(sentenceFor(failure), { kind: "urgent" });
			void load();
		};
		const changed = () => {
			ownChanges.value += 1;
			void countWaiting().catch(() => {});
		};
		try {
			await api.post(path);
		} catch (failure) {
			fails(failure);
			return;
		}
		changed();
		const takeAway = toast(
			t("joining.contacted_by_you", { name: one.user.name }),
			{
				kind: "good",
				action: {
					label: t("core.undo"),
					run: () => {
						takeAway();
						api.remove(path).then(changed).then(load).catch(fails);
					},
				},
			},
		);
	};
	if (error) return <FailureLine>{error}</FailureLine>;
	if (!items) return <Skeleton rows={3} />;
	return (
		<>
			{items.length === 0 && (
				<Empty
					icon={HandHeart}
					title={t("joining.no_newcomers")}
					detail={t("joining.no_newcomers_detail")}
				/>
			)}
			<ul class="rows" ref={list}>
				{items.map((one) => (
					<li key={one.id}>
						<NewcomerRow newcomer={one} onContacted={() => void contact(one)} />
					</li>
				))}
			</ul>
			{below > 0 && (
				<p class="meta">
					{t("joining.below_wait", { count: below })}{" "}
					<a href={ALL_BELOW}>{t("joining.show_below")}</a>
				</p>
			)}
		</>
	);
}

interface RowProps {
	newcomer: Newcomer;
	onContacted: () => void;
}

function NewcomerRow({ newcomer, onContacted }: RowProps) {
	const { user, unit, due_at } = newcomer;
	const words = clockWords(due_at, now.value);
	return (
		<div class="row member-row">
			<a class="member-link" href={`/people/person/${user.id}`}>
				<Avatar id={user.id} name={user.name} />
				<span class="row-body">
					<span class="row-title">
						<bdi>{user.name}</bdi>
					</span>
					<span class="row-detail">
						<bdi>{unit.name}</bdi> ·{" "}
						{Date.parse(due_at) > now.value ? (
							words
						) : (
							<strong class="urgent">{words}</strong>
						)}
					</span>
				</span>
			</a>
			<Button icon={Check} onClick={onContacted}>
				{t("joining.contacted")}
			</Button>
		</div>
	);
}

export default function NewcomersView({ params }: ViewProps) {
	const { unit } = params;
	const isAll = !unit && query.value.get("below") === "all";
	const lead = unit
		? t("joining.newcomers_place_lead")
		: t(isAll ? "joining.newcomers_below_lead" : "joining.newcomers_lead");
	const back = unit ? `/overview/${unit}` : "/people";
	return (
		<Screen title={t("joining.newcomers")} back={back}>
			<p class="meta">
				{lead}{" "}
				{isAll && <a href="/people/newcomers">{t("joining.show_mine")}</a>}
			</p>
			<Newcomers unit={unit} isAll={isAll} />
		</Screen>
	);
}
