import { Eye } from "lucide";
import { useEffect, useRef, useState } from "preact/hooks";
import { type Key, t } from "../core/i18n";
import { ChipChoice } from "../teams/chip-choice";
import { Button } from "../ui/button";
import { FailureLine } from "../ui/failure-line";
import { Sheet } from "../ui/sheet";
import { useSubmit } from "../ui/use-submit";
import { callTo, mailTo } from "./contact-links";
import { type Contacts, REASONS, type Reason, reveal } from "./people-data";

/** E-mail and phone, hidden until somebody says why; the person sees who looked. */
export function ContactDetails(props: { person: string; masked: Contacts }) {
	const [shown, setShown] = useState<Contacts | null>(null);
	const [isAsking, setAsking] = useState(false);
	const list = useRef<HTMLDListElement>(null);
	// The button is gone, and what it was pressed for is here.
	useEffect(() => {
		if (shown) list.current?.focus();
	}, [shown]);
	const { email, phone } = shown ?? props.masked;
	return (
		<section class="stack">
			<h2 class="section-title">{t("people.contacts")}</h2>
			<dl class="panel contacts" ref={list} tabIndex={-1}>
				<dt>{t("people.email")}</dt>
				<dd dir="ltr">{shown ? <a href={mailTo(email)}>{email}</a> : email}</dd>
				{phone && <dt>{t("people.phone")}</dt>}
				{phone && (
					<dd dir="ltr">
						{shown ? <a href={callTo(phone)}>{phone}</a> : phone}
					</dd>
				)}
			</dl>
			{!shown && (
				<Button icon={Eye} onClick={() => setAsking(true)}>
					{t("people.reveal")}
				</Button>
			)}
			<Sheet
				isOpen={isAsking}
				onClose={() => setAsking(false)}
				title={t("people.reveal")}
			>
				<Why
					person={props.person}
					onShown={(contacts) => {
						setShown(contacts);
						setAsking(false);
					}}
				/>
			</Sheet>
		</section>
	);
}

interface WhyProps {
	person: string;
	onShown: (contacts: Contacts) => void;
}

function Why({ person, onShown }: WhyProps) {
	const [reason, setReason] = useState<Reason | "">("");
	const { isBusy, error, submit } = useSubmit(async () => {
		if (reason) onShown(await reveal(person, reason));
	});
	return (
		<form class="form" onSubmit={submit}>
			<p>{t("people.reveal_detail")}</p>
			<ChipChoice
				label={t("people.why")}
				value={reason}
				options={REASONS.map((value) => ({
					value,
					label: t(`people.reason_${value}` as Key),
				}))}
				onChange={setReason}
			/>
			<FailureLine>{error}</FailureLine>
			<Button
				kind="primary"
				type="submit"
				isBusy={isBusy}
				isDisabled={!reason}
				isWide
			>
				{t(reason ? "people.reveal" : "people.why_first")}
			</Button>
		</form>
	);
}
