import { DoorClosed, Link2Off } from "lucide";
import { useEffect, useState } from "preact/hooks";
import { locale, t } from "../core/i18n";
import { RequestError } from "../core/protocol";
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

interface Looked {
	place: Place;
	found: Found;
}

/** The secret stands behind the # of the link, so that it never reaches a server's log. */
export default function JoinView() {
	const secret = location.hash.slice(1);
	const [looked, setLooked] = useState<Looked | null>(null);
	const [failure, setFailure] = useState<unknown>(null);
	const go = (place: Place) =>
		look(place)
			.then((found) => setLooked({ place, found }))
			.catch(setFailure);
	const place = looked?.place;
	useEffect(() => {
		// Also again in another language: what one agrees to is read in one's own.
		if (place) void go(place);
		else if (secret) void go({ secret });
	}, [secret, locale.value]);
	if (looked) return <Door looked={looked} onGo={go} />;
	if (failure) return <Refused failure={failure} onFound={setLooked} />;
	if (!secret) return <Start onFound={setLooked} />;
	return (
		<EntryPage title="Muster">
			<Skeleton rows={3} />
		</EntryPage>
	);
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
	const isDead = failure instanceof RequestError && failure.code === "refused";
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
}

function Door({ looked, onGo }: DoorProps) {
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
