import { LogOut, Pencil, UserPlus } from "lucide";
import { useState } from "preact/hooks";
import { api } from "../core/api";
import { client } from "../core/client";
import { LANGUAGES, locale, t } from "../core/i18n";
import type { Locale } from "../core/protocol";
import { boot } from "../core/session";
import { Avatar } from "../ui/avatar";
import { Button } from "../ui/button";
import { ConnectionState } from "../ui/connection-line";
import {
	rememberLanguage,
	setTextSize,
	setTheme,
	showLanguage,
	textSize,
	theme,
} from "../ui/preferences";
import { Screen } from "../ui/screen";
import { Switch } from "../ui/switch";
import { ChipChoice } from "./chip-choice";
import { invite } from "./invite-sheet";
import { mayInvite } from "./may-invite";
import { NameForm } from "./name-form";
import { SignOutSheet } from "./sign-out-sheet";

/** What one sets for oneself: language, look, shift; and the way out. */
export default function MeView() {
	const [isLeaving, setLeaving] = useState(false);
	return (
		<Screen title={t("teams.me")}>
			<Person />
			<section class="panel">
				<ShiftSwitch />
			</section>
			<Settings />
			<Invitations />
			<section class="stack">
				<ConnectionState />
				<Button icon={LogOut} isWide onClick={() => setLeaving(true)}>
					{t("teams.sign_out")}
				</Button>
			</section>
			<SignOutSheet isOpen={isLeaving} onClose={() => setLeaving(false)} />
		</Screen>
	);
}

function Person() {
	const user = client.store.user.value;
	const [isNaming, setNaming] = useState(false);
	if (!user) return null;
	if (isNaming)
		return <NameForm name={user.name} onDone={() => setNaming(false)} />;
	return (
		<section class="panel row">
			<Avatar id={user.id} name={user.name} isSelf />
			<span class="row-body">
				<span class="row-title">
					<bdi>{user.name}</bdi>
				</span>
				<span class="row-detail">
					<bdi>{boot.value?.campaign?.name}</bdi>
				</span>
			</span>
			<Button
				kind="quiet"
				icon={Pencil}
				label={t("teams.change_name")}
				onClick={() => setNaming(true)}
			/>
		</section>
	);
}

function ShiftSwitch() {
	const [isOn, setOn] = useState(client.presenceNow === "on_shift");
	return (
		<Switch
			label={t("presence.shift")}
			detail={t("presence.shift_detail")}
			isOn={isOn}
			onChange={(next) => {
				setOn(next);
				client.setPresence(next ? "on_shift" : "online");
			}}
		/>
	);
}

function Settings() {
	return (
		<section class="panel form">
			<ChipChoice
				label={t("teams.language")}
				value={locale.value}
				options={(Object.keys(LANGUAGES) as Locale[]).map((language) => ({
					value: language,
					label: LANGUAGES[language],
				}))}
				onChange={chooseLanguage}
			/>
			<ChipChoice
				label={t("teams.theme")}
				value={theme.value}
				options={(["system", "light", "dark"] as const).map((value) => ({
					value,
					label: t(`teams.theme_${value}`),
				}))}
				onChange={setTheme}
			/>
			<ChipChoice
				label={t("teams.text_size")}
				value={textSize.value}
				options={(["normal", "large", "larger"] as const).map((value) => ({
					value,
					label: t(`teams.text_${value}`),
				}))}
				onChange={setTextSize}
			/>
		</section>
	);
}

/** Shown at once; the server learns it too, for mails and other devices. */
function chooseLanguage(language: Locale): void {
	rememberLanguage(language);
	void showLanguage(language);
	api.patch("/api/v1/me", { locale: language }).catch(() => {});
}

function Invitations() {
	const rooms = client.store.own("room:").filter(mayInvite);
	if (rooms.length === 0) return null;
	return (
		<section class="stack">
			<h2 class="section-title">{t("teams.invite_to")}</h2>
			<div class="cluster">
				{rooms.map((room) => (
					<Button
						key={room.stream}
						icon={UserPlus}
						onClick={() => room.unit && invite(room.unit)}
					>
						<bdi>{room.title}</bdi>
					</Button>
				))}
			</div>
		</section>
	);
}
