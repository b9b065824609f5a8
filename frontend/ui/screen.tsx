import { ChevronLeft } from "lucide";
import type { ComponentChildren } from "preact";
import { t } from "../core/i18n";
import { Badge } from "./badge";
import { ConnectionLine } from "./connection-line";
import { Icon } from "./icon";
import { ToastPlace } from "./toast";

interface Props {
	title: ComponentChildren;
	/** Where the arrow before the title leads. */
	back?: string;
	/** What is new there. */
	backCount?: number;
	/** At the end of the title's line. */
	end?: ComponentChildren;
	/** Under the title, still in the head: tabs, a goal bar. */
	head?: ComponentChildren;
	/** Under the scrolling part: a composer. */
	foot?: ComponentChildren;
	/** The children bring their own scrolling and padding. */
	isFlush?: boolean;
	/** What is last stands at the lower edge, however little there is before it. */
	isWhole?: boolean;
	children: ComponentChildren;
}

/** Head, connection line, scrolling body, foot: what every screen is made of. */
export function Screen({
	title,
	back,
	backCount = 0,
	end,
	head,
	foot,
	isFlush,
	isWhole,
	children,
}: Props) {
	return (
		<div class="screen">
			<header class="screen-head">
				<div class="screen-line">
					{back && (
						<a
							class="screen-back"
							href={back}
							aria-label={backLabel(backCount)}
						>
							<Icon of={ChevronLeft} size={24} isDirectional />
							<Badge count={backCount} />
						</a>
					)}
					<h1 tabIndex={-1}>{title}</h1>
					{end}
				</div>
				{head}
			</header>
			<ConnectionLine />
			{isFlush ? (
				children
			) : (
				<div class="screen-body">
					<div class={isWhole ? "column column-whole" : "column"}>
						{children}
					</div>
				</div>
			)}
			<ToastPlace />
			{foot}
		</div>
	);
}

function backLabel(count: number): string {
	if (count === 0) return t("core.back");
	return `${t("core.back")} · ${t("core.new_count", { count })}`;
}
