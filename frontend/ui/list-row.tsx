import type { ComponentChildren } from "preact";

interface Props {
	href?: string;
	onClick?: () => void;
	start?: ComponentChildren;
	title: ComponentChildren;
	detail?: ComponentChildren;
	end?: ComponentChildren;
	isCurrent?: boolean;
}

export function ListRow({
	href,
	onClick,
	start,
	title,
	detail,
	end,
	isCurrent,
}: Props) {
	const inside = (
		<>
			{start && <span class="row-start">{start}</span>}
			<span class="row-body">
				<span class="row-title">{title}</span>
				{detail && <span class="row-detail">{detail}</span>}
			</span>
			{end && <span class="row-end">{end}</span>}
		</>
	);
	const current = isCurrent ? "page" : undefined;
	if (href)
		return (
			<a class="row" href={href} aria-current={current}>
				{inside}
			</a>
		);
	if (onClick)
		return (
			<button type="button" class="row" onClick={onClick}>
				{inside}
			</button>
		);
	return <div class="row">{inside}</div>;
}
