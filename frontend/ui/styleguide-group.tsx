import type { ComponentChildren } from "preact";

export const LONG =
	"Bartholomew Featherstonehaugh-Cholmondeley of the Upper Riverside Neighbourhood";

export function Group({
	title,
	children,
}: {
	title: string;
	children: ComponentChildren;
}) {
	return (
		<div class="stack styleguide-group">
			<h2 class="section-title">{title}</h2>
			{children}
		</div>
	);
}
