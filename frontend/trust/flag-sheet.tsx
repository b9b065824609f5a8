import { signal } from "@preact/signals";
import { useState } from "preact/hooks";
import { api } from "../core/api";
import { type Key, t } from "../core/i18n";
import { keepEntry } from "../core/kept-entry";
import { useEntry } from "../teams/use-entry";
import { Button } from "../ui/button";
import { SelectField } from "../ui/field";
import { Sheet } from "../ui/sheet";
import { TextArea } from "../ui/text-area";
import { toast } from "../ui/toast";
import { useSubmit } from "../ui/use-submit";

export const REASONS = [
	"harassment",
	"hate",
	"threat",
	"private",
	"false",
	"impersonation",
	"spam",
	"other",
] as const;
const WORDS_MOST = 500;

interface Flagging {
	of: { message: string } | { person: string; unit: string };
	title: string;
	text?: string;
}

const flagging = signal<Flagging | null>(null);

export function flagMessage(message: string, name: string, text?: string) {
	const said = text ? `${name}: ${text}` : name;
	flagging.value = {
		of: { message },
		title: t("trust.flag_message"),
		text: said,
	};
}

export function flagPerson(user: { id: string; name: string }, unit: string) {
	flagging.value = {
		of: { person: user.id, unit },
		title: t("trust.flag_person", { name: user.name }),
	};
}

/** Say that something is wrong: a reason, and a few words if one wants. */
export function FlagSheet() {
	const now = flagging.value;
	const close = () => {
		if (now) keepEntry(entryOf(now), null);
		flagging.value = null;
	};
	return (
		<Sheet
			isOpen={now !== null}
			onClose={close}
			title={now?.title ?? ""}
			holdsWords
		>
			{now && <FlagForm flagging={now} onDone={close} />}
		</Sheet>
	);
}

function entryOf({ of }: Flagging): string {
	return `flag.${"message" in of ? of.message : of.person}`;
}

function FlagForm(props: { flagging: Flagging; onDone: () => void }) {
	const [reason, setReason] = useState("");
	const [words, setWords] = useEntry(entryOf(props.flagging), "");
	const { isBusy, error, submit } = useSubmit(async () => {
		await api.post("/api/v1/flags", { ...props.flagging.of, reason, words });
		props.onDone();
		toast(t("trust.flagged"), { kind: "good" });
	});
	return (
		<form class="form" onSubmit={submit}>
			{props.flagging.text && (
				<blockquote class="trust-quote" dir="auto">
					{props.flagging.text}
				</blockquote>
			)}
			<SelectField
				label={t("trust.why")}
				value={reason}
				options={[
					{ value: "", label: t("trust.choose") },
					...REASONS.map((value) => ({
						value,
						label: t(`trust.reason_${value}` as Key),
					})),
				]}
				onChange={setReason}
			/>
			<TextArea
				label={t("trust.words")}
				value={words}
				maxLength={WORDS_MOST}
				onInput={setWords}
				error={error}
			/>
			<p class="meta">{t("trust.flag_detail")}</p>
			<Button
				kind="primary"
				type="submit"
				isBusy={isBusy}
				isDisabled={!reason}
				isWide
			>
				{t(reason ? "trust.send_flag" : "trust.choose_first")}
			</Button>
		</form>
	);
}
