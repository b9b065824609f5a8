import { Link2Off } from "lucide";
import { useEffect, useState } from "preact/hooks";
import { api } from "../core/api";
import { locale, t } from "../core/i18n";
import { Avatar } from "../ui/avatar";
import { Button } from "../ui/button";
import { Empty } from "../ui/empty";
import { TextField } from "../ui/field";
import { Skeleton } from "../ui/skeleton";
import { Text } from "../ui/text";
import { useSubmit } from "../ui/use-submit";
import { CodeForm } from "./code-form";
import { EntryPage } from "./entry-page";

interface Invitation {
	unit: { id: string; name: string; kind: string };
	campaign: string | { name: string };
	leader?: { id?: string; name: string } | string | null;
}

/** The secret stands behind the # of the link, so that it never reaches a server's log. */
export default function JoinView() {
	const secret = location.hash.slice(1);
	const [invitation, setInvitation] = useState<Invitation | null>(null);
	const [isRefused, setRefused] = useState(false);
	useEffect(() => {
		api
			.post<Invitation>("/api/v1/invitations/look", { secret })
			.then(setInvitation)
			.catch(() => setRefused(true));
	}, [secret]);
	if (isRefused) return <Refused />;
	if (!invitation)
		return (
			<EntryPage title="Muster">
				<Skeleton rows={3} />
			</EntryPage>
		);
	return <Join secret={secret} invitation={invitation} />;
}

function Refused() {
	return (
		<EntryPage title="Muster">
			<Empty
				icon={Link2Off}
				title={t("teams.link_refused")}
				detail={t("teams.link_refused_detail")}
			/>
		</EntryPage>
	);
}

interface JoinProps {
	secret: string;
	invitation: Invitation;
}

function Join({ secret, invitation }: JoinProps) {
	const [name, setName] = useState("");
	const [email, setEmail] = useState("");
	const [isCodeSent, setCodeSent] = useState(false);
	const { isBusy, error, field, submit } = useSubmit(async () => {
		const person = { name: name.trim(), email: email.trim() };
		const asked = { secret, ...person, locale: locale.value };
		const sent = await api.post<{ code_sent: boolean }>("/api/v1/join", asked);
		// Who is signed in with this address is in at once.
		if (sent.code_sent) setCodeSent(true);
		else location.assign("/rooms");
	});
	const errorOf = (of: string) => (field === of ? error : null);
	const team = <bdi>{invitation.unit.name}</bdi>;
	return (
		<EntryPage
			title={<Text k="teams.join_title" parts={{ team }} />}
			lead={<bdi>{campaignOf(invitation)}</bdi>}
		>
			<Leader invitation={invitation} />
			{isCodeSent ? (
				<CodeForm
					email={email}
					onBack={() => setCodeSent(false)}
					onDone={() => location.assign("/rooms")}
				/>
			) : (
				<form class="form" onSubmit={submit}>
					<TextField
						label={t("teams.name")}
						value={name}
						onInput={setName}
						autoComplete="name"
						maxLength={80}
						error={errorOf("name")}
						isRequired
					/>
					<TextField
						label={t("teams.email")}
						type="email"
						value={email}
						onInput={setEmail}
						autoComplete="email"
						hint={t("teams.email_hint")}
						error={errorOf("email")}
						isRequired
					/>
					<Notices />
					{error && field !== "name" && field !== "email" && (
						<p class="field-error" role="alert">
							{error}
						</p>
					)}
					<Button kind="primary" type="submit" isWide isBusy={isBusy}>
						{t("teams.join")}
					</Button>
				</form>
			)}
		</EntryPage>
	);
}

function Leader({ invitation }: { invitation: Invitation }) {
	const { leader } = invitation;
	if (!leader) return null;
	const name = typeof leader === "string" ? leader : leader.name;
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

/** Privacy and conduct, three lines each; joining agrees to both. */
function Notices() {
	return (
		<div class="notices">
			<section>
				<h2>{t("teams.privacy")}</h2>
				<ul>
					<li>{t("teams.privacy_1")}</li>
					<li>{t("teams.privacy_2")}</li>
					<li>{t("teams.privacy_3")}</li>
				</ul>
			</section>
			<section>
				<h2>{t("teams.conduct")}</h2>
				<ul>
					<li>{t("teams.conduct_1")}</li>
					<li>{t("teams.conduct_2")}</li>
					<li>{t("teams.conduct_3")}</li>
				</ul>
			</section>
			<p class="meta">{t("teams.join_agree")}</p>
		</div>
	);
}

function campaignOf(invitation: Invitation): string {
	const { campaign } = invitation;
	return typeof campaign === "string" ? campaign : campaign.name;
}
