import { LifeBuoy } from "lucide";
import type { ComponentChildren } from "preact";
import { useEffect, useState } from "preact/hooks";
import { client } from "../core/client";
import { t } from "../core/i18n";
import { Button } from "../ui/button";
import { Chip } from "../ui/chip";
import { Empty } from "../ui/empty";
import { Screen } from "../ui/screen";
import { GrowingText } from "../ui/text-area";
import { useDraft } from "../ui/use-draft";
import "../styles/ask.css";
import { aboutWords } from "./asked-words";
import { ask, DRAFT, follow, useStaysThere } from "./asking";
import { type Destination, useDestination } from "./desks";
import { DoorSwitch } from "./door-switch";
import { languageOf } from "./language";
import { OwnList, unsent } from "./own-list";
import { loadOwnQuestions, ownQuestions } from "./own-questions";
import { ABOUT, LIMIT } from "./question-data";
import { SuggestionList } from "./suggestion-list";
import { useSuggestions } from "./suggestions";

/** One box: what was asked, what others were told, and the way to a person. */
export default function AskView() {
	const [text, setText] = useDraft(DRAFT);
	const [about, setAbout] = useState<(typeof ABOUT)[number]>("voter_asks");
	const [isAtTheDoor, setAtTheDoor] = useState(false);
	const destination = useDestination(isAtTheDoor);
	const found = useSuggestions(text);
	const staysThere = useStaysThere(text);
	const isWriting = text.trim() !== "";
	const isLive = client.isLive.value;
	useEffect(() => void loadOwnQuestions(), [isLive]);
	const send = (fields: Record<string, unknown> = {}) => {
		const words = text.trim();
		if (!words) return;
		setText("");
		setAtTheDoor(false);
		const language = languageOf(words);
		void ask({ text: words, about, language, ...fields }, staysThere);
	};
	return (
		<Screen
			title={t("desk.ask")}
			end={<DeskLine destination={destination} />}
			foot={
				isWriting && (
					<SendLine destination={destination} send={submit}>
						<DoorSwitch isOn={isAtTheDoor} onChange={setAtTheDoor} />
					</SendLine>
				)
			}
		>
			<GrowingText
				className="input ask-box"
				aria-label={t("desk.asked_what")}
				placeholder={t("desk.asked_what")}
				value={text}
				rows={2}
				maxLength={LIMIT}
				onInput={setText}
				onKeyDown={(event) => {
					if (event.key === "Enter" && (event.ctrlKey || event.metaKey))
						submit();
				}}
			/>
			{isWriting && (
				<>
					<SuggestionList
						found={found}
						use={(entry) => send({ entry })}
						follow={(question) => {
							setText("");
							void follow(question, staysThere);
						}}
					/>
					<fieldset class="ask-about">
						<legend class="section-title">{t("desk.about")}</legend>
						<div class="cluster">
							{ABOUT.map((one) => (
								<Chip
									key={one}
									isSelected={one === about}
									onClick={() => setAbout(one)}
								>
									{aboutWords(one)}
								</Chip>
							))}
						</div>
					</fieldset>
				</>
			)}
			<Asked isWriting={isWriting} />
		</Screen>
	);

	function submit(): void {
		send(isAtTheDoor ? { at_the_door: true } : {});
	}
}

function Asked({ isWriting }: { isWriting: boolean }) {
	const isEmpty = ownQuestions.value?.length === 0 && unsent().length === 0;
	if (!isEmpty) return <OwnList />;
	if (isWriting) return null;
	return (
		<Empty
			icon={LifeBuoy}
			title={t("desk.ask_empty")}
			detail={t("desk.ask_empty_detail")}
		/>
	);
}

function DeskLine({ destination }: { destination: Destination | null }) {
	if (!destination) return null;
	const { name, onDesk } = destination;
	const kind = onDesk > 0 ? "dot" : "dot dot-away";
	return (
		<p class="ask-desk muted">
			<span class={kind} aria-hidden="true" />
			<span>
				{onDesk > 0
					? t("desk.on_desk", { name, count: onDesk })
					: t("desk.nobody_on_desk", { name })}
			</span>
		</p>
	);
}

interface SendProps {
	destination: Destination | null;
	send: () => void;
	children: ComponentChildren;
}

/** Within reach however many suggestions there are. */
function SendLine({ destination, send, children }: SendProps) {
	return (
		<div class="ask-foot">
			<div class="column ask-send">
				{children}
				<Button kind="primary" isWide onClick={send}>
					{sendWords(destination)}
				</Button>
			</div>
		</div>
	);
}

function sendWords(destination: Destination | null): string {
	if (!destination) return t("desk.send");
	return destination.isCentre
		? t("desk.send_to_centre")
		: t("desk.send_to", { name: destination.name });
}
