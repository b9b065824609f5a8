/** Somebody at the desk hears that a voter waits at a door. */
import { client } from "../core/client";
import { t } from "../core/i18n";
import type { EventFrame } from "../core/protocol";
import { navigate } from "../ui/router";
import { toast } from "../ui/toast";
import { doorRings } from "./asked-words";
import { isOnDesk } from "./on-desk";
import { isWaiting, type Question, questionOf } from "./question-data";

const RINGS = new Set(["question.asked", "question.escalated"]);
const TONES_HZ = [660, 880];
const TONE_S = 0.14;

/** Per question that rings: the way to take its sentence away. */
const ringing = new Map<string, () => void>();

export function ringForDoors(): () => void {
	return client.onEvent((event) => {
		const question = questionOf(event);
		if (!question) return;
		if (!isWaiting(question)) hush(question);
		else if (isOnDesk.peek() && question.at_the_door && isForMe(event))
			call(question);
	});
}

function call(question: Question): void {
	ring();
	hush(question);
	const address = `/desk/${question.desk.id}/${question.id}`;
	const open = () => {
		hush(question);
		navigate(address);
	};
	const dismiss = toast(doorRings(question.unit.name), {
		kind: "urgent",
		isAtTop: true,
		action: { label: t("desk.open"), run: open },
	});
	ringing.set(question.id, dismiss);
}

/** Taken or answered: nobody has to come any more. */
function hush(question: Question): void {
	ringing.get(question.id)?.();
	ringing.delete(question.id);
}

function isForMe(event: EventFrame): boolean {
	const isOwn = event.by?.id === client.store.user.peek()?.id;
	const desk = questionOf(event)?.desk.id;
	return RINGS.has(event.kind) && event.stream === `desk:${desk}` && !isOwn;
}

function ring(): void {
	navigator.vibrate?.([120, 60, 120]);
	if (typeof AudioContext === "undefined") return;
	const audio = new AudioContext();
	TONES_HZ.forEach((tone, index) => {
		const sound = audio.createOscillator();
		const loudness = audio.createGain();
		loudness.gain.value = 0.08;
		sound.frequency.value = tone;
		sound.connect(loudness).connect(audio.destination);
		sound.start(audio.currentTime + index * TONE_S);
		sound.stop(audio.currentTime + (index + 1) * TONE_S);
	});
	setTimeout(() => void audio.close(), 1_000);
}
