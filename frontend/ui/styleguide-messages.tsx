import type { IconNode } from "lucide";
import { Check, CircleAlert, Clock } from "lucide";
import "../styles/message.css";
import "../styles/room.css";
import { Avatar } from "./avatar";
import { Icon } from "./icon";

/** The lines of a room, as styles/message.css draws them. */
export function StyleguideMessages() {
	return (
		<div class="styleguide-room">
			<p class="divider">
				<span>Today</span>
			</p>
			<Line
				name="Nour"
				rank="leader"
				text="Water is at the library until 19:00."
			/>
			<Line
				name="حسن"
				text="أنا قريب من المدرسة، سأبدأ بالشارع الشمالي الآن."
			/>
			<p class="divider divider-new">
				<span>New since you left</span>
			</p>
			<Line
				isOwn
				name="You"
				text="Waiting"
				icon={Clock}
				state="Waiting — sends by itself"
			/>
			<Line isOwn name="You" text="Sent" icon={Check} state="Sent" />
			<Line
				isOwn
				name="You"
				text="Failed"
				icon={CircleAlert}
				state="Not sent"
			/>
			<p class="system">Amir joined</p>
		</div>
	);
}

interface LineProps {
	name: string;
	text: string;
	rank?: string;
	isOwn?: boolean;
	icon?: IconNode;
	state?: string;
}

function Line({ name, text, rank, isOwn, icon, state }: LineProps) {
	return (
		<div class={`message message-first ${isOwn ? "message-own" : ""}`}>
			<Avatar id={name} name={name} isSelf={isOwn} />
			<div class="message-body">
				<p class="message-head">
					<bdi class="message-name">{name}</bdi>
					{rank && <span class="meta">{rank}</span>}
					<span class="message-time">18:04</span>
				</p>
				<p class="message-words" dir="auto">
					{text}
				</p>
				{icon && (
					<p class="message-state">
						<Icon of={icon} size={16} />
						<span>{state}</span>
					</p>
				)}
			</div>
		</div>
	);
}
