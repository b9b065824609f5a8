import { Printer, Share2 } from "lucide";
import { formatExact, t } from "../core/i18n";
import type { Unit } from "../core/protocol";
import { LinkRow } from "../teams/link-list";
import { Button } from "../ui/button";
import { navigate } from "../ui/router";

export const POSTER = "/people/poster";

export interface Invitation {
	unit: Unit;
	role: string;
	link: string;
	code: string | null;
	qr: string;
	expires_at: string | null;
}

interface Props {
	invitation: Invitation;
}

/** Shown this once: nobody, not even the server, can show it again. */
export function MadeInvitation({ invitation }: Props) {
	const { unit, link, code, qr, expires_at } = invitation;
	// The sheet is there again when one comes back: the link is shown this once.
	const openPoster = () => navigate(`${POSTER}#${link.split("#")[1]}`);
	return (
		<div class="form">
			{code && (
				<p class="spoken-code" dir="ltr">
					{spaced(code)}
				</p>
			)}
			{code && (
				<p class="meta center">
					{t("joining.say_it", { address: addressOf(link) })}
				</p>
			)}
			<img class="qr" src={qr} alt={t("joining.qr", { team: unit.name })} />
			{!code && <LinkRow link={link} name={unit.name} role={invitation.role} />}
			<div class="cluster">
				<Button icon={Printer} onClick={openPoster}>
					{t("joining.poster")}
				</Button>
				{!code && "share" in navigator && (
					<Button
						icon={Share2}
						onClick={() => void navigator.share({ url: link }).catch(() => {})}
					>
						{t("joining.share")}
					</Button>
				)}
			</div>
			<p class="meta">
				{expires_at
					? t("joining.until", { time: formatExact(expires_at) })
					: t("joining.until_ended")}{" "}
				{t("joining.shown_once")}
			</p>
		</div>
	);
}

/** In threes, as it is said. */
export function spaced(code: string): string {
	return code.match(/.{1,3}/g)?.join(" ") ?? code;
}

function addressOf(link: string): string {
	return link.replace(/^https?:\/\//, "").replace(/#.*$/, "");
}
