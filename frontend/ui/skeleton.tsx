import { t } from "../core/i18n";

interface Props {
	/** How many rows of the coming list are hinted at. */
	rows?: number;
	kind?: "message" | "card";
}

const WIDTHS = ["wide", "narrow", "middle"];

export function Skeleton({ rows = 4, kind = "message" }: Props) {
	return (
		<div class="skeleton" aria-busy="true">
			<span class="visually-hidden">{t("core.loading")}</span>
			{Array.from({ length: rows }, (_, index) => (
				<div key={index} class={`skeleton-${kind}`} aria-hidden="true">
					<span class="skeleton-round" />
					<span class={`skeleton-line skeleton-${WIDTHS[index % 3]}`} />
					<span class="skeleton-line" />
				</div>
			))}
		</div>
	);
}
