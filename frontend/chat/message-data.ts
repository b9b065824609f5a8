/** What happens in a room to the messages held of it. */
import { append, change, type Fold, registerFold } from "../core/folds";
import type { Item, Message, Reaction } from "../core/protocol";

export function registerMessageFolds(): void {
	registerFold("message.posted", post, { lasting: true });
	registerFold("message.edited", rewrite);
	registerFold("message.deleted", rewrite);
	registerFold("reaction.added", react);
	registerFold("reaction.removed", react);
	registerFold("member.joined", append);
	registerFold("member.left", append);
}

export function messageOf(item: Item): Message | undefined {
	return item.data.message as Message | undefined;
}

const post: Fold = (items, event, stream) => {
	const message = messageOf(event) ?? tombstone(event);
	const isKnown = items.some((item) => messageOf(item)?.id === message.id);
	if (isKnown) return items;
	return append(items, { ...event, data: { ...event.data, message } }, stream);
};

/** Of what was deleted before it came here the log has kept the place alone. */
function tombstone({ seq }: Item): Message {
	return { id: `deleted-${seq}`, version: 0, deleted: true };
}

/** An edit carries the whole message, a deletion one without text. Older versions than held are ignored. */
const rewrite: Fold = change(
	(item, event) => {
		const held = messageOf(item);
		const next = messageOf(event);
		return (
			held !== undefined && held.id === next?.id && next.version >= held.version
		);
	},
	(item, event) => ({
		...item.data,
		message: { ...messageOf(item), text: undefined, ...messageOf(event) },
	}),
);

interface Reacted {
	on: string;
	emoji: string;
	count: number;
}

const react: Fold = change(
	(item, event) =>
		`message:${messageOf(item)?.id}` === (event.data as unknown as Reacted).on,
	(item, event) => {
		const { emoji, count } = event.data as unknown as Reacted;
		const message = messageOf(item);
		const others = (message?.reactions ?? []).filter(
			(one: Reaction) => one.emoji !== emoji,
		);
		const reactions = count > 0 ? [...others, { emoji, count }] : others;
		return { ...item.data, message: { ...message, reactions } };
	},
);
