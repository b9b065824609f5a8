import { formatNumber } from "../core/i18n";

interface Props {
	count: number;
	/** Said by screen readers, for instance '2 unread messages'. */
	label?: string;
	/** 'quiet' for counts that are no news to act on. */
	kind?: "urgent" | "quiet";
}

export function Badge({ count, label, kind = "urgent" }: Props) {
	if (count <= 0) return null;
	const shown = count > 99 ? `${formatNumber(99)}+` : formatNumber(count);
	return (
		<span class={`badge badge-${kind}`}>
			<span aria-hidden={label ? "true" : undefined}>{shown}</span>
			{label && <span class="visually-hidden">{label}</span>}
		</span>
	);
}
