import { DoorClosed, Link2Off } from "lucide";
import { useEffect, useState } from "preact/hooks";
import { locale, t } from "../core/i18n";
import { keepEntry, keptEntry } from "../core/kept-entry";
import { isRefusal } from "../core/protocol";
import { EntryPage } from "../teams/entry-page";
import { Avatar } from "../ui/avatar";
import { Button } from "../ui/button";
import { Empty } from "../ui/empty";
import { sentenceFor } from "../ui/failure";
import { Skeleton } from "../ui/skeleton";
import { Text } from "../ui/text";
import { JoinForm } from "./join-form";
import { type Found, look, type Place } from "./place";
import { WayIn } from "./way-in";

/** The place that was looked at last, from a page with this secret or none. */
interface KeptPlace {
	secret: string;
	place: Place;
}

interface Looked {
	place: Place;
	found: Found;
}

/** The secret stands behind the # of the link, so that it never reaches a server's log. */
export default function JoinView() {
	const secret = location.hash.slice(1);
	const [looked, setLooked] = useState<Looked | null>(null);
	const [failure, setFailure] = useState<unknown>(null);
	const show = (found: Looked) => {
		keepEntry("place", { secret, place: found.place } satisfies KeptPlace);
		setLooked(found);
	};
	const go = (place: Place) =>
		look(place)
			.then((found) => show({ place, found }))
			.catch((error) => {
				// What was kept leads nowhere any more.
				if (!secret && isRefusal(error)) startOver();
				else {
					// What is shown is no way in any more.
					if (isRefusal(error)) setLooked(null);
					setFailure(error);
				}
			});
	const place = looked?.place ?? startOf(secret);
	useEffect(() => {
		// Also again in another language: what one agrees to is read in one's own.
		if (place) void go(place);
	}, [secret, locale.value]);
	const startOver = () => {
		keepEntry("place", null);
		setFailure(null);
		setLooked(null);
	};
	if (looked)
		return (
			<Door
				looked={looked}
				onGo={go}
				onStartOver={secret ? undefined : startOver}
			/>
		);
	if (failure) return <Refused failure={failure} onFound={show} />;
	if (!place) return <Start onFound={show} />;
	return (
		<EntryPage title="Muster">
			<Skeleton rows={3} />
		</EntryPage>
	);
}

function startOf(secret: string): Place | null {
	const kept = keptEntry<KeptPlace>("place");
	if (kept?.secret === secret) return kept.place;
	return secret ? { secret } : null;
}

function Start({ onFound }: { onFound: (looked: Looked) => void }) {
	return (
		<EntryPage title={t("joining.start")} lead={t("joining.start_lead")}>
			<WayIn onFound={(place, found) => onFound({ place, found })} />
		</EntryPage>
	);
}

interface RefusedProps {
	failure: unknown;
	onFound: (looked: Looked) => void;
}

function Refused({ failure, onFound }: RefusedProps) {
	const isDead = isRefusal(failure);
	return (
		<EntryPage title="Muster">
			<Empty
				icon={Link2Off}
				title={isDead ? t("teams.link_refused") : sentenceFor(failure)}
				detail={isDead ? t("teams.link_refused_detail") : undefined}
			/>
			{isDead && (
				<WayIn onFound={(place, found) => onFound({ place, found })} />
			)}
		</EntryPage>
	);
}

interface DoorProps {
	looked: Looked;
	onGo: (place: Place) => void;
	/** To another team, for who came without a link. */
	onStartOver?: () => void;
}

function Door({ looked, onGo, onStartOver }: DoorProps) {
	const { place, found } = looked;
	const team = <bdi>{found.unit.name}</bdi>;
	return (
		<EntryPage
			title={<Text k="teams.join_title" parts={{ team }} />}
			lead={<bdi>{found.campaign}</bdi>}
		>
			{found.leader && <Leader name={found.leader.name} />}
			{found.message ? (
				<Shut found={found} onGo={onGo} />
			) : (
				<JoinForm place={place} found={found} onShut={() => onGo(place)} />
			)}
			{onStartOver && (
				<Button kind="quiet" onClick={onStartOver}>
					{t("joining.start_over")}
				</Button>
			)}
		</EntryPage>
	);
}

/** Full, ended or closed: why, and who would take them. */
function Shut({ found, onGo }: { found: Found; onGo: (place: Place) => void }) {
	const { other } = found;
	return (
		<Empty
			icon={DoorClosed}
			title={found.message ?? ""}
			detail={other ? t("joining.other_detail") : t("joining.no_other")}
			action={
				other && (
					<Button kind="primary" onClick={() => onGo({ unit: other.id })}>
						<Text
							k="teams.join_title"
							parts={{ team: <bdi>{other.name}</bdi> }}
						/>
					</Button>
				)
			}
		/>
	);
}

function Leader({ name }: { name: string }) {
	return (
		<div class="panel row">
			<Avatar id={name} name={name} />
			<span class="row-body">
				<span class="row-title">
					<bdi>{name}</bdi>
				</span>
				<span class="row-detail">{t("teams.role_leader")}</span>
			</span>
		</div>
	);
}
