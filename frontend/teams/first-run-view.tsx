import { MailWarning } from "lucide";
import { api } from "../core/api";
import { type Key, locale, t } from "../core/i18n";
import { forgetEntries } from "../core/kept-entry";
import { boot } from "../core/session";
import { turnDocument } from "../ui/back";
import { Banner } from "../ui/banner";
import { Button } from "../ui/button";
import { Chip } from "../ui/chip";
import { FailureLine } from "../ui/failure-line";
import { SelectField, TextField } from "../ui/field";
import { Skeleton } from "../ui/skeleton";
import { TextArea } from "../ui/text-area";
import { useSubmit } from "../ui/use-submit";
import { EntryPage } from "./entry-page";
import {
	emptyOffice,
	type Office,
	officesOf,
	wrongPart,
} from "./first-run-data";
import { LinkList, type UnitLink } from "./link-list";
import { setUpCode, useSetUpLink, WrongSetUpLink } from "./set-up-link";
import { useEntry } from "./use-entry";

const KINDS = ["political", "civic", "humanitarian"] as const;

interface Draft {
	campaign: string;
	kind: string;
	timezone: string;
	name: string;
	email: string;
	centre: string;
}

/** An empty installation becomes a campaign: its name, its words, its first people and places. */
export default function FirstRunView() {
	const [draft, setDraft] = useEntry<Draft>("first-run", {
		campaign: "",
		kind: "political",
		timezone: Intl.DateTimeFormat().resolvedOptions().timeZone,
		name: "",
		email: "",
		centre: "",
	});
	const [offices, setOffices] = useEntry<Office[]>("offices", [emptyOffice()]);
	const [links, keepLinks] = useEntry<UnitLink[] | null>("first-links", null);
	const link = useSetUpLink();
	const { isBusy, error, field, submit } = useSubmit(async () => {
		const made = await api.post<{ invitations: UnitLink[] }>(
			"/api/v1/first-run",
			{
				...draft,
				code: setUpCode(),
				locale: locale.value,
				offices: officesOf(offices),
			},
		);
		forgetEntries();
		keepLinks(made.invitations);
	});
	if (links) return <Done links={links} />;
	if (boot.value && !boot.value.first_run) return <DoneBefore />;
	if (link === "wrong") return <WrongSetUpLink />;
	if (link === "unknown") return <Looking />;
	const set = (name: keyof Draft) => (value: string) =>
		setDraft({ ...draft, [name]: value });
	const text = (name: keyof Draft, label: Key) => (
		<TextField
			label={t(label)}
			value={draft[name]}
			onInput={set(name)}
			limit={80}
			error={field === name ? error : null}
			isRequired
		/>
	);
	return (
		<EntryPage title={t("teams.first_run")} lead={t("teams.first_run_lead")}>
			{!boot.value?.mail_ready && <MailMissing />}
			<form class="form" onSubmit={submit}>
				{text("campaign", "teams.campaign_name")}
				<KindChoice kind={draft.kind} onChange={set("kind")} />
				<SelectField
					label={t("teams.timezone")}
					value={draft.timezone}
					options={timezones(draft.timezone)}
					onChange={set("timezone")}
				/>
				{text("name", "teams.name")}
				<TextField
					label={t("teams.email")}
					type="email"
					value={draft.email}
					onInput={set("email")}
					autoComplete="email"
					error={field === "email" ? error : null}
					isRequired
				/>
				{text("centre", "teams.centre_name")}
				<Offices
					offices={offices}
					onChange={setOffices}
					error={error}
					field={field}
				/>
				<FailureLine>{error}</FailureLine>
				<Button kind="primary" type="submit" isWide isBusy={isBusy}>
					{t("teams.make_campaign")}
				</Button>
			</form>
		</EntryPage>
	);
}

export function MailMissing() {
	return (
		<Banner kind="warn" icon={MailWarning}>
			{t("teams.mail_missing")}
		</Banner>
	);
}

function KindChoice({
	kind,
	onChange,
}: {
	kind: string;
	onChange: (kind: string) => void;
}) {
	return (
		<fieldset class="choice">
			<legend class="field-label">{t("teams.kind")}</legend>
			<div class="cluster">
				{KINDS.map((one) => (
					<Chip
						key={one}
						isSelected={one === kind}
						onClick={() => onChange(one)}
					>
						{t(`teams.kind_${one}`)}
					</Chip>
				))}
			</div>
			<p class="field-hint">{t(`teams.kind_${kind}_hint` as Key)}</p>
		</fieldset>
	);
}

function Offices({
	offices,
	onChange,
	error,
	field,
}: {
	offices: Office[];
	onChange: (offices: Office[]) => void;
	error: string | null;
	/** What the server found wrong. */
	field?: string;
}) {
	const errorOf = (index: number, part: keyof Office) =>
		wrongPart(offices, index, field) === part ? error : null;
	const change = (index: number, patch: Partial<Office>) =>
		onChange(
			offices.map((office, at) =>
				at === index ? { ...office, ...patch } : office,
			),
		);
	return (
		<>
			{offices.map((office, index) => (
				<fieldset class="panel form choice" key={index}>
					<TextField
						label={t("teams.office_name")}
						value={office.name}
						onInput={(name) => change(index, { name })}
						limit={80}
						error={errorOf(index, "name")}
					/>
					<TextArea
						label={t("teams.team_names")}
						hint={t("teams.team_names_hint")}
						value={office.teams}
						onInput={(teams) => change(index, { teams })}
						error={errorOf(index, "teams")}
					/>
				</fieldset>
			))}
			<Button onClick={() => onChange([...offices, emptyOffice()])}>
				{t("teams.more_offices")}
			</Button>
		</>
	);
}

function Looking() {
	return (
		<EntryPage title={t("teams.first_run")} lead={t("teams.first_run_lead")}>
			<Skeleton kind="card" rows={2} />
		</EntryPage>
	);
}

function DoneBefore() {
	return (
		<EntryPage
			title={t("teams.first_run_done")}
			lead={t("teams.first_run_done_lead")}
		>
			<a class="button button-primary button-wide" href="/signin">
				{t("teams.sign_in")}
			</a>
		</EntryPage>
	);
}

function Done({ links }: { links: UnitLink[] }) {
	return (
		<EntryPage title={t("teams.ready")} lead={t("teams.ready_lead")}>
			<LinkList links={links} />
			<p class="meta">{t("teams.ready_once")}</p>
			<Button
				kind="primary"
				isWide
				onClick={() => {
					forgetEntries();
					turnDocument("/rooms?list", true);
				}}
			>
				{t("teams.open")}
			</Button>
		</EntryPage>
	);
}

function timezones(own: string): { value: string; label: string }[] {
	const known = (
		Intl as unknown as { supportedValuesOf?: (key: string) => string[] }
	).supportedValuesOf?.("timeZone");
	const all = new Set([own, "UTC", ...(known ?? [])]);
	return [...all].map((zone) => ({ value: zone, label: zone }));
}
