import { LogOut, Pencil, UserPlus } from "lucide";
import { useEffect, useState } from "preact/hooks";
import { Notifications } from "../chat/notifications";
import { api } from "../core/api";
import { client } from "../core/client";
import { t } from "../core/i18n";
import { ownPhoto, tellPhoto } from "../core/own-photo";
import { boot } from "../core/session";
import { invite } from "../joining/invite-sheet";
import { OwnData } from "../people/own-data";
import { OwnLooks } from "../people/own-looks";
import { OwnNumbers } from "../reports/own-numbers";
import { Avatar } from "../ui/avatar";
import { Button } from "../ui/button";
import { ConnectionState } from "../ui/connection-line";
import { Screen } from "../ui/screen";
import { Switch } from "../ui/switch";
import {
	HeldName,
	isNameless,
	NameMissing,
	ownName,
	tellHeld,
} from "./held-name";
import { mayInvite } from "./may-invite";
import { LanguageChoice } from "./me/language-choice";
import { PhotoForm } from "./me/photo-form";
import { SessionsSection } from "./me/sessions";
import { SignInMethodsSection } from "./me/sign-in-methods";
import { TextSizeChoice } from "./me/text-size-choice";
import { ThemeChoice } from "./me/theme-choice";
import { TokensSection } from "./me/tokens";
import { NameForm } from "./name-form";
import { ReadyLink } from "./ready-link";
import { SignOutSheet } from "./sign-out-sheet";

/** What one sets for oneself: language, look, shift, ways in; and the way out. */
export default function MeView() {
	const [isLeaving, setLeaving] = useState(false);
	const [email, setEmail] = useState("");
	useEffect(
		() =>
			void loadMe().then(
				(own) => setEmail(own.email),
				() => {},
			),
		[],
	);
	return (
		<Screen title={t("teams.me")}>
			<Person />
			<HeldName />
			<NameMissing />
			<section class="panel">
				<ShiftSwitch />
			</section>
			<OwnNumbers />
			<Settings />
			<Notifications />
			<Invitations />
			<SignInMethodsSection />
			<SessionsSection />
			<TokensSection />
			<ReadyLink />
			<OwnLooks />
			<OwnData email={email} />
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

interface Own {
	id: string;
	email: string;
	held_name: string | null;
	photo: string | null;
}

async function loadMe(): Promise<Own> {
	const own = await api.get<Own>("/api/v1/me");
	tellHeld(own);
	tellPhoto(own.id, own.photo);
	return own;
}

function Person() {
	const user = client.store.user.value;
	const [isNaming, setNaming] = useState(false);
	if (!user) return null;
	if (isNaming || isNameless())
		return <NameForm onDone={() => setNaming(false)} />;
	const name = ownName() || user.name;
	return (
		<section class="panel own-head">
			<Avatar
				id={user.id}
				name={name}
				photo={ownPhoto(user.id)}
				isSelf
				isLarge
			/>
			<span class="row-body">
				<span class="row-title">
					<bdi>{name}</bdi>
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
			<PhotoForm user={user.id} />
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
			<LanguageChoice />
			<ThemeChoice />
			<TextSizeChoice />
		</section>
	);
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
