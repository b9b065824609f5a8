export function registerReports(): void {}
