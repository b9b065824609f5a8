import { useEffect, useState } from "preact/hooks";
import { api } from "../core/api";
import { t, tPieces } from "../core/i18n";
import { isRefusal, type Unit } from "../core/protocol";
import { Button } from "../ui/button";
import { called } from "../ui/called";
import { Card } from "../ui/card";
import { FailureLine } from "../ui/failure-line";
import { query } from "../ui/router";
import { toast } from "../ui/toast";
import { useSubmit } from "../ui/use-submit";
import { queueChanges } from "./inbox";
import { type Like, LookAlike, MarkedName } from "./look-alike";

interface HeldName {
	id: string;
	name: string;
	user: { id: string; name: string };
	like: Like;
	unit: Unit;
}

interface Page {
	items: HeldName[];
	next: string | null;
}

const NAMES = "/api/v1/held-names";

/** Names that look like a leader's: are there two people of that name, or one too many? */
export function HeldNames({ onCount }: { onCount: (count: number) => void }) {
	const [names, setNames] = useState<HeldName[]>([]);
	const [pages, setPages] = useState(1);
	const [hasMore, setMore] = useState(false);
	const changes = queueChanges.value;
	const load = () => {
		firstOf(pages)
			.then(({ items, next }) => {
				setNames(items);
				setMore(next !== null);
				onCount(items.length);
			})
			.catch(() => onCount(0));
	};
	useEffect(load, [changes, pages]);
	const asked = query.value.get("name");
	const decided = () => {
		queueChanges.value += 1;
	};
	if (names.length === 0) return null;
	return (
		<section class="stack">
			<h2 class="section-title">{t("trust.names")}</h2>
			{names.map((held) => (
				<div
					key={held.id}
					ref={held.id === asked ? leadTo : undefined}
					tabIndex={held.id === asked ? -1 : undefined}
				>
					<NameCard held={held} decided={decided} />
				</div>
			))}
			{hasMore && (
				<Button isWide onClick={() => setPages(pages + 1)}>
					{t("core.show_more")}
				</Button>
			)}
		</section>
	);
}

async function firstOf(pages: number): Promise<Page> {
	let all = await api.get<Page>(NAMES);
	for (let page = 1; page < pages && all.next; page += 1) {
		const more = await api.get<Page>(`${NAMES}?cursor=${all.next}`);
		all = { ...more, items: [...all.items, ...more.items] };
	}
	return all;
}

/** From the person's card, to what is to be decided. */
function leadTo(card: HTMLElement | null): void {
	card?.scrollIntoView({ block: "center" });
	card?.focus({ preventScroll: true });
}

function NameCard({ held, decided }: { held: HeldName; decided: () => void }) {
	const path = `/api/v1/held-names/${held.id}`;
	const decide = async (answer: "allow" | "decline") => {
		try {
			await api.post(`${path}/${answer}`);
			const said = answer === "allow" ? "you_allowed" : "you_declined";
			toast(t(`trust.${said}`, { name: held.name }), { kind: "good" });
		} catch (error) {
			if (!isRefusal(error)) throw error;
			toast(t("trust.name_gone"), { kind: "urgent" });
		}
		decided();
	};
	const allowing = useSubmit(() => decide("allow"));
	const declining = useSubmit(() => decide("decline"));
	const error = allowing.error ?? declining.error;
	return (
		<Card
			isOurs
			title={tPieces("trust.wants_name").map((piece) => {
				if (typeof piece === "string") return piece;
				if (piece.name === "person")
					return <bdi key="person">{called(held.user.name)}</bdi>;
				return <MarkedName key="name" name={held.name} like={held.like.name} />;
			})}
			detail={<bdi>{held.unit.name}</bdi>}
		>
			<LookAlike name={held.name} like={held.like} />
			<FailureLine>{error}</FailureLine>
			<div class="cluster">
				<Button isBusy={allowing.isBusy} onClick={allowing.submit}>
					{t("trust.allow")}
				</Button>
				<Button isBusy={declining.isBusy} onClick={declining.submit}>
					{t("trust.decline")}
				</Button>
			</div>
		</Card>
	);
}
