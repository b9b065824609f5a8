/** What went wrong, where it went wrong; said at once by screen readers. */
export function FailureLine({ children }: { children: string | null }) {
	if (!children) return null;
	return (
		<p class="field-error" role="alert">
			{children}
		</p>
	);
}
